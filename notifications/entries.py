"""Notices as pages list them, by day and by what they share: in the bell, and on a case's page."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Generic, TypeVar

from django.utils import timezone

from cases.telling import Rule
from notifications.models import Notice


@dataclass(frozen=True)
class Entry:
    """One notice, what it is called, and why the person is told."""

    notice: Notice
    rule: Rule
    why: str

    @property
    def day(self) -> date:
        return timezone.localdate(self.notice.made_at)


E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Group(Generic[E]):
    """Entries of one day and one rule."""

    entries: Sequence[E]

    @property
    def rule(self) -> Rule:
        return self.entries[0].rule

    @property
    def why(self) -> str:
        """The reason that all of them share; empty where each has its own."""
        reasons = {entry.why for entry in self.entries}
        return reasons.pop() if len(reasons) == 1 else ""


def by_day(entries: Iterable[E], same: Callable[[E], Hashable]) -> list[tuple[date, list[Group[E]]]]:
    """Entries that are newest first: by day, and on each those together of which ``same`` says the same."""
    return [(day, _grouped(of_day, same)) for day, of_day in groupby(entries, lambda entry: entry.day)]


def _grouped(entries: Iterable[E], same: Callable[[E], Hashable]) -> list[Group[E]]:
    found: dict[Hashable, list[E]] = {}
    for entry in entries:
        found.setdefault((entry.rule.code, same(entry)), []).append(entry)
    return [Group(group) for group in found.values()]
