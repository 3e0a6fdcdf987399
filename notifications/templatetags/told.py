"""``{% who_was_told %}``: the notices of a case, for the case's page. Two queries, whatever their number."""

from __future__ import annotations

from typing import Any

from django import template

from notifications.models import Notice
from notifications.rules import rule_of

register = template.Library()


@register.inclusion_tag("notifications/who_was_told.html", takes_context=True)
def who_was_told(context: template.Context) -> dict[str, Any]:
    """Asks for ``case`` and ``request`` in the context."""
    seen = Notice.objects.visible_to(context["request"].user).filter(case=context["case"])
    notices = seen.select_related("recipient", "mail").order_by("-made_at", "-pk")
    return {"told": [{"notice": notice, "what": rule_of(notice.rule).label} for notice in notices]}
