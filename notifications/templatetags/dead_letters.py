"""``{% dead_letters %}``: how many mails could not be delivered, for the coordinator's My work."""

from __future__ import annotations

from typing import Any

from django import template

from cases.people.roles import COORDINATOR
from notifications.models import Mail

register = template.Library()


@register.inclusion_tag("notifications/dead_letters.html", takes_context=True)
def dead_letters(context: template.Context) -> dict[str, Any]:
    """Asks for ``request`` and ``grants`` in the context; nothing for who does not coordinate."""
    if not COORDINATOR.held(context["grants"], None):
        return {"count": 0}
    return {"count": Mail.objects.visible_to(context["request"].user).dead().count()}
