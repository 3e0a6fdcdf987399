"""``{% who_was_told %}``: who got what of a case and why, for the case's page; a fixed number of queries."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from notifications.told_of_case import grouped, notices_of, told_of

register = template.Library()

NEWEST = 10
"""So many stand on the page of the case; the others on a page of their own."""


@register.inclusion_tag("notifications/who_was_told.html", takes_context=True)
def who_was_told(context: template.Context) -> dict[str, Any]:
    """Asks for ``case`` and ``request`` in the context."""
    newest = list(notices_of(context["case"], context["request"].user)[:NEWEST])
    return {"days": grouped(told_of(newest, timezone.now())), "case": context["case"]}
