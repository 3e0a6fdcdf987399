"""What waits for whom, and what is late: the questions that lists, reminders and pages ask."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases import actions
from cases.models import Case
from tests.cases import stations
from tests.cast import DUE, NOW, Cast, assigned

ALL = {"coordinator", "validator", "focal_point", "alternate", "head", "editor", "observer", "stranger"}
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("received", {"coordinator"}),
        ("assigned", {"focal_point", "alternate"}),
        ("drafting", {"focal_point", "alternate"}),
        ("sign-off", {"head"}),
        ("validation", {"validator"}),
        ("agreement", {"head"}),
        ("approved", set()),
        ("submitted", set()),
        ("closed", set()),
    ],
)
def test_a_case_waits_for_those_who_can_take_it_on(cast: Cast, state: str, names: set[str]) -> None:
    stations.AT[state](cast)
    assert {name for name in ALL if Case.objects.waiting_for(getattr(cast, name)).exists()} == names


def test_where_there_is_no_head_edits_wait_for_the_focal_point(cast: Cast) -> None:
    case = stations.with_validator_of_justice(cast)
    actions.propose_edits(case, full_text="Edited.", short_text="Edited.", by=cast.validator, now=NOW)
    assert list(Case.objects.waiting_for(cast.justice_focal_point)) == [case]
    assert not Case.objects.waiting_for(cast.focal_point).exists()


def test_a_case_is_late_from_the_day_after_its_due_date(cast: Cast) -> None:
    case = assigned(cast)
    late = {day: case in Case.objects.overdue(day) for day in (DUE, DUE + DAY)}
    assert late == {DUE: False, DUE + DAY: True}
    assert late == {day: case.is_late(day) for day in (DUE, DUE + DAY)}


def test_what_the_department_has_sent_is_not_late(cast: Cast) -> None:
    case = stations.AT["validation"](cast)
    assert not Case.objects.overdue(DUE + DAY).exists()
    assert not case.is_late(DUE + DAY)
