"""A real Celery worker, woken over the filesystem transport, tells what is due."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.notifications.post import mails_kept
from tests.notifications.worker import worker
from tests.other_processes import ROOT

PATIENCE_SECONDS = 90

SET_THE_SCENE = """
import django
django.setup()
from notifications.wake import poke
from tests.cast import assigned, gather
from tests.notifications.post import never_closed
never_closed()
assigned(gather())
poke()
"""


@pytest.mark.once  # the worker works on SQLite, whatever the tests run on
@pytest.mark.processes
def test_a_worker_sends_what_is_due(tmp_path: Path, file_database: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SUIVI_VAR": str(tmp_path),
        "UNDO_SECONDS": "0",
    }
    subprocess.run([sys.executable, "-c", SET_THE_SCENE], env=environment, cwd=ROOT, check=True, timeout=300)
    with worker(tmp_path, environment) as log:
        assert _mails(tmp_path) == ["alternate@suivi.example", "focal-point@suivi.example"], log.read_text()


def _mails(folder: Path) -> list[str]:
    """To whom mails were written to files, once there are two of them or patience ends."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(found := mails_kept(folder)) < 2 and time.monotonic() < deadline:
        time.sleep(0.25)
    return sorted(message["To"] for message in found)
