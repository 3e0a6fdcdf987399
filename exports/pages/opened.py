"""The one call that opens a report for a view: unseen is 404."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from cases.people.models import User
from exports.models import Report


def report_for(user: User, reference: str) -> Report:
    """The report of that reference, if the person may see it; without the long text that circulated."""
    seen = Report.objects.visible_to(user).select_related("round__plan", "circulation", "edition")
    return get_object_or_404(seen.defer("circulation__content"), reference=reference)
