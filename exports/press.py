"""Runs the process that makes a PDF (``child.py``), follows its progress, and stops it when it must.

Memory comes back only when a process ends, and a bad text may take all of it: hence one process per PDF.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any

from django.conf import settings

TICK = 5.0
"""Seconds after which ``follow`` is called even if the child said nothing."""
TOO_LONG = (-signal.SIGXCPU,)
TOO_MUCH = (-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGSEGV)
"""How the C libraries below WeasyPrint end when memory is refused to them."""
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_CACHE_HOME")
"""What the child gets of the environment: no secret is among it."""

Follow = Callable[[str, int], bool]
"""Called with stage and pages so far. Where it returns False, the work is no longer wanted."""


class Unprintable(Exception):  # noqa: N818 - named after what was hit
    """No PDF came of it. ``problem`` is a ``Rendering.Problem``: time, memory or text."""

    def __init__(self, problem: str, detail: str = "") -> None:
        super().__init__(f"{problem} {detail}".strip())
        self.problem = problem


class Unwanted(Exception):  # noqa: N818
    """It was cancelled, or another worker has taken it: stopped without a result."""


class Died(Exception):  # noqa: N818
    """The child was stopped from outside; another attempt may well succeed."""


@dataclass(frozen=True)
class Printed:
    path: Path
    pages: int


@contextmanager
def printed(html: str, follow: Follow) -> Iterator[Printed]:
    """Make a PDF of ``html`` and hand out its path, until the block ends.

    Raises :class:`Unprintable`, :class:`Unwanted` or :class:`Died`; the child is gone in every case.
    """
    with tempfile.TemporaryDirectory(prefix="suivi-pdf-") as folder:
        page, pdf = Path(folder, "report.html"), Path(folder, "report.pdf")
        page.write_text(html, encoding="utf-8")
        yield Printed(pdf, _run(page, pdf, follow))


def _run(page: Path, pdf: Path, follow: Follow) -> int:
    process = _start(page, pdf)
    deadline = time.monotonic() + settings.PDF_TIME_LIMIT_SECONDS
    try:
        last = _listen(process, follow, deadline)
        return _outcome(process.wait(), last)
    finally:
        _end(process)


def _start(page: Path, pdf: Path) -> subprocess.Popen[str]:
    limits = [str(settings.PDF_MEMORY_LIMIT_MB), str(settings.PDF_TIME_LIMIT_SECONDS)]
    return subprocess.Popen(  # noqa: S603 - our own module, our own arguments
        [sys.executable, "-m", "exports.child", str(page), str(pdf), *limits],
        cwd=settings.BASE_DIR,
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def _listen(process: subprocess.Popen[str], follow: Follow, deadline: float) -> dict[str, Any]:
    """Pass progress on until the child closes its output; its last line."""
    lines: Queue[str | None] = Queue()
    Thread(target=_read, args=(process, lines), daemon=True).start()
    last: dict[str, Any] = {"stage": "reading", "pages": 0}
    while True:
        if time.monotonic() > deadline:
            raise Unprintable("time")
        try:
            line = lines.get(timeout=TICK if deadline - time.monotonic() > TICK else 0.2)
        except Empty:
            line = ""
        if line is None:
            return last
        last = _parsed(line) or last
        if last["stage"] not in ("done", "failed") and not follow(last["stage"], last["pages"]):
            raise Unwanted


def _read(process: subprocess.Popen[str], lines: Queue[str | None]) -> None:
    for line in process.stdout or ():
        lines.put(line)
    lines.put(None)


def _parsed(line: str) -> dict[str, Any] | None:
    try:
        return {"pages": 0, **json.loads(line)} if line.strip() else None
    except ValueError:
        return None


def _outcome(code: int, last: dict[str, Any]) -> int:
    if code == 0 and last["stage"] == "done":
        return int(last["pages"])
    if last["stage"] == "failed":
        raise Unprintable(last["problem"], last.get("detail", ""))
    if code in TOO_LONG or code in TOO_MUCH:
        raise Unprintable("time" if code in TOO_LONG else "memory")
    raise Died(f"the child ended with {code}")


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
