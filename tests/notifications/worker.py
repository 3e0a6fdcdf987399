"""A real Celery worker with its beat, in a group of processes of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tests.other_processes import ROOT


@contextmanager
def worker(folder: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    """Runs it meanwhile, and gives its log; ends its group afterwards."""
    log = folder / "worker.log"
    command = "celery -A config worker --pool threads --concurrency 1 --beat --queues mail --loglevel info"
    with log.open("w") as said:
        running = subprocess.Popen(
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
            os.killpg(running.pid, signal.SIGTERM)
            try:
                running.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)
                running.wait()
