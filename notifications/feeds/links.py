"""The links of calendar feeds: made, replaced, revoked; and which feed a link opens, if it opens one.

A link works without sign-in, so it is asked at every fetch whether its maker still has the right to it.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.people.models import Department, User
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from cases.people.settings_changes import note
from notifications.models import Feed
from workflow.errors import NotAllowed


@transaction.atomic
def make_link(department: Department | None, *, by: User, now: datetime) -> str:
    """The address of a new feed, of ``by`` alone where no department is given. It is told this once.

    A link that was there before works no more. Raises :class:`NotAllowed`.
    """
    if department is not None and department.pk not in _units(by):
        raise NotAllowed(_("Only a focal point, alternate or head makes the calendar of a department."))
    token = secrets.token_urlsafe(32)
    whose = {"department": department} if department else {"department": None, "by": by}
    Feed.objects.update_or_create(**whose, defaults={"digest": _digest(token), "by": by, "made_at": now})
    note(department or by, "calendar link made", by=by, now=now)
    return f"{settings.BASE_URL}{reverse('feed', args=[token])}"


@transaction.atomic
def revoke_link(feed: Feed, *, by: User, now: datetime) -> bool:
    """From now on its link works no more; False where somebody revoked or replaced it meanwhile."""
    gone, _rows = Feed.objects.visible_to(by).filter(pk=feed.pk, digest=feed.digest).delete()
    if gone:
        note(feed.department or feed.by, "calendar link revoked", by=by, now=now)
    return bool(gone)


def feed_of(token: str) -> Feed | None:
    """The feed that a link opens now; whatever is wrong with link or maker, the answer is None."""
    found = Feed.objects.in_force().filter(digest=_digest(token))
    feed = found.select_related("by", "department").prefetch_related("department__wordings").first()
    if feed is None or (feed.department_id is not None and feed.department_id not in _units(feed.by)):
        return None
    return feed


def _units(user: User) -> list[int]:
    return grants_of(user).units_with(LEAD_DEPARTMENT.codenames)


def _digest(token: str) -> str:
    """The secret has 256 bits of chance, so that a plain hash tells nothing of it."""
    return hashlib.sha256(token.encode()).hexdigest()
