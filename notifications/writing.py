"""Writes a mail: subject, plain text and HTML, in the recipient's language. Never a word of a draft.

It gives the cases by reference, the beginning of the UN text and the due date, and one link each; the link
carries no power. At most ten cases, then a link to the person's work. Other rows give their own line.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cases.contributions.flow import WITH_CONTRIBUTOR
from cases.models import Case, Contribution
from cases.people.day_words import day_in_words
from cases.people.days import today_of
from cases.people.models import Department, User
from cases.people.roles import COORDINATOR
from cases.people.speaking import language_of_mail
from cases.states import WITH_DEPARTMENT
from cases.telling import Line, Rule, ToldOfItself
from workflow.process import process_named
from workflow.roles import National

ROWS = 10
WORDS = 15


@dataclass(frozen=True)
class Note:
    """What ``by`` wrote with a reminder, and the names of ``others`` in the department who get it too."""

    by: User
    text: str
    others: Sequence[str] = ()


@dataclass(frozen=True)
class Called:
    """By whom somebody was mentioned, each once; by reference of a case, what began the first such talk."""

    by: list[str] = field(default_factory=list)
    talks: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Letter:
    """A mail as written, before it is put into an envelope."""

    language: str
    subject: str
    text: str
    html: str


def write(
    rule: Rule,
    recipient: User,
    ids: Collection[int],
    now: datetime,
    contributions: Mapping[int, Contribution] | None = None,
    notes: Sequence[Note] = (),
    called: Called | None = None,
) -> Letter:
    """The letter by which ``recipient`` is told under ``rule`` of these cases, or rows of its process.

    ``contributions`` are those that are told of, by case: their dates are given, not those of the answers.
    ``notes`` are what coordinators wrote with reminders by hand; ``called`` says who mentioned the person.
    """
    language = language_of_mail(recipient)
    with translation.override(language):
        lines, due = (
            _lines_of_contributions(rule, contributions, now) if contributions else _lines(rule, ids, now)
        )
        called = called or Called()
        lines = [_at_talk(line, called) for line in lines]
        said = {"count": len(ids), "due": due, "who": ", ".join(called.by[:ROWS])}
        words = _words(rule, recipient, lines, said) | {"language": language, "notes": notes}
        return Letter(
            language,
            str(rule.subject % said),
            render_to_string("notifications/mail.txt", words),
            render_to_string("notifications/mail.html", words),
        )


def _words(rule: Rule, recipient: User, lines: Sequence[Line], said: dict[str, Any]) -> dict[str, Any]:
    coordinators = COORDINATOR.holders(Department, None).exclude(pk=recipient.pk)
    return {
        "subject": rule.subject % said,
        "recipient": recipient,
        "opening": rule.opening % said,
        "why": rule.why % said,
        "contact": rule.contact,
        "items": lines,
        "more": said["count"] - len(lines),
        "base_url": settings.BASE_URL,
        "work_url": f"{settings.BASE_URL}/my-work/",
        "coordinator": coordinators.order_by("pk").first(),
        "right_to_left": translation.get_language_bidi(),
    }


def _lines(rule: Rule, ids: Collection[int], now: datetime) -> tuple[list[Line], str]:
    """The first lines, and the earliest due date in words."""
    model = process_named(rule.process).model
    if not issubclass(model, ToldOfItself):
        cases = _first_cases(ids)
        return [case_line(case, now) for case in cases], _earliest_due(cases)
    rows: Any = model._base_manager.filter(pk__in=ids).order_by("pk")[:ROWS]
    lines = [row.line() for row in rows]
    return lines, next((line.due for line in lines if line.due), "")


def _at_talk(line: Line, called: Called) -> Line:
    """Its link leads to the talk."""
    talk = called.talks.get(line.reference)
    return replace(line, path=f"{line.path}#comment-{talk}") if talk else line


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
    return day_in_words(due_on) if due_on else ""


def case_line(case: Case, now: datetime) -> Line:
    """The case in a mail or in the bell, in the language that is active."""
    wording = case.recommendation.wording()
    return Line(
        reference=case.reference,
        words=Truncator(" ".join(wording.text.split())).words(WORDS, truncate=" …") if wording else "",
        language=wording.language if wording else "",
        department=str(case.lead or ""),
        due=_due(case, now),
        path=f"/case/{quote(case.reference, safe='')}/",
    )


def _lines_of_contributions(
    rule: Rule, contributions: Mapping[int, Contribution], now: datetime
) -> tuple[list[Line], str]:
    """As :func:`_lines`, with the dates of the contributions."""
    cases = _first_cases(contributions.keys())
    first = min((one.due_on for one in contributions.values() if one.due_on), default=None)
    lines = [contribution_line(case_line(case, now), rule, contributions[case.pk], now) for case in cases]
    return lines, day_in_words(first) if first else ""


def contribution_line(line: Line, rule: Rule, contribution: Contribution, now: datetime) -> Line:
    """With its own date while it is owed; who is not of the department that contributes reads which it is."""
    due, department = "", contribution.department
    if contribution.due_on and contribution.state in WITH_CONTRIBUTOR:
        late = contribution.is_late(today_of(department, now))
        words = _("Late: your part was due on %(day)s") if late else _("Your part is due on %(day)s")
        due = words % {"day": day_in_words(contribution.due_on)}
    names = rule.to is not None and (rule.to.on == "lead" or isinstance(rule.to, National))
    return replace(line, due="" if names else due, department=str(department) if names else line.department)


def _due(case: Case, now: datetime) -> str:
    """Only where the department owes something: to others the date says nothing."""
    if case.due_on is None or case.state not in WITH_DEPARTMENT:
        return ""
    said = {"day": day_in_words(case.due_on), "round": case.round}
    if case.is_late(now):
        return _("Late: it was due on %(day)s, for: %(round)s") % said
    return _("Due on %(day)s, for: %(round)s") % said
