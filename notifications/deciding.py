"""What waits for a coordinator, for the decisions on the Overview (``settings.DECISIONS_BY``)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import ngettext

from cases.models import Case
from cases.overview.deciding import SOON, Decision, Reader
from cases.people.roles import COORDINATOR
from notifications.escalating import ready


def of_escalations(reader: Reader) -> Iterator[Decision]:
    """Late answers that can be escalated: a coordinator presses Send. Others are led to the departments."""
    seen = Case.objects.visible_to(reader.user).filter(round=reader.round)
    if count := ready(seen, reader.now).count():
        sentence = ngettext(
            "%(count)d late answer can be escalated: the coordinator presses Send.",
            "%(count)d late answers can be escalated: the coordinator presses Send.",
            count,
        )
        page = "escalations" if COORDINATOR.held(reader.grants, None) else "departments"
        yield Decision(SOON, sentence % {"count": count}, reverse(page))
