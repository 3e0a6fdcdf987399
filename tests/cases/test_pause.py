"""Pause and resume: nobody is late meanwhile, and the date moves by the working days that were paused."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases import actions
from cases.extensions import extending
from cases.models import Case
from notifications.models import Notice
from tests.cases.stations import in_agreement
from tests.cast import DUE, LATER, NOW, Cast, assigned, drafted, received, sent
from tests.notifications.post import derive_only_the_last, due_on, reminded, told
from workflow.errors import Blocked, WrongState
from workflow.invariants import broken
from workflow.undoing import undo

RESUMED_ON = date(2026, 4, 22)
"""DUE, a Wednesday, and the five working days of a week more."""


def step(cast: Cast, case: Case, name: str, days_later: int = 0, **more: Any) -> Case:
    act = {"by": cast.coordinator, "now": NOW + timedelta(days=days_later), "comment": "A census."}
    case.refresh_from_db()
    actions.take_step(case, name, **act | more)
    return Case.objects.get(pk=case.pk)


def paused(cast: Cast, case: Case) -> Case:
    return step(cast, case, "pause")


def test_it_stays_where_it_stands_and_goes_on_later(cast: Cast) -> None:
    case = paused(cast, drafted(cast))
    assert (case.state, case.paused_on, case.due_on) == ("drafting", NOW.date(), DUE)
    case = step(cast, case, "resume", 7)
    assert (case.state, case.paused_on, case.due_on) == ("drafting", None, RESUMED_ON)
    assert broken() == []


def test_all_that_is_answered_together_is_paused_together(cast: Cast) -> None:
    cases = [received(cast), received(cast)]
    actions.assign_together(cases, lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)
    paused(cast, cases[0])
    assert Case.objects.filter(paused_on=NOW.date()).count() == 2


def test_paused_twice_or_resumed_without_a_pause_is_refused(cast: Cast) -> None:
    case = assigned(cast)
    with pytest.raises(Blocked, match="not paused"):
        step(cast, case, "resume")
    paused(cast, case)
    with pytest.raises(Blocked, match="paused already"):
        paused(cast, case)


def test_what_is_not_with_a_department_is_not_paused(cast: Cast) -> None:
    for case in (received(cast), sent(cast)):
        with pytest.raises(WrongState):
            paused(cast, case)


def test_the_department_may_go_on_and_sending_ends_the_pause(cast: Cast) -> None:
    case = paused(cast, drafted(cast))
    case = step(cast, case, "sign_and_send", 7, by=cast.head, comment="")
    assert (case.state, case.paused_on, case.due_on) == ("validation", None, RESUMED_ON)
    assert broken() == []


@pytest.mark.parametrize(
    ("name", "more", "due"),
    [
        ("hand_back", {"by": "focal_point", "proposed": "justice"}, None),
        ("reassign", {"lead": "justice", "due_on": LATER}, LATER),
        ("assign", {"lead": "justice", "due_on": LATER}, LATER),
        ("close", {"because": "superseded"}, DUE),
    ],
)
def test_a_step_that_begins_anew_ends_the_pause(cast: Cast, name: str, more: Any, due: date | None) -> None:
    case = paused(cast, assigned(cast))
    given = {
        key: getattr(cast, value, value) if isinstance(value, str) else value for key, value in more.items()
    }
    case = step(cast, case, name, 7, **given)
    assert (case.paused_on, case.due_on) == (None, due)
    assert broken() == []


@pytest.mark.parametrize("name", ["agree", "disagree"])
def test_an_answer_to_edits_ends_the_pause(cast: Cast, name: str) -> None:
    case = paused(cast, in_agreement(cast))
    assert case.paused_on
    assert step(cast, case, name, 7, by=cast.head).paused_on is None
    assert broken() == []


@pytest.mark.parametrize(("name", "station"), [("pause", assigned), ("resume", paused)])
def test_it_is_taken_back(cast: Cast, settings: Any, name: str, station: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    case = assigned(cast)
    case = case if station is assigned else paused(cast, case)
    was = (case.paused_on, case.due_on)
    after = step(cast, case, name)
    undo(after, by=cast.coordinator, now=NOW, seen=after.version)
    stands = Case.objects.get(pk=case.pk)
    assert (stands.paused_on, stands.due_on) == was
    assert broken() == []


def test_no_more_time_is_asked_or_granted_meanwhile(cast: Cast) -> None:
    act = {"by": cast.focal_point, "now": NOW, "comment": "A survey.", "wanted_on": LATER}
    asked = assigned(cast)
    request = extending.ask_for_more_time(asked, **act)
    paused(cast, asked)
    with pytest.raises(Blocked, match="paused"):
        extending.take_request_step(request, "grant", by=cast.coordinator, now=NOW, seen=1, granted_on=LATER)
    with pytest.raises(Blocked, match="paused"):
        extending.ask_for_more_time(paused(cast, assigned(cast)), **act)


def test_nobody_is_reminded_meanwhile_and_what_waits_is_cancelled(cast: Cast) -> None:
    first, second = due_on(cast, DUE), due_on(cast, DUE)
    paused(cast, first)
    day = (DUE - NOW.date()).days
    assert reminded(day + 1) == ["late-first focal-point"]
    assert set(Notice.objects.values_list("case", flat=True)) == {second.pk}
    paused(cast, second)
    assert reminded(day + 1) == []
    assert set(Notice.objects.values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.parametrize(
    ("name", "rule"), [("pause", "paused"), ("resume", "resumed"), ("redate", "date-changed")]
)
def test_the_department_is_told(cast: Cast, name: str, rule: str) -> None:
    case = assigned(cast)
    if name == "resume":
        paused(cast, case)
    step(cast, case, name, **({"due_on": LATER} if name == "redate" else {}))
    derive_only_the_last(NOW)
    assert told(rule) == ["alternate", "focal-point"]


def test_the_database_keeps_pauses_to_the_department(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=sent(cast).pk).update(paused_on=NOW.date())


def test_a_pause_without_its_event_is_found(cast: Cast) -> None:
    Case.objects.filter(pk=assigned(cast).pk).update(paused_on=NOW.date())
    assert any("paused since the day" in found for found in broken())
