"""Who is proposed as lead of new cases, and why: by the settings, or by who led before on the same matter.

Asked for groups of cases of one theme each (pages/desk/groups.py). What was led before: the cases that the
coordinator sees, the newest of them. A proposal decides nothing: it stands on the page, to be changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, CaseRound, Term, access
from cases.models.case_lists import CaseQuerySet
from cases.people.models import Department
from cases.starting.alike import Asked, Nearness
from cases.starting.earlier import NEAR_ENOUGH, as_asked

RECENT = 5000
"""So many cases, the newest that have or had a lead, are counted by theme."""
READ = 300
"""The texts of so many of them are compared, where a theme says nothing."""
LOOKED_AT, NEAREST = 3, 3
"""So many cases of a group are compared, and so many of those nearest to each are heard."""

Led = dict[int, Counter[int]]
"""By the id of a theme: how many cases each department led, by its id."""


@dataclass(frozen=True)
class Wanted:
    """A group that needs a lead: ``key`` is the caller's."""

    key: int
    theme: Term | None
    cases: Sequence[Case]


@dataclass(frozen=True)
class Proposal:
    """``why`` is a sentence for people."""

    department: Department
    why: str


def of_the_past(wanted: Sequence[Wanted], visible: CaseQuerySet, today: date) -> dict[int, Proposal]:
    """By key; groups for which nothing speaks are left out. ``visible``: the cases that the person sees."""
    led = _led_by_theme([one.theme.pk for one in wanted if one.theme], visible)
    bodies = _bodies({pk for counted in led.values() for pk in counted}, today)
    by_theme = {one.key: _of_theme(one.theme, led, bodies) for one in wanted}
    found = {key: proposal for key, proposal in by_theme.items() if proposal}
    silent = [one for one in wanted if one.key not in found]
    return found | (_of_texts(silent, visible, today) if silent else {})


def of_settings(theme: Term | None, today: date) -> Proposal | None:
    """The lead that the settings propose for the theme (``Term.proposed_lead``)."""
    department = theme.proposed_lead if theme else None
    if department is None or not may_lead(department, today):
        return None
    return Proposal(department, _("The settings propose it for this theme."))


def may_lead(department: Department | None, today: date) -> bool:
    """Whether it may be proposed today."""
    return department is not None and department.may_be_proposed_on(today)


def _of_theme(theme: Term | None, led: Led, bodies: Mapping[int, Department]) -> Proposal | None:
    counted = led.get(theme.pk, Counter()) if theme else Counter()
    most = next((pk for pk, _count in counted.most_common() if pk in bodies), None)
    if most is None:
        return None
    sentence = ngettext(
        "%(lead)s led the only one before on this theme.",
        "%(lead)s led %(count)d of %(all)d before on this theme.",
        counted.total(),
    )
    said = {"lead": bodies[most], "count": counted[most], "all": counted.total()}
    return Proposal(bodies[most], sentence % said)


def _led_by_theme(themes: Sequence[int], visible: CaseQuerySet) -> Led:
    """Two queries: of the cases that have a lead, and of those that had one in an earlier round alone."""
    led: Led = {}
    recent = visible.filter(lead__isnull=False).order_by("-pk").values("pk")[:RECENT]
    present: Any = Case.objects.filter(access.among(recent), recommendation__themes__in=themes).order_by()
    for theme, lead, count in present.values_list("recommendation__themes", "lead").annotate(Count("pk")):
        led.setdefault(theme, Counter())[lead] += count
    path = "case__recommendation__themes"
    past: Any = _past(visible).filter(**{f"{path}__in": themes}).order_by()
    for theme, lead, count in past.values_list(path, "answer__lead").annotate(Count("case", distinct=True)):
        led.setdefault(theme, Counter())[lead] += count
    return led


def _past(visible: CaseQuerySet) -> Any:
    waiting = visible.filter(lead__isnull=True).order_by().values("pk")
    return CaseRound.objects.filter(case__in=waiting, answer__isnull=False)


def _of_texts(wanted: Sequence[Wanted], visible: CaseQuerySet, today: date) -> dict[int, Proposal]:
    """By the texts: those nearest to some cases of the group, of the newest that have a lead."""
    shown = ("recommendation__wordings", "recommendation__themes")
    rows = visible.filter(lead__isnull=False).select_related("recommendation").prefetch_related(*shown)
    before = list(rows.order_by("-pk")[:READ])
    new = Case.objects.filter(pk__in=[case.pk for one in wanted for case in one.cases[:LOOKED_AT]])
    asked = {
        case.pk: as_asked(case) for case in new.select_related("recommendation").prefetch_related(*shown)
    }
    then = {case.pk: as_asked(case) for case in before}
    nearness = Nearness([*asked.values(), *then.values()])
    lead_of = {case.pk: case.lead_id or 0 for case in before}
    heard = {
        one.key: Counter(
            lead_of[pk]
            for case in one.cases[:LOOKED_AT]
            for pk in _nearest(asked[case.pk], then.values(), nearness)
        )
        for one in wanted
    }
    bodies = _bodies({pk for counted in heard.values() for pk in counted}, today)
    found = {key: _of_counted(counted, bodies) for key, counted in heard.items()}
    return {key: one for key, one in found.items() if one}


def _of_counted(counted: Counter[int], bodies: Mapping[int, Department]) -> Proposal | None:
    most = next((pk for pk, _count in counted.most_common() if pk in bodies), None)
    if most is None:
        return None
    why = _("%(lead)s led what is most alike in its words.") % {"lead": bodies[most]}
    return Proposal(bodies[most], why)


def _nearest(one: Asked, others: Iterable[Asked], nearness: Nearness) -> list[int]:
    near = [(value, other.key) for other in others if (value := nearness.between(one, other)) >= NEAR_ENOUGH]
    return [key for _value, key in nlargest(NEAREST, near)]


def _bodies(pks: set[int], today: date) -> dict[int, Department]:
    rows = Department.objects.with_names().filter(pk__in=pks)
    return {one.pk: one for one in rows if may_lead(one, today)}
