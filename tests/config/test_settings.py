"""Settings come from the environment, stand in one table, and refuse to start half set."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
NEEDED = {"SECRET_KEY": "x" * 60, "ALLOWED_HOSTS": "suivi.example", "BASE_URL": "https://suivi.example"}


def test_the_table_in_the_docs_is_that_of_the_code() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"(\w+)"', (ROOT / "config/settings.py").read_text()))
    told = set(re.findall(r"^\| `(\w+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    assert read == told


@pytest.mark.processes
@pytest.mark.parametrize("missing", NEEDED)
def test_production_does_not_start_without(missing: str, tmp_path: Path) -> None:
    given = {name: value for name, value in NEEDED.items() if name != missing}
    started = _start(tmp_path, **given)
    assert started.returncode != 0
    assert f"Set {missing}: in production Suivi does not start without it." in started.stderr


@pytest.mark.processes
def test_production_starts_with_all_three(tmp_path: Path) -> None:
    assert _start(tmp_path, **NEEDED).returncode == 0


def _start(folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "SUIVI_MODE": "production", "SUIVI_VAR": str(folder), **given}
    return subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
