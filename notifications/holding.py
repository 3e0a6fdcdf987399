"""Whether a notice may still be sent: asked when the mail is made, and again when it is sent."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from cases.models import Case
from cases.people.models import User
from notifications.models import Notice, NoticeQuerySet
from notifications.preferences import rules_switched_off
from workflow.process import process_named


def drop_what_no_longer_holds(notices: NoticeQuerySet, recipient: User) -> None:
    """Cancel those of ``recipient``'s notices that may not be sent any more, each with the reason.

    What concerns only events, or only dates, is asked where there are such notices: many mails are made and
    sent one after the other.
    """
    processes = set(notices.values_list("process", flat=True).distinct())
    if not recipient.is_active:
        notices.cancel(Notice.Reason.LEFT)
    notices.about_cases().exclude(case__in=_seen_by(recipient)).cancel(Notice.Reason.NO_RIGHT)
    if processes - {_OF_DATES}:
        _drop_events(notices, recipient)
    notices.filter(rule__in=rules_switched_off(recipient)).cancel(Notice.Reason.PREFERENCE)
    if _OF_DATES in processes:
        notices.no_longer_due().cancel(Notice.Reason.NOT_DUE)


_OF_DATES = ""
"""The process of a notice of a date: none."""


def _drop_events(notices: NoticeQuerySet, recipient: User) -> None:
    notices.of_mentions_hidden_from(recipient).cancel(Notice.Reason.NO_RIGHT)
    for process in notices.about_rows().values_list("process", flat=True).distinct():
        seen: Any = process_named(process).model._default_manager
        of_process = notices.about_rows().filter(process=process)
        hidden = of_process.exclude(row_id__in=seen.visible_to(recipient).values("pk"))
        hidden.cancel(Notice.Reason.NO_RIGHT)
    notices.settled().cancel(Notice.Reason.SETTLED)


def _seen_by(recipient: User) -> QuerySet[Case]:
    return Case.objects.visible_to(recipient)
