"""What the tests of strength get: how long they go on, and processes that work on the same database."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from tests.workflow.extent import LONG, SHORT, Extent

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def extent(request: pytest.FixtureRequest) -> Extent:
    return LONG if request.config.getoption("--long") else SHORT


@pytest.fixture
def elsewhere(tmp_path: Path) -> Callable[..., dict[str, int]]:
    """Runs ``tests.workflow.elsewhere`` on what the test has staged, and returns what it counted."""

    def run(*words: object) -> dict[str, int]:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "SUIVI_VAR": str(tmp_path),
            "DATABASE_URL": _handed_over(tmp_path),
        }
        command = [sys.executable, "-m", "tests.workflow.elsewhere", *map(str, words)]
        ended = subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, ended.stderr
        counted: dict[str, int] = json.loads(ended.stdout)
        return counted

    return run


def _handed_over(folder: Path) -> str:
    """The address of the test's database; on SQLite, which has it in memory, of a copy in a file."""
    if connection.vendor == "sqlite":
        copy = sqlite3.connect(folder / "shared.sqlite3")
        connection.connection.backup(copy)
        copy.close()
        return f"sqlite:///{folder / 'shared.sqlite3'}"
    at = connection.settings_dict
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
