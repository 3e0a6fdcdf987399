"""Due dates in working days: counted by the lead's calendar, kept in the event, explained again from it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cases import actions, dates
from cases.extensions import extending
from cases.models import Case, Extension
from cases.pages.told import events_of
from cases.people.models import Calendar
from tests.cast import DUE, NOW, Cast, assigned, received, sent
from workflow.errors import Blocked
from workflow.invariants import broken
from workflow.undoing import undo

EID = date(2026, 3, 13)


@pytest.fixture
def morocco(db: None) -> Calendar:
    calendar = Calendar.objects.create(code="ma", name="Morocco")
    eid = calendar.holidays.create(on=EID, key="Eid", estimated=True)
    eid.wordings.create(language="en", text="Eid al-Fitr")
    return calendar


def assign(cast: Cast, days: int = 10, **more: Any) -> Case:
    case = received(cast)
    act = {"by": cast.coordinator, "now": NOW, "lead": cast.health, "working_days": days}
    actions.take_step(case, "assign", **act | more)
    return case


def step(cast: Cast, case: Case, name: str, days_later: int = 0, **more: Any) -> None:
    act = {"by": cast.coordinator, "now": NOW + timedelta(days=days_later), "comment": "A reason."}
    case.refresh_from_db()
    actions.take_step(case, name, **act | more)


def changes(case: Case) -> list[dates.Change]:
    return dates.changes_of(events_of(Case.objects.get(pk=case.pk)))


def test_working_days_become_a_date_by_the_calendar_of_the_lead(cast: Cast, morocco: Calendar) -> None:
    case = assign(cast)
    assert case.due_on == date(2026, 3, 17)
    assert case.events.get().data["noted"]["reckoned"] == {
        "from": "2026-03-02", "days": 10, "due_on": "2026-03-17", "calendar": "Morocco", "off": 5,
        "holidays": [{"on": "2026-03-13", "name": "Eid al-Fitr", "estimated": True}],
    }  # fmt: skip
    assert broken() == []


def test_each_department_counts_by_its_own_calendar(cast: Cast, morocco: Calendar) -> None:
    cast.justice.calendar = Calendar.objects.create(code="plain", name="Plain")
    cast.justice.save()
    assert assign(cast, lead=cast.justice).due_on == date(2026, 3, 16)


def test_many_are_counted_with_the_calendar_read_once(
    cast: Cast, morocco: Calendar, django_assert_max_num_queries: Any
) -> None:
    cases = [received(cast) for _ in range(4)]
    act = {"lead": cast.health, "by": cast.coordinator, "now": NOW}
    actions.assign_each(cases[:1], due_on=DUE, **act)
    outcomes = actions.assign_each(cases[1:], working_days=10, **act)
    assert [outcome.refusal for outcome in outcomes] == ["", "", ""]
    assert {case.due_on for case in Case.objects.exclude(pk=cases[0].pk)} == {date(2026, 3, 17)}


@pytest.mark.parametrize("days", [0, -3, 401])
def test_a_number_of_days_that_nobody_means_is_refused(cast: Cast, days: int) -> None:
    with pytest.raises(Blocked, match="from 1 to 400"):
        assign(cast, days)


def test_neither_date_nor_days_is_refused(cast: Cast) -> None:
    with pytest.raises(Blocked, match="Give a due date"):
        actions.take_step(received(cast), "assign", by=cast.coordinator, now=NOW, lead=cast.health)


def test_a_return_counts_too(cast: Cast, morocco: Calendar) -> None:
    case = sent(cast)
    step(cast, case, "return_to_department", by=cast.validator, working_days=5)
    assert case.due_on == date(2026, 3, 9)


def test_more_time_counts_from_the_due_date(cast: Cast, morocco: Calendar) -> None:
    case = assign(cast)
    act = {"now": NOW, "comment": "A survey."}
    request = extending.ask_for_more_time(case, by=cast.focal_point, working_days=5, **act)
    assert request.wanted_on == date(2026, 3, 24)
    extending.take_request_step(request, "grant", by=cast.coordinator, now=NOW, seen=1, working_days=3)
    case.refresh_from_db()
    assert case.due_on == Extension.objects.get().granted_on == date(2026, 3, 20)
    assert [change.event.step for change in changes(case)] == ["assign", "extend"]
    assert changes(case)[1].reckoned["from"] == "2026-03-17"
    assert broken() == []


def test_more_time_after_the_due_date_counts_from_today(cast: Cast) -> None:
    case, late = assign(cast, 1), NOW + timedelta(days=14)
    request = extending.ask_for_more_time(case, by=cast.focal_point, working_days=2, now=late, comment="So.")
    assert request.wanted_on == date(2026, 3, 18)


def test_the_date_can_be_changed_by_itself_and_that_taken_back(
    cast: Cast, morocco: Calendar, settings: Any
) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    case = assign(cast)
    step(cast, case, "redate", due_on=DUE)
    assert (case.due_on, case.state) == (DUE, "assigned")
    undo(case, by=cast.coordinator, now=NOW, seen=2)
    assert Case.objects.get(pk=case.pk).due_on == date(2026, 3, 17)
    assert [change.event.step for change in changes(case)] == ["assign"]


def test_in_another_calendar_the_date_would_be_another(cast: Cast, morocco: Calendar) -> None:
    case = assign(cast)
    step(cast, case, "pause", 1)
    step(cast, case, "resume", 3)
    assert dates.recounted(changes(case), morocco.days_off) == case.due_on == date(2026, 3, 19)
    plain = Calendar(name="Plain")
    assert dates.recounted(changes(case), plain.days_off) == date(2026, 3, 18)


def test_a_date_that_was_given_hangs_on_no_calendar(cast: Cast) -> None:
    case = assigned(cast)
    assert not dates.is_counted(changes(case))
    assert dates.recounted(changes(case), Calendar(name="Plain").days_off) == DUE


def test_a_counted_date_that_was_changed_by_hand_is_found(cast: Cast) -> None:
    case = assign(cast)
    Case.objects.filter(pk=case.pk).update(due_on=DUE)
    assert any("counted in working days" in found for found in broken())
