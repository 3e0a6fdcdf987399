"""Writes a mail: subject, plain text and HTML, in the recipient's language. Never a word of a draft.

It gives the cases by reference, the beginning of the UN text and the due date, and one link each; the link
carries no power. At most ten cases, then a link to the person's work.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cases.contribution_flow import WITH_CONTRIBUTOR
from cases.models import Case, Contribution
from cases.models.case import WITH_DEPARTMENT
from cases.people.days import local_day
from cases.people.models import Department, User
from cases.people.roles import COORDINATOR
from notifications.rules import Rule
from workflow.roles import National

ROWS = 10
WORDS = 15
DAY = "j F Y"


@dataclass(frozen=True)
class Letter:
    """A mail as written, before it is put into an envelope."""

    language: str
    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Item:
    """One case in a mail. ``language`` is that of the UN text."""

    reference: str
    words: str
    language: str
    department: str
    due: str
    url: str


def write(
    rule: Rule,
    recipient: User,
    case_ids: Collection[int],
    now: datetime,
    contributions: Mapping[int, Contribution] | None = None,
) -> Letter:
    """The letter by which ``recipient`` is told of these cases under ``rule``.

    ``contributions`` are those that are told of, by case: their dates are given, not those of the answers.
    """
    language = language_of(recipient)
    with translation.override(language):
        cases = _first_cases(case_ids)
        parts = contributions or {}
        dates = [one.due_on for one in parts.values() if one.due_on]
        due = min(dates, default=None) if parts else _earliest_due(cases)
        said = {"count": len(case_ids), "due": date_format(due, DAY) if due else ""}
        words = _words(rule, recipient, cases, said, now) | {"language": language}
        words["items"] = [_item(case, now) for case in cases]
        if parts:
            items = zip(words["items"], cases, strict=True)
            words["items"] = [_of_contribution(item, rule, parts[case.pk], now) for item, case in items]
        return Letter(
            language,
            str(rule.subject % said),
            render_to_string("notifications/mail.txt", words),
            render_to_string("notifications/mail.html", words),
        )


def language_of(person: User) -> str:
    """The person's own language where Suivi is complete in it."""
    return person.language if person.language in settings.INTERFACE_LANGUAGES else settings.LANGUAGE_CODE


def _words(
    rule: Rule, recipient: User, cases: Sequence[Case], said: dict[str, Any], now: datetime
) -> dict[str, Any]:
    coordinators = COORDINATOR.holders(Department, None).exclude(pk=recipient.pk)
    return {
        "subject": rule.subject % said,
        "recipient": recipient,
        "opening": rule.opening % said,
        "why": rule.why,
        "contact": rule.contact,
        "more": said["count"] - len(cases),
        "work_url": f"{settings.BASE_URL}/my-work/",
        "coordinator": coordinators.order_by("pk").first(),
        "right_to_left": translation.get_language_bidi(),
    }


def _first_cases(case_ids: Collection[int]) -> list[Case]:
    """The most urgent ones. Which cases the recipient may see was settled before (holding.py)."""
    cases = Case.objects.for_lists().select_related("round").filter(pk__in=case_ids)
    return list(
        cases.order_by(
            F("due_on").asc(nulls_last=True), "recommendation__symbol", "recommendation__place", "pk"
        )[:ROWS]
    )


def _earliest_due(cases: Sequence[Case]) -> date | None:
    """The first case is the most urgent one."""
    return cases[0].due_on if cases else None


def _item(case: Case, now: datetime) -> Item:
    wording = case.recommendation.wording()
    return Item(
        reference=case.reference,
        words=Truncator(" ".join(wording.text.split())).words(WORDS, truncate=" …") if wording else "",
        language=wording.language if wording else "",
        department=str(case.lead or ""),
        due=_due(case, now),
        url=f"{settings.BASE_URL}/case/{quote(case.reference, safe='')}/",
    )


def _of_contribution(item: Item, rule: Rule, contribution: Contribution, now: datetime) -> Item:
    """With its own date while it is owed; who is not of the department that contributes reads which it is."""
    due, department = "", contribution.department
    if contribution.due_on and contribution.state in WITH_CONTRIBUTOR:
        late = contribution.is_late(local_day(department.time_zone, now))
        words = _("Late: your part was due on %(day)s") if late else _("Your part is due on %(day)s")
        due = words % {"day": date_format(contribution.due_on, DAY)}
    names = rule.to.on == "lead" or isinstance(rule.to, National)
    return replace(item, due="" if names else due, department=str(department) if names else item.department)


def _due(case: Case, now: datetime) -> str:
    """Only where the department owes something: to others the date says nothing."""
    if case.due_on is None or case.state not in WITH_DEPARTMENT:
        return ""
    said = {"day": date_format(case.due_on, DAY), "round": case.round}
    if case.lead is not None and case.is_late(local_day(case.lead.time_zone, now)):
        return _("Late: it was due on %(day)s, for: %(round)s") % said
    return _("Due on %(day)s, for: %(round)s") % said
