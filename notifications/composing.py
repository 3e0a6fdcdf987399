"""What a mail says of the notices that it carries: when it is made, and anew where some are dropped."""

from __future__ import annotations

from datetime import datetime

from cases.models import Contribution
from cases.people.models import User
from notifications.mentions import called_in
from notifications.models import NoticeQuerySet
from notifications.notes import said_with
from notifications.rules import rule_of
from notifications.rules.of_contributions import CONTRIBUTION
from notifications.writing import Letter, write


def compose(about: str, recipient: User, notices: NoticeQuerySet, now: datetime) -> Letter | None:
    """The letter about these notices of one person; None where there are none. ``about`` is their rule."""
    subjects = notices.subjects()
    if not subjects:
        return None
    rule = rule_of(about)
    parts = _contributions(notices) if rule.process == CONTRIBUTION else {}
    notes, called = said_with(notices), called_in(notices)
    return write(rule, recipient, subjects, now, contributions=parts, notes=notes, called=called)


def _contributions(notices: NoticeQuerySet) -> dict[int, Contribution]:
    """By case, the most pressing contribution that is told of."""
    told = notices.select_related("contribution__department").order_by("-contribution__due_on")
    return {one.case_id: one.contribution for one in told if one.case_id and one.contribution}
