"""What a mail says of the notices that it carries: when it is made, and anew where some are dropped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import Q

from cases.models import Contribution
from cases.people.models import User
from notifications.mentions import called_in
from notifications.models import Mail, Notice, NoticeQuerySet
from notifications.notes import said_above, said_with
from notifications.rules import rule_of
from notifications.rules.of_persons import MENTIONED
from notifications.writing import Called, Letter, Told, write
from notifications.writing.told import by_key

MORNING = "morning"
"""What the one mail of a morning is about."""


def compose(
    recipient: User, notices: NoticeQuerySet, now: datetime, day: date | None = None
) -> Letter | None:
    """The letter about these notices of one person; None where there are none.

    ``day``: that of which it is the one mail, for the words that a coordinator put above it.
    """
    kept = list(notices.select_related("contribution__department").order_by("-contribution__due_on", "pk"))
    if not kept:
        return None
    told, others = by_key((one.rule, one) for one in kept), _others(kept)
    found = [_told(code, told[code], others.get(code, []), notices) for code in told]
    above = said_above(recipient, day) if day else ()
    return write(found, recipient, now, key=_key(kept), notes=above)


def _told(code: str, kept: Sequence[Notice], others: Sequence[str], notices: NoticeQuerySet) -> Told:
    ids = {one.case_id or one.row_id for one in kept}
    of_rule = notices.filter(rule=code)
    return Told(
        rule_of(code),
        {pk for pk in ids if pk is not None},
        contributions=_contributions(kept),
        notes=said_with(of_rule) if any(one.chase_id for one in kept) else (),
        called=called_in(of_rule) if code == MENTIONED else Called(),
        others=others,
    )


def _contributions(kept: Sequence[Notice]) -> dict[int, Contribution]:
    """By case, the most pressing contribution that is told of: they come with the latest date first."""
    return {one.case_id: one.contribution for one in kept if one.case_id and one.contribution}


def _others(kept: Sequence[Notice]) -> dict[str, list[str]]:
    """By rule, the names of those who are told of the same events, or reminded by the same steps."""
    mine = {_thing(one) for one in kept}
    events = {one.event_id for one in kept if one.event_id}
    dates = {one.about_on for one in kept if one.about_on}
    same = Q(event_id__in=events) | Q(about_on__in=dates, case__in={one.case_id for one in kept})
    found = Notice.objects.filter(same, rule__in={one.rule for one in kept})
    found = found.exclude(recipient=kept[0].recipient_id).exclude(state=Notice.State.CANCELLED)
    read = found.select_related("recipient").order_by("recipient__name", "pk")
    names = by_key((one.rule, one.recipient.name) for one in read if _thing(one) in mine)
    return {code: list(dict.fromkeys(those)) for code, those in names.items()}


def _thing(one: Notice) -> tuple[object, ...]:
    """What a notice tells, whoever is told."""
    what = (one.case_id, one.row_id, one.contribution_id)
    return (one.rule, *what, one.process, one.event_id, one.about_on, one.step)


def _key(kept: Sequence[Notice]) -> str:
    """That of the mail which carries them already; empty where none does."""
    if kept[0].mail_id is None:
        return ""
    return Mail.objects.values_list("key", flat=True).get(pk=kept[0].mail_id)
