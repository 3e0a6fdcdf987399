"""What production sets, whatever else the environment says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
ASKED = """
import json, config.settings as s
names = ("DEBUG", "ALLAUTH_TRUSTED_PROXY_COUNT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
print(json.dumps({name: getattr(s, name) for name in names} | {"cache": s.CACHES["default"]["BACKEND"]}))
"""


def settings_with(folder: Path, **given: str) -> dict[str, Any]:
    needed = {"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "suivi.example", "BASE_URL": "https://suivi.example"}
    places = {"PATH": os.environ["PATH"], "SUIVI_MODE": "production", "SUIVI_VAR": str(folder)}
    asked = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=ROOT,
        env=places | needed | given,
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(asked.stdout)
    return found


@pytest.mark.processes
def test_debug_pages_are_never_shown_and_cookies_keep_to_tls(tmp_path: Path) -> None:
    found = settings_with(tmp_path, DEBUG="true")

    assert not found["DEBUG"]
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]


@pytest.mark.processes
@pytest.mark.parametrize(("behind", "proxies"), [("true", 1), ("false", 0)])
def test_attempts_are_counted_by_client_and_for_all_processes(
    behind: str, proxies: int, tmp_path: Path
) -> None:
    found = settings_with(tmp_path, BEHIND_PROXY=behind)

    assert found["ALLAUTH_TRUSTED_PROXY_COUNT"] == proxies
    assert "locmem" not in found["cache"]


@pytest.mark.processes
def test_the_folder_of_drafts_is_closed_to_other_accounts(tmp_path: Path) -> None:
    settings_with(tmp_path / "var")

    assert (tmp_path / "var").stat().st_mode & 0o077 == 0
