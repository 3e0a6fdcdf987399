"""``{% bell %}``: the link to the bell in the head of every page, with the number of what is new."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.utils import timezone

from notifications.bell import new_among, told
from notifications.bell_words import said_of

register = template.Library()


@register.inclusion_tag("notifications/bell_link.html", takes_context=True)
def bell(context: template.Context) -> dict[str, Any]:
    """On a page of a case of which something is new, ``of`` is its reference: a script says that it was seen.

    No query; one on the pages of cases while something is new.
    """
    request = context["request"]
    count, now = getattr(request.user, "unseen", 0), timezone.now()
    reference = _case_of(request) if count else ""
    if reference:
        new = new_among(told(request.user.pk, now)).filter(made_at__lte=now)
        reference = reference if new.filter(case__recommendation__reference=reference).exists() else ""
    current = getattr(request.resolver_match, "url_name", "") == "bell"
    return said_of(count) | {"of": reference, "until": now.isoformat(), "current": current}


def _case_of(request: HttpRequest) -> str:
    """The reference of the case whose page this is, or one below it."""
    match = request.resolver_match
    return str(match.kwargs.get("reference", "")) if match and match.route.startswith("case/") else ""
