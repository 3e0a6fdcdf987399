"""Rounds, the calls for answers: which one is current, and opening the first."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.models import Round


def current() -> Round | None:
    """The report round that was opened last."""
    return Round.objects.filter(kind=Round.Kind.REPORT).order_by("-opened_on", "-pk").first()


def current_or_opened(now: datetime) -> Round:
    """The current round; where there is none yet, one for the national report of this year."""
    return current() or _open_first(now)


def _open_first(now: datetime) -> Round:
    today = timezone.localdate(now)
    with override(settings.WORKING_LANGUAGE):
        title = _("National report %(year)d") % {"year": today.year}
    return Round.objects.get_or_create(
        code=f"report-{today.year}",
        defaults={"title": title, "language": settings.WORKING_LANGUAGE, "opened_on": today},
    )[0]
