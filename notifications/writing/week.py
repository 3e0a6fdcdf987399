"""The overview of a week: how much is open for the person, as My work shows it at that moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from cases.models import Case
from cases.pages.open_work import OpenWork
from cases.people.models import User
from cases.people.roles import grants_of
from cases.telling import Rule
from notifications.writing.lines import case_line
from notifications.writing.sections import Section, item_of, more_of
from notifications.writing.told import cases_for_lines


@dataclass(frozen=True)
class Week:
    """``first`` are the most pressing cases of all that wait."""

    rule: Rule
    work: OpenWork
    first: list[Case]

    @classmethod
    def of(cls, rule: Rule, recipient: User, now: datetime, most: int) -> Week:
        work = OpenWork.of(recipient, grants_of(recipient), now)
        first = [case.pk for _group, case in work.waiting[0:most]]
        cases = cases_for_lines(first)
        return cls(rule, work, [cases[pk] for pk in first])

    def said(self) -> dict[str, Any]:
        return {"count": self.work.count(), "due": ""}

    def section(self, now: datetime) -> Section:
        cases = self.work.waiting.count()
        return Section(
            heading=self.rule.subject % self.said(),
            opening=self.work.sentence(),
            why=self.rule.why % self.said(),
            numbers=self.work.numbers(),
            items=[item_of(case_line(case, now)) for case in self.first],
            more_words=more_of(cases - len(self.first), cases) or _("My work"),
            more_url=f"{settings.BASE_URL}/my-work/",
        )
