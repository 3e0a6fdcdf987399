"""What reports wait for that somebody above decides, for the Overview (``cases/overview/deciding.py``)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy

from cases.overview.deciding import AT_ONCE, NEXT, SOON, Decision, Reader
from cases.people.wording import set_apart
from exports.flow import ADOPTED, CIRCULATION, FROZEN, REVIEW
from exports.models import Report

# fmt: off
WAITING = {
    FROZEN:      (AT_ONCE, gettext_lazy("“%(report)s” waits for its adoption by the government.")),
    ADOPTED:     (AT_ONCE, gettext_lazy("“%(report)s” is adopted and waits to be submitted.")),
    REVIEW:      (SOON,    gettext_lazy("“%(report)s” waits for a validator, who freezes or returns it.")),
    CIRCULATION: (NEXT,    gettext_lazy("“%(report)s” circulates and waits for what departments reply.")),
}
# fmt: on


def of_reports(reader: Reader) -> Iterator[Decision]:
    """The reports of the round; one query."""
    seen = Report.objects.visible_to(reader.user).filter(round=reader.round, state__in=list(WAITING))
    for report in seen.only("reference", "title", "state").order_by("pk"):
        urgency, sentence = WAITING[report.state]
        yield Decision(
            urgency, str(sentence) % {"report": set_apart(report)}, reverse("report", args=[report.reference])
        )
