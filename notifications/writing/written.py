"""Writes the mail of what was told to one person: a section for each rule, in the languages of the person."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from cases.people.models import User, new_key
from cases.telling import QUESTIONS, Rule
from notifications import policy
from notifications.rules.reminders import WEEK
from notifications.writing.letter import Foot, Letter, Part, letter
from notifications.writing.order import place_of
from notifications.writing.sections import Section, section_of
from notifications.writing.subjects import subject_of
from notifications.writing.told import Note, Shown, Told, shown_of
from notifications.writing.week import Week


def write(
    told: Sequence[Told], recipient: User, now: datetime, *, key: str = "", notes: Sequence[Note] = ()
) -> Letter:
    """The letter by which ``recipient`` is told all this; ``key`` is that of its mail, if made already.

    ``notes`` stand above it all.
    """
    most, key = policy.current().rows, key or new_key()
    ordered = sorted(told, key=lambda one: place_of(one.rule))
    shown = shown_of(ordered, most)
    week = next(
        (Week.of(one.rule, recipient, now, most) for one in ordered if one.rule.code == WEEK.code), None
    )
    return letter(recipient, _Saying(shown, week, key, now, notes), key=key)


def write_of(rule: Rule, recipient: User, ids: Collection[int], now: datetime) -> Letter:
    """The same of some cases, or rows of the rule's process, of which no notice is kept yet."""
    return write([Told(rule, ids)], recipient, now)


@dataclass(frozen=True)
class _Saying:
    """What :func:`letter` asks for in each language."""

    shown: Sequence[Shown]
    week: Week | None
    key: str
    now: datetime
    notes: Sequence[Note] = ()

    def __call__(self) -> Part:
        sections = [self._section(one) for one in self.shown]
        subject = subject_of(self.shown, [one.heading for one in sections])
        contacts = (one.told.rule.contact for one in self.shown)
        contact = next((one for one in contacts if one is not QUESTIONS), QUESTIONS)
        is_optional = all(one.told.rule.optional for one in self.shown)
        return Part(subject, sections, contact, Foot.OPTIONAL if is_optional else Foot.KEPT, self.notes)

    def _section(self, shown: Shown) -> Section:
        if self.week is not None and shown.told.rule.code == WEEK.code:
            return self.week.section(self.now)
        page = f"{settings.BASE_URL}/mail/{self.key}/?of={shown.told.rule.code}"
        return section_of(shown, self.now, page=page)
