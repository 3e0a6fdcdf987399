"""One section of a mail: what is told under one rule, said in the language that is active."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import ngettext

from cases.in_a_row import in_a_row
from cases.people.day_words import day_in_words
from cases.telling import Line
from notifications.writing.lines import lines_of
from notifications.writing.told import Note, Shown
from notifications.writing.ways import Way, answers_of, hint_of, ways_of

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NAMES = 8
"""So many names at most are said of who else was told."""


@dataclass(frozen=True)
class Item:
    """A row with its link; ``answers`` are the links of the question what blocks it."""

    line: Line
    url: str
    answers: Sequence[Way] = ()


@dataclass(frozen=True)
class Section:
    """``heading`` is said where there are several; ``more`` rows are on the page ``more_url`` that has all.

    ``others`` are told the same, and so many more that are ``unnamed``; ``numbers`` are those of an overview.
    """

    heading: StrOrPromise
    opening: StrOrPromise
    why: StrOrPromise
    items: Sequence[Item] = ()
    more_words: StrOrPromise = ""
    more_url: str = ""
    notes: Sequence[Note] = ()
    others: Sequence[str] = ()
    unnamed: int = 0
    hint: StrOrPromise = ""
    ways: Sequence[Way] = ()
    numbers: Sequence[tuple[StrOrPromise, str]] = ()
    link: str = ""


def section_of(shown: Shown, now: datetime, *, page: str) -> Section:
    """``page`` is the address that lists all that the mail tells under this rule."""
    told, lines = shown.told, lines_of(shown, now)
    said = said_of(shown, lines)
    more = len(told.ids) - len(lines)
    return Section(
        heading=told.rule.subject % said,
        opening=told.rule.opening % said,
        why=told.rule.why % said,
        items=[item_of(line, answers_of(told.rule, line.path)) for line in lines],
        more_words=more_of(more, len(told.ids)),
        more_url=page,
        notes=told.notes,
        others=told.others[:NAMES],
        unnamed=max(len(told.others) - NAMES, 0),
        hint=hint_of(shown),
        ways=ways_of(shown),
    )


def said_of(shown: Shown, lines: Sequence[Line]) -> dict[str, Any]:
    """What the sentences of a rule know."""
    due = day_in_words(shown.due_on) if shown.due_on else ""
    if not shown.told.is_of_cases:
        due = next((line.due for line in lines if line.due), "")
    return {"count": len(shown.told.ids), "due": due, "who": in_a_row(shown.told.called.by[:NAMES])}


def item_of(line: Line, answers: Sequence[Way] = ()) -> Item:
    return Item(line, f"{settings.BASE_URL}{line.path}", answers)


def more_of(more: int, count: int) -> str:
    """What leads to the page that has all ``count``; empty where the mail shows all."""
    if more <= 0:
        return ""
    words = ngettext("See all %(count)d (%(more)d more)", "See all %(count)d (%(more)d more)", more)
    return words % {"more": more, "count": count}
