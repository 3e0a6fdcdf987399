"""Reminders: how many mails a year of them makes; how fast they are computed, queued and sent.

``year.py`` lets 52 departments answer 1,124 recommendations for a year. ``queued.py`` passes over a hundred
thousand cases, ``sent.py`` sends what it queued to a mail server on this machine.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.reminders import queued, sent, year

ON_DISK = True
"""On SQLite too: what is written is not to count as memory of the process."""


def figures() -> Iterator[tuple[str, float, str]]:
    yield from queued.figures()
    yield from sent.figures()


EACH = (year.figures, figures)
