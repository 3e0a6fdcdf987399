"""Writes a mail: subject, plain text and HTML, in the recipient's language. Never a word of a draft.

It gives the cases by reference, the beginning of the UN text and the due date, and one link each; the link
carries no power. At most ten cases, then a link to the person's work.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cases.models import Case
from cases.models.case import WITH_DEPARTMENT
from cases.people.days import local_day
from cases.people.models import Department, User
from cases.people.roles import COORDINATOR
from notifications.rules import Rule

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


def write(rule: Rule, recipient: User, case_ids: Collection[int], now: datetime) -> Letter:
    """The letter by which ``recipient`` is told of these cases under ``rule``."""
    language = language_of(recipient)
    with translation.override(language):
        cases = _first_cases(case_ids)
        said = {"count": len(case_ids), "due": _earliest_due(cases)}
        words = _words(rule, recipient, cases, said, now) | {"language": language}
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
        "items": [_item(case, now) for case in cases],
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


def _earliest_due(cases: Sequence[Case]) -> str:
    """The first case is the most urgent one."""
    due_on = cases[0].due_on if cases else None
    return date_format(due_on, DAY) if due_on else ""


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


def _due(case: Case, now: datetime) -> str:
    """Only where the department owes something: to others the date says nothing."""
    if case.due_on is None or case.state not in WITH_DEPARTMENT:
        return ""
    said = {"day": date_format(case.due_on, DAY), "round": case.round}
    if case.lead is not None and case.is_late(local_day(case.lead.time_zone, now)):
        return _("Late: it was due on %(day)s, for: %(round)s") % said
    return _("Due on %(day)s, for: %(round)s") % said
