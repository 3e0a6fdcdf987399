"""What waits for whom, and what is late: the questions that lists, reminders and pages ask."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cases import actions
from cases.models import Case
from cases.models.case_lists import late_at
from cases.people.models import Department
from tests.cases import stations
from tests.cast import NOW, Cast, assigned

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
    on_it, after_it = (datetime(2026, 4, day, 12, tzinfo=UTC) for day in (15, 16))
    late = {now: case in Case.objects.filter(late_at(now)) for now in (on_it, after_it)}
    assert late == {on_it: False, after_it: True}
    assert late == {now: case.is_late(now) for now in (on_it, after_it)}


@pytest.mark.parametrize("alone", [True, False])
def test_late_is_judged_by_the_day_of_the_department(cast: Cast, alone: bool) -> None:
    case, evening = assigned(cast, to=cast.justice), datetime(2026, 4, 15, 20, tzinfo=UTC)
    zones = Department.objects.all() if alone else Department.objects.filter(pk=cast.justice.pk)
    zones.update(time_zone="Pacific/Kiritimati")
    other = assigned(cast)
    assert (
        (case in Case.objects.filter(late_at(evening)))
        is Case.objects.get(pk=case.pk).is_late(evening)
        is True
    )
    assert (other in Case.objects.filter(late_at(evening))) is alone


def test_a_paused_case_is_never_late(cast: Cast) -> None:
    case, later = assigned(cast), NOW + 90 * DAY
    actions.take_step(case, "pause", by=cast.coordinator, now=NOW, comment="A census is under way.")
    assert not case.is_late(later)
    assert not Case.objects.filter(late_at(later)).exists()


def test_what_the_department_has_sent_is_not_late(cast: Cast) -> None:
    case = stations.AT["validation"](cast)
    assert not Case.objects.filter(late_at(NOW + 90 * DAY)).exists()
    assert not case.is_late(NOW + 90 * DAY)
