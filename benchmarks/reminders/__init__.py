"""Reminders: how fast they are computed, queued and sent; and how many mails a year of them makes.

``queue.py`` passes over a hundred thousand cases, ``sink.py`` sends to a mail server on this machine, and
``year.py`` lets 52 departments answer 1,124 recommendations for a year.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.reminders import queue

ON_DISK = True
"""On SQLite too: what is written is not to count as memory of the process."""


def figures() -> Iterator[tuple[str, float, str]]:
    yield from queue.figures()
