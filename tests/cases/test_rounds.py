"""Rounds: opened over cases, each by itself; corrected and closed; of four kinds."""

from __future__ import annotations

import pytest

from cases import actions
from cases.facts import drafters
from cases.models import Case, Round
from cases.rounds import rounds
from tests.cases.stations import AT
from tests.cast import DUE, LATER, NOW, Cast, approved, assigned, draft, drafted, received, sent, status
from workflow.errors import Blocked, NotAllowed, Refused
from workflow.invariants import broken
from workflow.undoing import undo


def opened(cast: Cast, kind: str = "update", code: str = "next", **more: object) -> Round:
    details = {"title": "How it stands", "question": "How does it stand?", "language": "en", "due_on": DUE}
    return rounds.open_round(kind=kind, code=code, by=cast.coordinator, now=NOW, **details | more)


def ask(cast: Cast, cases: list[Case], chosen: Round, **more: object) -> list[str]:
    outcomes = rounds.ask_each(cases, chosen, due_on=LATER, by=cast.coordinator, now=NOW, **more)
    for case in cases:
        case.refresh_from_db()
    return [one.refusal for one in sorted(outcomes, key=lambda one: one.case.pk)]


def asked(cast: Cast, kind: str) -> Case:
    """A case that is asked a second time, in a round of that kind."""
    case = approved(cast)
    ask(cast, [case], opened(cast, kind))
    return case


