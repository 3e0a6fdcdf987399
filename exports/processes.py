"""Runs the processes that lay out and bind (``child.py``), follows them, and stops them when it must.

Memory comes back only when a process ends, and a bad text may take all of it: hence processes that live no
longer than one paper, each within its limits.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from queue import Empty, Queue
from threading import Thread
from typing import Any

from django.conf import settings

TICK = 5.0
"""Seconds after which it is asked whether the work is still wanted, even if no process said anything."""
TOO_LONG = (-signal.SIGXCPU,)
TOO_MUCH = (-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGSEGV)
"""How the C libraries below WeasyPrint end when memory is refused to them."""
PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_CACHE_HOME")
"""What a child gets of the environment: no secret is among it."""

Told = Callable[[int, dict[str, Any]], bool]
"""Called with the place of a piece of work and what was said of it. False: the work is no longer wanted."""


class Unprintable(Exception):  # noqa: N818 - named after what was hit
    """No PDF came of it. ``problem`` is a ``Rendering.Problem``: time, memory or text."""

    def __init__(self, problem: str, detail: str = "") -> None:
        super().__init__(f"{problem} {detail}".strip())
        self.problem = problem


class Unwanted(Exception):  # noqa: N818
    """It was cancelled, or another worker has taken it: stopped without a result."""


class Died(Exception):  # noqa: N818
    """A child was stopped from outside; another attempt may well succeed."""


@dataclass(eq=False)
class _Child:
    process: subprocess.Popen[str]
    place: int | None = None


@dataclass
class Hands:
    """Children at work for one paper, all together within the time that is given to it."""

    deadline: float
    children: list[_Child] = field(default_factory=list)
    said: Queue[tuple[_Child, str | None]] = field(default_factory=Queue)

    def do(self, pieces: Iterable[dict[str, Any]], told: Told, *, at_once: int) -> None:
        """Have all ``pieces`` done, up to ``at_once`` at a time. ``told`` gets each line, the last one too.

        Raises :class:`Unprintable`, :class:`Unwanted` or :class:`Died`.
        """
        waiting = deque(enumerate(pieces))
        while waiting or self._busy():
            self._hand_out(waiting, at_once)
            child, line = self._next()
            if child is None or child not in self.children:
                if not told(-1, {}):
                    raise Unwanted
            elif line is None:
                raise _ended(child.process.wait())
            else:
                self._heard(child, line, told)

    def rest(self) -> None:
        """End all children: their memory is needed elsewhere."""
        for child in self.children:
            _end(child.process)
        self.children.clear()

    def _busy(self) -> bool:
        return any(child.place is not None for child in self.children)

    def _hand_out(self, waiting: deque[tuple[int, dict[str, Any]]], at_once: int) -> None:
        idle = [child for child in self.children if child.place is None]
        while waiting and (idle or len(self.children) < at_once):
            child = idle.pop() if idle else self._hire()
            child.place, piece = waiting.popleft()
            if child.process.stdin is not None:
                with suppress(BrokenPipeError):  # it ended: its output says so
                    child.process.stdin.write(json.dumps(piece) + "\n")
                    child.process.stdin.flush()

    def _hire(self) -> _Child:
        child = _Child(start())
        self.children.append(child)
        Thread(target=_read, args=(child, self.said), daemon=True).start()
        return child

    def _next(self) -> tuple[_Child | None, str | None]:
        """What a child said next; None of nobody where all were silent for a while."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise Unprintable("time")
        try:
            return self.said.get(timeout=min(TICK, left))
        except Empty:
            return None, None

    def _heard(self, child: _Child, line: str, told: Told) -> None:
        said = _parsed(line)
        if said is None or child.place is None:
            return
        if said["stage"] == "failed":
            raise Unprintable(said["problem"], said.get("detail", ""))
        place = child.place
        if said["stage"] == "done":
            child.place = None
        if not told(place, said):
            raise Unwanted


@contextmanager
def hands() -> Iterator[Hands]:
    """Children for one paper; when the block ends, they are gone, whatever happened."""
    at_work = Hands(deadline=time.monotonic() + settings.PDF_TIME_LIMIT_SECONDS)
    try:
        yield at_work
    finally:
        at_work.rest()


def start() -> subprocess.Popen[str]:
    """A child that waits for its work."""
    limits = [str(settings.PDF_MEMORY_LIMIT_MB), str(settings.PDF_TIME_LIMIT_SECONDS)]
    return subprocess.Popen(  # noqa: S603 - our own module, our own arguments
        [sys.executable, "-m", "exports.child", *limits],
        cwd=settings.BASE_DIR,
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def _read(child: _Child, said: Queue[tuple[_Child, str | None]]) -> None:
    with suppress(ValueError):  # closed while it was read
        for line in child.process.stdout or ():
            said.put((child, line))
    said.put((child, None))


def _parsed(line: str) -> dict[str, Any] | None:
    try:
        return {"pages": 0, **json.loads(line)} if line.strip() else None
    except ValueError:
        return None


def _ended(code: int) -> Exception:
    if code in TOO_LONG or code in TOO_MUCH:
        return Unprintable("time" if code in TOO_LONG else "memory")
    return Died(f"a child ended with {code}")


def _end(process: subprocess.Popen[str]) -> None:
    if process.poll() is None:
        process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(BrokenPipeError):
                stream.close()
