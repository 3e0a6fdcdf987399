"""``{% waiting_reports %}``: the reports that wait for the reader, for My work. A fixed number of queries."""

from __future__ import annotations

from typing import Any

from django import template
from django.db.models import Count

from cases.models import Case
from exports.models import Agreement, Report, Shortening

MOST = 50

register = template.Library()


@register.inclusion_tag("exports/waiting_reports.html", takes_context=True)
def waiting_reports(context: template.Context) -> dict[str, Any]:
    """Asks for ``request`` in the context."""
    user = context["request"].user
    asked = Shortening.objects.waiting_for(user).select_related("report")
    to_agree: Any = Agreement.objects.waiting_for(user).order_by("report")
    named = to_agree.values("report__reference", "report__title", "report__language")
    return {
        "reports": Report.objects.waiting_for(user).newest_first(),
        "asked": asked[:MOST],
        "to_agree": named.annotate(count=Count("pk")),
    }


@register.inclusion_tag("exports/case_shortenings.html", takes_context=True)
def asked_to_shorten(context: template.Context, case: Case) -> dict[str, Any]:
    """What leads of the case's answer are asked to shorten. Asks for ``request`` in the context."""
    seen = Shortening.objects.visible_to(context["request"].user).open()
    of_case = seen.filter(passage__tells__answer=case.answer_id or 0, report__state="assembling")
    return {"asked": of_case.select_related("report").order_by("pk")[:MOST]}
