"""The number of what is new, as the link in the head shows it and as screen readers say it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MOST = 99
"""More are not counted in the head: there is hardly room."""


def said_of(count: int) -> dict[str, Any]:
    """``count``, the few letters that are ``shown`` beside the bell, and its name in ``words``."""
    words = ngettext("Notices, %(count)d new", "Notices, %(count)d new", count) if count else _("Notices")
    shown = f"{MOST}+" if count > MOST else str(count or "")
    return {"count": count, "shown": shown, "words": words % {"count": count}}
