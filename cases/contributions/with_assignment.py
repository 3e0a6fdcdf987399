"""Contributors chosen with the lead, for many cases at once: asked as soon as the case is assigned.

The step ``assign`` names this as what follows it in an act on many (flow.py), in the same transaction: where
somebody cannot be asked, the case is not assigned either, and its row says why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from cases.contributions import contributing
from cases.models import Case
from cases.people.models import Department, User

GIVEN = "contributors"
"""Under this name an act on many is given the codes of the departments, as :func:`as_given` writes them."""


def as_given(codes: Iterable[str]) -> dict[str, str]:
    """What a row of the act is given; nothing where nobody is to be asked."""
    chosen = ",".join(sorted(set(codes)))
    return {GIVEN: chosen} if chosen else {}


def ask(case: Case, given: Mapping[str, Any], *, by: User, now: datetime) -> None:
    """Ask those that were given, but for the lead and those that are asked already.

    They have until a week before the answer is due. Raises as :func:`cases.contributions.contributing.ask`.
    """
    codes = str(given.get(GIVEN) or "").split(",")
    if codes == [""] or case.answer is None or case.lead is None:
        return
    asked = case.answer.contributions.open().values("department")
    departments = Department.objects.filter(code__in=codes).exclude(pk=case.lead.pk).exclude(pk__in=asked)
    today = timezone.localdate(now)
    until = contributing.due_before(case, today) or case.due_on or today
    for department in departments.order_by("pk"):
        contributing.ask(case, department, due_on=until, by=by, now=now)
