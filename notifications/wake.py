"""Wakes the worker that tells people, after an act."""

from __future__ import annotations

from notifications import tasks
from workflow import wake


def poke() -> None:
    """Once the present transaction is committed, ask the worker to tell what is due. Never fails."""
    wake.poke(tasks.tell)
