"""Whether a notice may still be sent: asked when the mail is made, and again when it is sent."""

from __future__ import annotations

from django.db.models import QuerySet

from cases.models import Case
from cases.people.models import User
from notifications.models import Notice, NoticeQuerySet


def drop_what_no_longer_holds(notices: NoticeQuerySet, recipient: User) -> None:
    """Cancel those of ``recipient``'s notices that may not be sent any more, each with the reason."""
    if not recipient.is_active:
        notices.cancel(Notice.Reason.LEFT)
    notices.exclude(case__in=_seen_by(recipient)).cancel(Notice.Reason.NO_RIGHT)
    notices.settled().cancel(Notice.Reason.SETTLED)
    notices.no_longer_due().cancel(Notice.Reason.NOT_DUE)


def _seen_by(recipient: User) -> QuerySet[Case]:
    return Case.objects.visible_to(recipient)
