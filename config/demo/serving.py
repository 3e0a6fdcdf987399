"""Serves the demo: the site and its background worker, until Ctrl-C."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

from config.settings import BASE_DIR

STARTING_SECONDS = 60


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def start(port: int, environment: Mapping[str, str]) -> list[subprocess.Popen[bytes]]:
    """Start site and worker as processes of their own, in ``environment``; they end with :func:`stop`."""
    site = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}"]
    worker = [
        sys.executable,
        "-m",
        "celery",
        "--quiet",
        "-A",
        "config",
        "worker",
        "--beat",
        "--pool",
        "threads",
    ]
    commands = [
        [*site, "--workers", "1", "--threads", "4", "--log-level", "warning"],
        [*worker, "--concurrency", "3", "--queues", "mail,web,papers,pdf,bulk", "--loglevel", "WARNING"],
    ]
    return [
        subprocess.Popen(command, env=environment, cwd=BASE_DIR, start_new_session=True)  # noqa: S603
        for command in commands
    ]


def wait_until_it_answers(url: str) -> bool:
    """Whether ``url`` answered within a minute."""
    deadline = time.monotonic() + STARTING_SECONDS
    while time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=2):  # noqa: S310 - our own address on this machine
                return True
        except (URLError, OSError):
            time.sleep(0.3)
    return False


def run_until_stopped(processes: list[subprocess.Popen[bytes]]) -> None:
    """Return on Ctrl-C or SIGTERM, or when one of the processes ends by itself."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        while all(process.poll() is None for process in processes):
            time.sleep(0.5)
    except KeyboardInterrupt:
        pass


def stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt
