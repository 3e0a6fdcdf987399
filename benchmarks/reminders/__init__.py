"""Reminders: how fast they are computed, queued and sent.

``queued.py`` passes over a hundred thousand cases, ``sent.py`` sends to a mail server on this machine.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.reminders import queued, sent

ON_DISK = True
"""On SQLite too: what is written is not to count as memory of the process."""


def figures() -> Iterator[tuple[str, float, str]]:
    yield from queued.figures()
    yield from sent.figures()