def test_only_a_coordinator_opens_one(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        rounds.open_round(kind="plan", code="p", title="Plan", language="en", by=cast.editor, now=NOW)


def test_a_code_is_used_once(cast: Cast) -> None:
    opened(cast)
    with pytest.raises(Refused, match="of this code"):
        opened(cast)


def test_what_was_approved_is_asked_again_and_what_was_received_enters(cast: Cast) -> None:
    done, new = approved(cast), received(cast)
    assert ask(cast, [done, new], opened(cast)) == ["", ""]
    assert (done.state, done.due_on, done.round.code) == ("assigned", LATER, "next")
    assert (new.state, new.due_on, new.round.code) == ("received", None, "next")
    assert [case.events.count() for case in (done, new)] == [5, 1]
    assert broken() == []


def test_each_case_is_asked_by_itself(cast: Cast) -> None:
    done, busy = approved(cast), sent(cast)
    refusals = ask(cast, [done, busy], opened(cast))
    assert refusals == ["", "It is still under way in its present round: With validator."]
    assert done.state == "assigned"


@pytest.mark.parametrize(
    ("state", "why"), [("drafting", "still under way"), ("closed", "revive it first"), ("approved", "")]
)
def test_the_preview_says_who_cannot_be_asked_and_why(cast: Cast, state: str, why: str) -> None:
    (prospect,) = rounds.prospects([AT[state](cast)], None)
    assert why in prospect.refusal
    assert bool(why) == bool(prospect.refusal)


def test_nobody_is_asked_twice_in_one_round(cast: Cast) -> None:
    case, again = approved(cast), opened(cast)
    ask(cast, [case], again)
    assert [one.refusal for one in rounds.prospects([case], again)] == ["It is in this round already."]
    assert [one.refusal for one in rounds.prospects([case], cast.round)] == ["It was answered in this round."]
    new = received(cast)
    with pytest.raises(Blocked, match="in this round already"):
        actions.take_step(new, "enter_round", by=cast.coordinator, now=NOW, round=cast.round)


def test_single_cases_may_have_a_date_of_their_own(cast: Cast) -> None:
    one, other = approved(cast), approved(cast)
    ask(cast, [one, other], opened(cast), dates={other.reference: DUE})
    assert (one.due_on, other.due_on) == (LATER, DUE)


def test_a_case_that_was_begun_and_handed_back_keeps_what_was_begun(cast: Cast) -> None:
    case = drafted(cast)
    actions.take_step(
        case, "hand_back", by=cast.focal_point, now=NOW, comment="Not ours.", proposed=cast.justice
    )
    begun = case.answer
    ask(cast, [case], opened(cast))
    assert case.answer is None
    assert case.past_rounds.get().answer == begun
    assert broken() == []


def company(cast: Cast) -> list[Case]:
    """Two cases that one approved answer answers."""
    cases = [received(cast), received(cast)]
    actions.assign_together(cases, lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)
    draft(cases[0], by=cast.focal_point)
    actions.take_step(cases[0], "sign_and_send", by=cast.head, now=NOW)
    actions.take_step(cases[0], "approve", by=cast.validator, now=NOW)
    return list(Case.objects.filter(pk__in=[case.pk for case in cases]).order_by("pk"))


def test_cases_of_one_answer_are_asked_together_again(cast: Cast) -> None:
    cases = company(cast)
    ask(cast, cases, opened(cast))
    assert cases[0].answer == cases[1].answer
    assert cases[0].answer.round.code == "next"


def test_one_of_them_can_be_asked_alone(cast: Cast) -> None:
    first, second = company(cast)
    assert ask(cast, [first], opened(cast)) == [""]
    second.refresh_from_db()
    assert (first.state, second.state) == ("assigned", "approved")
    assert first.answer != second.answer


def test_it_is_taken_back_while_nobody_wrote(cast: Cast, settings: object) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    cases = company(cast)
    before = cases[0].answer
    ask(cast, cases, opened(cast))
    undo(cases[0], by=cast.coordinator, now=NOW, seen=cases[0].version)
    found = Case.objects.filter(pk__in=[case.pk for case in cases])
    assert {(case.state, case.answer, case.round) for case in found} == {("approved", before, cast.round)}
    assert not found[0].past_rounds.exists()
    assert broken() == []


def test_it_is_not_taken_back_once_somebody_spoke(cast: Cast, settings: object) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    case = asked(cast, "update")
    actions.add_comment(case, text="Again?", by=cast.focal_point, now=NOW)
    with pytest.raises(Blocked, match="begun to work"):
        undo(case, by=cast.coordinator, now=NOW, seen=case.version)


def test_an_update_never_becomes_the_round_of_the_report(cast: Cast) -> None:
    opened(cast)
    assert rounds.current() == cast.round


def test_after_a_closed_round_of_this_year_another_is_opened(cast: Cast) -> None:
    first = Round.objects.create(code="report-2026", title="2026", language="en", opened_on=NOW.date())
    for one in (cast.round, first):
        rounds.close_round(one, by=cast.coordinator, now=NOW)
    assert rounds.current_or_opened(NOW).code == "report-2026-2"


def test_a_round_is_closed_once_nobody_answers(cast: Cast) -> None:
    case = assigned(cast)
    with pytest.raises(Blocked, match="still answered"):
        rounds.close_round(cast.round, by=cast.coordinator, now=NOW)
    actions.take_step(
        case, "close", by=cast.coordinator, now=NOW, comment="Asked anew.", because="superseded"
    )
    rounds.close_round(cast.round, by=cast.coordinator, now=NOW)
    assert cast.round.closed_on == NOW.date()


def test_in_a_closed_round_nothing_begins(cast: Cast) -> None:
    new, done = received(cast), approved(cast)
    rounds.close_round(cast.round, by=cast.coordinator, now=NOW)
    act = {"by": cast.coordinator, "now": NOW}
    for case, step, given in (
        (new, "assign", {"lead": cast.health, "due_on": DUE}),
        (done, "reopen", {"comment": "A mistake."}),
    ):
        with pytest.raises(Blocked, match="Its round is closed"):
            actions.take_step(Case.objects.get(pk=case.pk), step, **act, **given)


def test_no_case_is_asked_in_a_closed_round(cast: Cast) -> None:
    done, over = approved(cast), opened(cast)
    rounds.close_round(over, by=cast.coordinator, now=NOW)
    assert ask(cast, [done], over) == ["This round is closed; choose an open one."]
    rounds.reopen_round(over, by=cast.coordinator)
    assert ask(cast, [done], over) == [""]


def test_a_correction_leaves_the_dates_of_cases_alone(cast: Cast) -> None:
    case = assigned(cast)
    rounds.revise_round(cast.round, title="Better", question="", due_on=LATER, by=cast.coordinator)
    case.refresh_from_db()
    assert (case.due_on, case.round.title, case.round.due_on) == (DUE, "Better", LATER)


def test_a_position_is_proposed_where_positions_are_asked(cast: Cast) -> None:
    case = asked(cast, "positions")
    write(case, cast)
    with pytest.raises(Blocked, match="Propose a position first"):
        actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    write(case, cast, position="noted")
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    actions.take_step(case, "approve", by=cast.validator, now=NOW)
    assert (case.proposed_position, case.proposed_status) == ("noted", None)
    assert case.status == status("in-progress")  # of the round before


def test_a_plan_may_leave_the_status_as_it_is(cast: Cast) -> None:
    case = asked(cast, "plan")
    write(case, cast)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    actions.take_step(case, "approve", by=cast.validator, now=NOW)
    assert case.status == status("in-progress")


@pytest.mark.parametrize("kind", ["update", "report"])
def test_the_others_need_a_status_and_take_no_position(cast: Cast, kind: str) -> None:
    case = asked(cast, kind)
    write(case, cast, position="noted")
    assert case.proposed_position == ""
    with pytest.raises(Blocked, match="Propose an implementation status"):
        actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)


def test_who_proposes_another_position_counts_as_a_drafter(cast: Cast) -> None:
    case = asked(cast, "positions")
    write(case, cast, position="noted")
    write(case, cast, position="supported", by=cast.head)
    assert cast.head.pk in drafters(case)


def write(case: Case, cast: Cast, position: str = "", by: object = None) -> None:
    latest = case.answer.latest_draft()
    actions.save_draft(
        case, full_text="We will.", short_text="We will.", position=position,
        started_from=latest.number if latest else 0, by=by or cast.focal_point, now=NOW,
    )  # fmt: skip
    case.refresh_from_db()
