"""A real Celery worker, woken over the filesystem transport, tells what is due."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.notifications.post import mails_kept

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 90

SET_THE_SCENE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from notifications.wake import poke
from tests.cast import assigned, gather
from tests.notifications.post import never_closed
never_closed()
assigned(gather())
poke()
"""


@pytest.mark.processes
def test_a_worker_sends_what_is_due(tmp_path: Path) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SUIVI_VAR": str(tmp_path),
        "UNDO_SECONDS": "0",
    }
    subprocess.run([sys.executable, "-c", SET_THE_SCENE], env=environment, cwd=ROOT, check=True, timeout=120)
    with _worker(tmp_path, environment) as log:
        assert _mails(tmp_path) == ["alternate@suivi.example", "focal-point@suivi.example"], log.read_text()


@contextmanager
def _worker(folder: Path, environment: dict[str, str]) -> Iterator[Path]:
    """Runs the worker in a group of its own, and ends that group."""
    log = folder / "worker.log"
    command = "celery -A config worker --pool threads --concurrency 1 --beat --queues mail --loglevel info"
    with log.open("w") as said:
        worker = subprocess.Popen(
            [sys.executable, "-m", *command.split()],
            env=environment,
            cwd=ROOT,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        try:
            yield log
        finally:
            os.killpg(worker.pid, signal.SIGTERM)
            try:
                worker.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()


def _mails(folder: Path) -> list[str]:
    """To whom mails were written to files, once there are two of them or patience ends."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(found := mails_kept(folder)) < 2 and time.monotonic() < deadline:
        time.sleep(0.25)
    return sorted(message["To"] for message in found)
