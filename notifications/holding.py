"""Whether a notice may still be sent: asked when the mail is made, and again when it is sent."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from cases.models import Case
from cases.people.models import User
from notifications.models import Notice, NoticeQuerySet
from notifications.preferences import rules_switched_off
from notifications.rules.of_persons import MENTIONED
from workflow.process import process_named


def drop_what_no_longer_holds(notices: NoticeQuerySet, recipient: User) -> None:
    """Cancel those of ``recipient``'s notices that may not be sent any more, each with the reason.

    Only what may concern them is asked: most mails are of one kind.
    """
    found = list(notices.values_list("rule", "case", "about_on"))
    rules, cases, dates = (set(one) for one in zip(*found, strict=True)) if found else (set(), set(), set())
    if not recipient.is_active:
        notices.cancel(Notice.Reason.LEFT)
    if cases - {None}:
        notices.about_cases().exclude(case__in=_seen_by(recipient)).cancel(Notice.Reason.NO_RIGHT)
    if MENTIONED in rules:
        notices.of_mentions_hidden_from(recipient).cancel(Notice.Reason.NO_RIGHT)
    if None in cases:
        _drop_hidden_rows(notices, recipient)
    if rules:
        notices.filter(rule__in=rules_switched_off(recipient)).cancel(Notice.Reason.PREFERENCE)
    if None in dates:
        notices.settled().cancel(Notice.Reason.SETTLED)
    if dates - {None}:
        notices.no_longer_due().cancel(Notice.Reason.NOT_DUE)


def _drop_hidden_rows(notices: NoticeQuerySet, recipient: User) -> None:
    for process in notices.about_rows().values_list("process", flat=True).distinct():
        seen: Any = process_named(process).model._default_manager
        of_process = notices.about_rows().filter(process=process)
        hidden = of_process.exclude(row_id__in=seen.visible_to(recipient).values("pk"))
        hidden.cancel(Notice.Reason.NO_RIGHT)


def _seen_by(recipient: User) -> QuerySet[Case]:
    return Case.objects.visible_to(recipient)
