"""How long a piece of work takes, and how much memory the processes take that it starts."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

EVERY = 0.05
"""Seconds between two looks at the memory."""


@dataclass
class Measured:
    """``busy`` are the seconds of the processor that the processes took, however many ran at once."""

    seconds: float
    busy: float
    megabytes: float
    pages: int


def measured(work: Callable[[], int]) -> Measured:
    """``work`` answers with its pages. Memory is the largest sum, at any one time, of what Linux says is
    resident of the processes below this one; what they share is counted in each.
    """
    ended, peak = Event(), [0.0]
    watcher = Thread(target=_watch, args=(ended, peak), daemon=True)
    watcher.start()
    begun, spent = time.perf_counter(), _spent()
    pages = work()
    seconds, busy = time.perf_counter() - begun, _spent() - spent
    ended.set()
    watcher.join()
    return Measured(seconds, busy, peak[0], pages)


def _spent() -> float:
    """By the processes below this one that have ended."""
    told = os.times()
    return told.children_user + told.children_system


def _watch(ended: Event, peak: list[float]) -> None:
    page = os.sysconf("SC_PAGE_SIZE") / 1024 / 1024
    while not ended.wait(EVERY):
        peak[0] = max(peak[0], sum(_resident(one) for one in _below(os.getpid())) * page)


def _below(process: int) -> Iterator[int]:
    with suppress(FileNotFoundError):  # it has ended meanwhile
        for task in Path(f"/proc/{process}/task").iterdir():
            for child in _read(task / "children").split():
                yield int(child)
                yield from _below(int(child))


def _resident(process: int) -> int:
    told = _read(Path(f"/proc/{process}/statm")).split()
    return int(told[1]) if told else 0


def _read(file: Path) -> str:
    try:
        return file.read_text()
    except OSError:  # it has ended meanwhile
        return ""
