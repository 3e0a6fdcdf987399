"""More time: the grant moves the date of all cases answered together, and of none that left."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases import actions
from cases.extensions import extending
from cases.models import Case, Extension
from cases.people.models import DepartmentDelegation
from cases.people.roles import give_role
from tests.cases.stations import closed, for_signature, in_agreement
from tests.cast import DUE, LATER, NOW, Cast, approved, assigned, drafted, received, sent
from workflow import engine
from workflow.errors import Blocked, Conflict, NotAllowed, Refused, WrongState
from workflow.invariants import broken
from workflow.undoing import undo

LATEST = date(2026, 6, 30)


def ask(cast: Cast, case: Case, by: object = None, wanted_on: date = LATER) -> Extension:
    act = {"by": by or cast.focal_point, "now": NOW, "comment": "The survey is late."}
    return extending.ask_for_more_time(case, wanted_on=wanted_on, **act)


def decide(cast: Cast, request: Extension, step: str = "grant", by: object = None, **data: Any) -> Any:
    data = data or ({"granted_on": LATER} if step == "grant" else {"comment": "The report is due."})
    act = {"by": by or cast.coordinator, "now": NOW, "seen": request.version}
    return extending.take_request_step(request, step, **act, **data)


def due(case: Case) -> date | None:
    return Case.objects.get(pk=case.pk).due_on


def state(request: Extension) -> str:
    return str(Extension.objects.get(pk=request.pk).state)


def two_together(cast: Cast) -> list[Case]:
    cases = [received(cast), received(cast)]
    actions.assign_together(cases, lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)
    return cases


@pytest.mark.parametrize("station", [assigned, drafted, for_signature])
def test_a_grant_moves_the_date_and_both_histories_say_so(cast: Cast, station: Any) -> None:
    case = station(cast)
    stood = case.state
    decide(cast, ask(cast, case), granted_on=LATEST)
    last = case.events.latest("number")
    assert (due(case), Case.objects.get(pk=case.pk).state) == (LATEST, stood)
    assert (last.step, last.data["before"], last.data["noted"]) == (
        "extend",
        {"due_on": str(DUE)},
        {"due_on": str(LATEST)},
    )
    assert broken() == []


def test_a_refusal_leaves_the_date(cast: Cast) -> None:
    case = assigned(cast)
    request = ask(cast, case)
    decide(cast, request, "refuse")
    assert (state(request), due(case)) == ("refused", DUE)
    assert ask(cast, case).state == "asked"


def test_it_is_asked_once_for_all_cases_answered_together(cast: Cast) -> None:
    first, second = two_together(cast)
    request = ask(cast, second)
    with pytest.raises(Blocked, match="asked for already"):
        ask(cast, first)
    decide(cast, request)
    assert [due(case) for case in (first, second)] == [LATER, LATER]
    assert [case.events.filter(step="extend").count() for case in (first, second)] == [1, 1]
    assert broken() == []


def test_the_database_keeps_that_one_is_open(cast: Cast) -> None:
    request = ask(cast, assigned(cast))
    other = Extension.objects.create(answer=request.answer, lead=request.lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.filter(pk=other.pk).update(state="asked")


@pytest.mark.parametrize("station", [sent, in_agreement, approved, closed])
def test_who_no_longer_drafts_asks_for_nothing(cast: Cast, station: Any) -> None:
    with pytest.raises(Refused):
        ask(cast, station(cast))
    assert not Extension.objects.exists()


def test_a_date_that_is_not_later_is_refused(cast: Cast) -> None:
    case = assigned(cast)
    with pytest.raises(Blocked, match="not later"):
        ask(cast, case, wanted_on=DUE)
    with pytest.raises(Blocked, match="not later"):
        decide(cast, ask(cast, case), granted_on=DUE)
    assert due(case) == DUE


def test_who_asked_does_not_decide(cast: Cast) -> None:
    give_role(cast.focal_point, "coordinator")
    request = ask(cast, assigned(cast))
    for step in ("grant", "refuse"):
        with pytest.raises(Blocked, match="You asked for it yourself"):
            decide(cast, request, step, by=cast.focal_point)
    decide(cast, request)


def test_a_coordinator_who_saw_an_older_request_does_not_decide_on_another(cast: Cast) -> None:
    case = assigned(cast)
    old = ask(cast, case)
    extending.take_request_step(Extension.objects.get(pk=old.pk), "withdraw", by=cast.head, now=NOW, seen=1)
    new = ask(cast, case, wanted_on=LATEST)
    with pytest.raises(Conflict):
        decide(cast, old)
    assert (state(old), state(new), due(case)) == ("withdrawn", "asked", DUE)


def leave(cast: Cast, case: Case, step: str) -> None:
    reason = {"comment": "A reason.", "now": NOW}
    acts: dict[str, dict[str, Any]] = {
        "assign": {"by": cast.coordinator, "lead": cast.health, "due_on": LATEST},
        "reassign": {"by": cast.coordinator, "lead": cast.justice, "due_on": DUE},
        "hand_back": {"by": cast.focal_point, "proposed": cast.justice},
        "sign_and_send": {"by": cast.head},
        "close": {"by": cast.coordinator, "because": "superseded"},
    }
    actions.take_step(case, step, **reason, **acts[step])


@pytest.mark.parametrize(
    ("step", "station"),
    [("assign", assigned), ("reassign", for_signature), ("hand_back", drafted), ("sign_and_send", drafted),
     ("sign_and_send", for_signature), ("close", assigned)],
)  # fmt: skip
def test_it_lapses_when_the_case_leaves_and_no_grant_moves_the_date(
    cast: Cast, step: str, station: Any
) -> None:
    case = station(cast)
    request = ask(cast, case)
    leave(cast, case, step)
    after = due(case)
    lapsed = request.events.latest("number")
    assert (state(request), lapsed.step, lapsed.data["given"]) == ("withdrawn", "lapse", {"because": step})
    with pytest.raises((Conflict, WrongState)):
        decide(cast, request)
    assert due(case) == after
    assert broken() == []


def test_no_grant_moves_the_date_of_a_case_that_left_even_if_the_request_did_not_lapse(cast: Cast) -> None:
    """The guard by itself, as if a step had forgotten to let it lapse."""
    case = drafted(cast)
    request = ask(cast, case)
    Case.objects.filter(pk=case.pk).update(state="validation")
    with pytest.raises(Blocked, match="not with this department any more"):
        decide(cast, request)
    assert due(case) == DUE


def test_the_date_moves_by_a_grant_alone(cast: Cast) -> None:
    case, other = assigned(cast), assigned(cast)
    request = ask(cast, other)
    for granted_on, sentence in ((None, "only when"), (LATER, "another case")):
        request.granted_on = granted_on
        with pytest.raises(Blocked, match=sentence):
            engine.perform(case, "extend", by=cast.coordinator, now=NOW, request=request)
    assert due(case) == DUE


def test_an_act_on_the_old_date_is_a_conflict_after_the_grant(cast: Cast) -> None:
    case = assigned(cast)
    decide(cast, ask(cast, case))
    with pytest.raises(Conflict):
        engine.perform(case, "accept", by=cast.focal_point, now=NOW)


def test_a_step_that_set_the_date_is_not_undone_once_more_time_was_asked(cast: Cast, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    case = assigned(cast)
    request = ask(cast, case)
    with pytest.raises(Blocked, match="asked for more time since"):
        undo(case, by=cast.coordinator, now=NOW + timedelta(minutes=1), seen=1)
    assert state(request) == "asked"


def test_for_whom_somebody_asked_does_not_decide_either(cast: Cast) -> None:
    give_role(cast.focal_point, "coordinator")
    between = {"lender": cast.focal_point, "borrower": cast.stranger, "unit": cast.health}
    DepartmentDelegation.objects.create(codename="draft", first_day=NOW.date(), last_day=LATER, **between)
    request = ask(cast, assigned(cast), by=cast.stranger)
    with pytest.raises(Blocked, match="You asked for it yourself"):
        decide(cast, request, by=cast.focal_point)


def test_another_department_sees_no_request(cast: Cast) -> None:
    request = ask(cast, assigned(cast))
    seen = Extension.objects.visible_to
    assert [seen(who).count() for who in (cast.head, cast.coordinator, cast.observer)] == [1, 1, 1]
    assert [seen(who).count() for who in (cast.justice_focal_point, cast.stranger)] == [0, 0]
    assert str(request) == Case.objects.get().reference


@pytest.mark.parametrize("off", ["request", "date"])
def test_the_invariants_find_what_was_changed_by_hand(cast: Cast, off: str) -> None:
    case = assigned(cast)
    request = ask(cast, case)
    if off == "request":
        Case.objects.filter(pk=case.pk).update(lead=cast.justice)
        assert any("only while its cases" in found for found in broken())
        return
    decide(cast, request)
    Extension.objects.filter(pk=request.pk).update(granted_on=LATEST)
    assert [found for found in broken() if "A date moves by a grant" in found]


def test_strangers_to_the_lead_do_not_ask(cast: Cast) -> None:
    for person in (cast.coordinator, cast.justice_focal_point, cast.stranger):
        with pytest.raises(NotAllowed):
            ask(cast, assigned(cast), by=person)


def test_what_is_signed_can_be_withdrawn_after_a_grant(cast: Cast) -> None:
    case = for_signature(cast)
    decide(cast, ask(cast, case), granted_on=LATEST)
    case.refresh_from_db()
    engine.perform(case, "withdraw", by=cast.focal_point, now=NOW)
    assert case.state == "drafting"
