"""``{% told_by mail %}``: what a mail told, and where it stands now. ``mail|parts``: its texts."""

from __future__ import annotations

from typing import Any

from django import template
from django.core.paginator import Paginator
from django.utils import timezone

from notifications.models import Mail
from notifications.told_by import ToldBy
from notifications.writing import Letter
from notifications.writing.letter import parts_of

register = template.Library()
ITEMS_ON_A_PAGE = 50


@register.inclusion_tag("notifications/told_by.html", takes_context=True)
def told_by(context: template.Context, mail: Mail) -> dict[str, Any]:
    """``of`` in the address names the rule to which it is narrowed down."""
    request = context["request"]
    told = ToldBy.of(mail, request.user, timezone.now(), rule=request.GET.get("of", ""))
    items: Any = told
    page = Paginator(items, ITEMS_ON_A_PAGE).get_page(request.GET.get("page"))
    return {"request": request, "page": page, "narrowed": told.rule, "count": told.count(), "mail": mail}


@register.filter
def parts(mail: Mail | Letter) -> list[tuple[str, str]]:
    """Each language with its text; no language where it is not known."""
    return parts_of(mail.language, mail.text)
