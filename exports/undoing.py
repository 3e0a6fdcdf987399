"""What a step of the report did beside the report's own columns, and how it is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from workflow.models import Event

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def nothing_beside(report: Any, event: Event) -> StrOrPromise:
    """The report's own columns are all that the step changed."""
    return ""


def circulation(report: Any, event: Event) -> StrOrPromise:
    """The text that circulated stays on record, and nobody reads it; an objection means that it was read."""
    if report.objections.filter(circulation=report.circulation_id).exists():
        return _("A department has objected since, so it cannot be undone. Settle the objection instead.")
    return ""


def arrangement(report: Any, event: Event) -> StrOrPromise:
    """Headings and passages stand again as they stood."""
    report.put_outline_back(event)
    return ""
