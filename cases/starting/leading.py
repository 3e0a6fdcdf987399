"""Who is proposed as lead of new cases, and why: by the settings, or by who led before on the same theme.

Asked for groups of cases of one theme each (pages/desk/groups.py). What was led before: the cases that the
coordinator sees, the newest of them; where a theme says nothing, who answered similar texts is heard
(``cases/alike/offering.py``). A proposal decides nothing: it stands on the page, to be changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, CaseRound, Term, access
from cases.models.case_lists import CaseQuerySet
from cases.people.models import Department

RECENT = 5000
"""So many cases, the newest that have or had a lead, are counted by theme."""

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
    return {key: proposal for key, proposal in by_theme.items() if proposal}


def of_similar(offered: Iterable[Department], today: date) -> Proposal | None:
    """The first that may lead, of the departments that answered similar texts."""
    department = next((one for one in offered if may_lead(one, today)), None)
    if department is None:
        return None
    sentence = _("%(lead)s answered what is most alike in its words.")
    return Proposal(department, sentence % {"lead": department})


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


def _bodies(pks: set[int], today: date) -> dict[int, Department]:
    rows = Department.objects.with_names().filter(pk__in=pks)
    return {one.pk: one for one in rows if may_lead(one, today)}
