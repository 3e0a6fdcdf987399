"""What comes of making a paper, and how one is made beside the worker's own thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TypeVar

from django.conf import settings

from exports.press import Follow, Unprintable, Unwanted

TICK = 2.0
"""Seconds after which ``follow`` is called: well within the worker's lease."""
Result = TypeVar("Result")


@dataclass(frozen=True)
class Made:
    """A file; ``pages`` is 0 where the format has none."""

    path: Path
    pages: int = 0


def beside(work: Callable[[], Result], follow: Follow) -> Result:
    """The result of ``work``, done in a thread of its own, while this one follows.

    So a long text costs the worker no lease, and a cancelled one is let go at once: what its thread still
    writes into the folder goes with the folder. ``work`` uses no database. Raises :class:`Unwanted` or
    :class:`Unprintable`; an OSError passes, since another attempt may well succeed.
    """
    ended: Future[Result] = Future()
    Thread(target=_do, args=(work, ended), daemon=True).start()
    deadline = time.monotonic() + settings.PDF_TIME_LIMIT_SECONDS
    while not _has_ended(ended):
        if not follow("writing", 0):
            raise Unwanted
        if time.monotonic() > deadline:
            raise Unprintable("time")
    return _result(ended)


def _do(work: Callable[[], Result], ended: Future[Result]) -> None:
    try:
        ended.set_result(work())
    except BaseException as problem:
        ended.set_exception(problem)


def _has_ended(ended: Future[Result]) -> bool:
    try:
        ended.exception(timeout=TICK)
    except TimeoutError:
        return False
    return True


def _result(ended: Future[Result]) -> Result:
    try:
        return ended.result()
    except OSError:
        raise
    except MemoryError:
        raise Unprintable("memory") from None
    except Exception as problem:
        raise Unprintable("text", f"{type(problem).__name__}: {problem}") from problem
