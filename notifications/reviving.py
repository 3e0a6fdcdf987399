"""Dead letters get their attempts anew: one, or all of one cause, once the address or the server was mended.

A mail of a morning that was followed by another is not sent any more: what it told rides along with the next
one, so that nobody gets two on one day.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from notifications.models import Mail, Notice

AT_A_TIME = 1000


def try_again(mail: Mail, now: datetime) -> bool:
    """As :func:`try_all_again`, for one mail; False where it is not dead."""
    return try_all_again(Mail.objects.filter(pk=mail.pk), now) == 1


def try_all_again(mails: Any, now: datetime) -> int:
    """Give those of the mails that are dead their attempts anew; how many they were."""
    total = 0
    while done := _revive_some(mails.dead(), now):
        total += done
    return total


@transaction.atomic
def _revive_some(dead: Any, now: datetime) -> int:
    """Held while this lasts: what dies meanwhile is not of these."""
    held = list(dead.order_by("pk").select_for_update().values_list("pk", flat=True)[:AT_A_TIME])
    theirs = Mail.objects.filter(pk__in=held)
    notices = Notice.objects.filter(mail__in=held, state=Notice.State.DEAD)
    late = list(theirs.superseded().values_list("pk", flat=True))
    notices.filter(mail__in=late).update(state=Notice.State.WAITING, mail=None)
    notices.update(state=Notice.State.WAITING)
    theirs.filter(pk__in=late).update(state=Mail.State.CANCELLED)
    theirs.exclude(pk__in=late).update(
        state=Mail.State.WAITING, attempts=0, next_try_at=now, sent_at=None, bounced_at=None
    )
    return len(held)
