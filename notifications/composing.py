"""What a mail says of the notices that it carries: when it is made, and anew where some are dropped."""

from __future__ import annotations

from datetime import datetime

from cases.models import Contribution
from cases.pages.waiting import Waiting
from cases.people.models import User
from cases.people.roles import grants_of
from notifications.mentions import called_in
from notifications.models import NoticeQuerySet
from notifications.notes import said_with
from notifications.rules import rule_of
from notifications.rules.of_contributions import CONTRIBUTION
from notifications.rules.reminders import WEEK
from notifications.writing import Letter, write

MORNING = "morning"
"""What a mail is about that carries notices of several rules: the one mail of a person's working day."""


def compose(about: str, recipient: User, notices: NoticeQuerySet, now: datetime) -> Letter | None:
    """The letter about these notices of one person; None where there are none.

    ``about`` is their rule, or MORNING where they are of several.
    """
    if about == MORNING:
        return _of_several(recipient, notices, now)
    subjects = _waiting_for(recipient, now) if about == WEEK.code else notices.subjects()
    if not subjects:
        return None
    rule = rule_of(about)
    parts = _contributions(notices) if rule.process == CONTRIBUTION else {}
    notes, called = said_with(notices), called_in(notices)
    return write(rule, recipient, subjects, now, contributions=parts, notes=notes, called=called)


def _waiting_for(recipient: User, now: datetime) -> set[int]:
    """The cases of My work."""
    waiting = Waiting.of(recipient, grants_of(recipient), now)
    return {case.pk for _group, case in waiting[slice(0, waiting.count())]}


def _of_several(recipient: User, notices: NoticeQuerySet, now: datetime) -> Letter | None:
    """What each rule says, one after the other."""
    codes = notices.order_by("rule").values_list("rule", flat=True).distinct()
    found = [compose(code, recipient, notices.filter(rule=code), now) for code in codes]
    letters = [letter for letter in found if letter is not None]
    if not letters:
        return None
    text, html = "\n\n".join(one.text for one in letters), "<hr>".join(one.html for one in letters)
    return Letter(letters[0].language, "; ".join(one.subject for one in letters)[:255], text, html)


def _contributions(notices: NoticeQuerySet) -> dict[int, Contribution]:
    """By case, the most pressing contribution that is told of."""
    told = notices.select_related("contribution__department").order_by("-contribution__due_on")
    return {one.case_id: one.contribution for one in told if one.case_id and one.contribution}
