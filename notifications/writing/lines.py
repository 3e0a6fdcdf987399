"""The rows of a mail: a case by its reference, the beginning of the UN text, its date and what it feeds.

Other rows give their own line. One link each, which carries no power.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cases.contributions.flow import WITH_CONTRIBUTOR
from cases.models import Case, Contribution
from cases.people.day_words import day_in_words
from cases.people.days import today_of
from cases.states import WITH_DEPARTMENT
from cases.telling import Line, Rule
from notifications.writing.told import Called, Shown
from workflow.roles import National

WORDS = 15


def lines_of(shown: Shown, now: datetime) -> list[Line]:
    """In the language that is active."""
    if not shown.told.is_of_cases:
        return [row.line() for row in shown.rows]
    return [_told_of(case, shown, now) for case in shown.rows]


def case_line(case: Case, now: datetime) -> Line:
    """The case in a mail or in the bell, in the language that is active."""
    wording = case.recommendation.wording()
    return Line(
        reference=case.reference,
        words=Truncator(" ".join(wording.text.split())).words(WORDS, truncate=" …") if wording else "",
        language=wording.language if wording else "",
        department=str(case.lead or ""),
        due=_due(case, now),
        path=address_of(case),
    )


def address_of(case: Case) -> str:
    return f"/case/{quote(case.reference, safe='')}/"


def _told_of(case: Case, shown: Shown, now: datetime) -> Line:
    line = case_line(case, now)
    contribution = shown.told.contributions.get(case.pk)
    if contribution is not None:
        line = contribution_line(line, shown.told.rule, contribution, now)
    return _at_talk(line, shown.told.called)


def _at_talk(line: Line, called: Called) -> Line:
    """Its link leads to the talk."""
    talk = called.talks.get(line.reference)
    return replace(line, path=f"{line.path}#comment-{talk}") if talk else line


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
    plan = getattr(case.round, "plan", None)
    if plan is None:
        late, due = _("Late: it was due on %(day)s, for: %(round)s"), _("Due on %(day)s, for: %(round)s")
    else:
        said["submission"] = day_in_words(plan.submission_on)
        late = _("Late: it was due on %(day)s, for: %(round)s, which is submitted on %(submission)s")
        due = _("Due on %(day)s, for: %(round)s, which is submitted on %(submission)s")
    return (late if case.is_late(now) else due) % said
