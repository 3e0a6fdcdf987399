"""``{% waiting_reports %}``: the reports that wait for the reader, for My work. A fixed number of queries."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Count

from exports.models import Agreement, Report

register = template.Library()


@register.inclusion_tag("exports/waiting_reports.html", takes_context=True)
def waiting_reports(context: template.Context) -> dict[str, Any]:
    """Asks for ``request`` in the context."""
    user = context["request"].user
    to_agree: Any = Agreement.objects.waiting_for(user).order_by("report")
    named = to_agree.values("report__reference", "report__title", "report__language")
    return {
        "reports": Report.objects.waiting_for(user).newest_first(),
        "to_agree": named.annotate(count=Count("pk")),
    }
