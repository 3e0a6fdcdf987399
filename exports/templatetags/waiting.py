"""``{% waiting_reports %}``: the reports that wait for the reader, for My work. A fixed number of queries."""

from __future__ import annotations

from typing import Any

from django import template

from exports.models import Report

register = template.Library()


@register.inclusion_tag("exports/waiting_reports.html", takes_context=True)
def waiting_reports(context: template.Context) -> dict[str, Any]:
    """Asks for ``request`` in the context."""
    return {"reports": Report.objects.waiting_for(context["request"].user).newest_first()}
