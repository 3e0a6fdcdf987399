"""The standing headings and passages of one report, while an act changes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils.translation import gettext as _

from exports.models.outline import Heading, Passage
from exports.outline.before import Before
from workflow.errors import Blocked

if TYPE_CHECKING:
    from cases.people.models import User
    from exports.models import Report

LOWEST_HEADING = 3
"""The level of the lowest heading that an editor makes: I., A., 1. A passage stands one below."""


class Outline:
    """``before`` collects what the act changes."""

    def __init__(self, report: Report, at: datetime, by: User) -> None:
        self.report, self.at, self.by, self.before = report, at, by, Before()
        self.headings = {one.pk: one for one in report.headings.standing().in_order()}
        self.passages = {one.pk: one for one in report.passages.standing().in_order()}

    def heading(self, pk: int | None) -> Heading:
        """Raises :class:`Blocked` where it stands no longer."""
        if found := self.headings.get(pk or 0):
            return found
        raise Blocked(_("This heading was taken out meanwhile, so nothing was done. Choose another."))

    def passage(self, pk: int) -> Passage:
        """Raises :class:`Blocked` where it stands no longer."""
        if found := self.passages.get(pk):
            return found
        raise Blocked(_("This passage was taken out of the report, so nothing was done. Put it back first."))

    def under(self, heading: Heading) -> list[Passage]:
        """The passages right under it, in their order."""
        found = (one for one in self.passages.values() if one.heading_id == heading.pk)
        return sorted(found, key=lambda one: (one.place, one.pk))

    def below(self, heading: Heading | None) -> list[Heading]:
        """The headings right below it, in their order; those at the top for None."""
        parent = heading.pk if heading else None
        found = (one for one in self.headings.values() if one.parent_id == parent)
        return sorted(found, key=lambda one: (one.place, one.pk))

    def within(self, heading: Heading) -> list[Heading]:
        """It and all headings below it, from the top."""
        return [heading, *(lower for one in self.below(heading) for lower in self.within(one))]

    def in_reading_order(self) -> list[Passage]:
        return [
            passage
            for top in self.below(None)
            for heading in self.within(top)
            for passage in self.under(heading)
        ]

    def chosen(self, ids: Iterable[int]) -> list[Passage]:
        """These passages, in reading order. Raises :class:`Blocked` where one stands no longer, or none."""
        wanted = {self.passage(pk).pk for pk in ids}
        if not wanted:
            raise Blocked(_("Tick the passages first."))
        return [one for one in self.in_reading_order() if one.pk in wanted]

    def level(self, heading: Heading | None) -> int:
        """1 for a heading at the top, 0 for None."""
        return 0 if heading is None else 1 + self.level(self.headings.get(heading.parent_id or 0))

    def height(self, heading: Heading) -> int:
        """How many levels of headings it is, itself included."""
        return 1 + max((self.height(one) for one in self.below(heading)), default=0)

    def number(self, rows: Sequence[Model]) -> None:
        """Let these rows stand in this order: 1, 2, 3."""
        for place, row in enumerate(rows, start=1):
            self.before.change(row, place=place)
