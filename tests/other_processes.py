"""What a process that a test starts needs to work on the test's own database."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[1]


def environment_of(folder: Path) -> dict[str, str]:
    """Its environment: the folder for its files, and the database as it stands now."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SUIVI_VAR": str(folder),
        "DATABASE_URL": _handed_over(folder),
    }


def _handed_over(folder: Path) -> str:
    """The address of the test's database; on SQLite, which has it in memory, of a copy in a file."""
    if connection.vendor == "sqlite":
        copy = sqlite3.connect(folder / "shared.sqlite3")
        connection.connection.backup(copy)
        copy.close()
        return f"sqlite:///{folder / 'shared.sqlite3'}"
    at = connection.settings_dict
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"
