"""Facts: what guards and steps ask of the database beside the row itself.

A fact is a function from the row to the rows that it asks for. ``act.ask(fact)`` answers it, once for an act.
Where the guard says beforehand what it asks (``@asks``), PostgreSQL brings the answer along with the read
that locks the row (``storage_postgresql.py``); a fact that nobody announced is a query of its own, and as
true.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import OuterRef, QuerySet

Fact = Callable[[Any], "QuerySet[Any, Any]"]
"""Takes the row, and returns a ``values_list`` of what it asks for. Of the row it uses columns alone, each as
a value to filter by (``answer=case.answer_id``): for the locking read it is given :class:`Columns` instead.
Whoever changes such rows beside a step locks the carried row and writes to it (``storage.touch``)."""

Asker = TypeVar("Asker", bound=Callable[..., Any])


def asks(*facts: Fact) -> Callable[[Asker], Asker]:
    """Say beforehand which facts a guard, or the method of a step, asks for."""

    def announce(asker: Asker) -> Asker:
        asker.asks = facts  # type: ignore[attr-defined]
        return asker

    return announce


def asked_by(*askers: Any) -> tuple[Fact, ...]:
    """The facts that these announced, each once."""
    return tuple(dict.fromkeys(fact for asker in askers for fact in getattr(asker, "asks", ())))


class Columns:
    """Stands for the row in a fact: each attribute is that column of the query around it."""

    def __getattr__(self, name: str) -> OuterRef:
        return OuterRef(name)
