"""Decisions that somebody above has to take or to press for, as the Overview names them: three at most.

Each room says in a function what it waits for, and ``settings.DECISIONS_BY`` joins the functions, since the
cases know no report. The most urgent come first; among equals, in the order of the settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from cases.models import Round
from workflow.grants import Grants

AT_ONCE, SOON, NEXT = range(3)
"""Urgencies: the way to the submission stands still; a department waits or is far behind; the rest."""
MOST = 3


@dataclass(frozen=True)
class Reader:
    """Who reads, what the person holds, and the round that is looked at."""

    user: Any
    grants: Grants
    round: Round
    now: datetime


@dataclass(frozen=True)
class Decision:
    """A whole sentence of what waits for whom, and the page where something is done about it."""

    urgency: int
    sentence: str
    url: str


Source = Callable[[Reader], Iterable[Decision]]


def decisions_for(reader: Reader, more: Iterable[Decision] = ()) -> list[Decision]:
    """The most urgent ones; ``more`` are those that the caller knows of already."""
    sources: list[Source] = [import_string(path) for path in settings.DECISIONS_BY]
    found = [*more, *(one for source in sources for one in source(reader))]
    return sorted(found, key=lambda one: one.urgency)[:MOST]
