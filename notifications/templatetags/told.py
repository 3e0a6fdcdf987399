"""``{% who_was_told %}``: the notices of a case, for the case's page; two queries, whatever their number.
``{% told_by mail %}``: what a mail told, and where it stands now. ``mail|parts``: its text, by language.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.core.paginator import Paginator
from django.utils import timezone

from notifications.models import Mail, Notice
from notifications.rules import rule_of
from notifications.told_by import ToldBy
from notifications.writing import Letter
from notifications.writing.letter import parts_of

register = template.Library()
ITEMS_ON_A_PAGE = 50


@register.inclusion_tag("notifications/who_was_told.html", takes_context=True)
def who_was_told(context: template.Context) -> dict[str, Any]:
    """Asks for ``case`` and ``request`` in the context."""
    seen = Notice.objects.visible_to(context["request"].user).filter(case=context["case"])
    notices = seen.select_related("recipient", "mail").order_by("-made_at", "-pk")
    return {"told": [{"notice": notice, "what": rule_of(notice.rule).label} for notice in notices]}


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
