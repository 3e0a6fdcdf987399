"""Contributions: asked for, written, delivered and merged; and the answer that cannot go without them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from cases import actions
from cases.contributions import contributing
from cases.models import Case, Contribution, Part, Round, Version
from cases.people.models import Department
from cases.people.roles import give_role
from tests.cases.stations import for_signature
from tests.cast import DUE, LATER, NOW, Cast, assigned, department, draft, drafted, person, received, sent
from workflow.errors import Blocked, Conflict, NotAllowed, Refused, WrongState
from workflow.invariants import broken

PART = "Prisons hold regular hours for nurses."
AFTER = NOW + timedelta(days=60)


def ask(cast: Cast, case: Case, by: object = None, of: Department | None = None, **more: Any) -> Contribution:
    act = {"by": by or cast.focal_point, "now": NOW, "comment": "What about prisons?", "due_on": DUE}
    return contributing.ask(case, of or cast.justice, **act, **more)


def write(cast: Cast, contribution: Contribution, text: str = PART, by: object = None) -> Part:
    latest = contribution.latest_part()
    act = {"by": by or cast.justice_focal_point, "now": NOW, "started_from": latest.number if latest else 0}
    return contributing.save_part(contribution, text=text, **act)


def take(contribution: Contribution, step: str, by: object, now: object = NOW, **more: Any) -> None:
    more = {"comment": "A reason."} | more
    contribution.refresh_from_db()
    contributing.take_contribution_step(contribution, step, by=by, now=now, **more)
    contribution.refresh_from_db()


def delivered(cast: Cast, case: Case) -> Contribution:
    contribution = ask(cast, case)
    write(cast, contribution)
    take(contribution, "deliver", cast.justice_focal_point)
    return contribution


def send(cast: Cast, case: Case, step: str = "sign_and_send") -> None:
    by = cast.head if step == "sign_and_send" else cast.focal_point
    actions.take_step(Case.objects.get(pk=case.pk), step, by=by, now=NOW)


def test_a_part_goes_from_the_question_to_the_answer(cast: Cast) -> None:
    case = drafted(cast)
    contribution = delivered(cast, case)
    take(contribution, "return_to_contributor", cast.head)
    write(cast, contribution, "Since 2024, prisons hold regular hours for nurses.")
    take(contribution, "deliver", cast.justice_focal_point)
    take(contribution, "accept", cast.focal_point)
    send(cast, case)
    steps = list(contribution.events.order_by("number").values_list("step", flat=True))
    assert steps == ["ask", "begin", "deliver", "return_to_contributor", "begin", "deliver", "accept"]
    assert [part.released_at for part in contribution.parts.order_by("number")] == [None, NOW]
    assert broken() == []


@pytest.mark.parametrize("step", ["send_for_sign_off", "sign_and_send"])
def test_the_answer_is_not_sent_before_it_is_settled_and_the_sentence_names_who(
    cast: Cast, step: str
) -> None:
    case = drafted(cast)
    contribution = ask(cast, case)
    with pytest.raises(Blocked, match="not settled: Ministry of Justice, asked on 2 March 2026"):
        send(cast, case, step)
    write(cast, contribution)
    take(contribution, "deliver", cast.justice_focal_point)
    with pytest.raises(Blocked, match="waits to be accepted or returned"):
        send(cast, case, step)
    take(contribution, "accept", cast.alternate)
    send(cast, case, step)


@pytest.mark.parametrize(
    ("step", "who", "at"),
    [
        ("decline", "justice_focal_point", NOW),
        ("withdraw", "coordinator", NOW),
        ("go_on_without", "head", AFTER),
    ],
)
def test_these_settle_it_too(cast: Cast, step: str, who: str, at: object) -> None:
    case = drafted(cast)
    contribution = ask(cast, case)
    take(contribution, step, getattr(cast, who), at)
    send(cast, case)
    assert contribution.unanswered == (step == "go_on_without")
    assert broken() == []


def test_without_an_answer_it_goes_on_only_past_the_date(cast: Cast) -> None:
    contribution = ask(cast, drafted(cast))
    with pytest.raises(Blocked, match="date is not over"):
        take(contribution, "go_on_without", cast.head)
    take(contribution, "go_on_without", cast.head, AFTER)
    assert str(contribution.standing) == "no answer"


@pytest.mark.parametrize("name", ["justice_focal_point", "validator", "observer", "stranger"])
def test_only_lead_and_coordinator_ask(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        ask(cast, drafted(cast), by=getattr(cast, name))
    assert not Contribution.objects.exists()


def test_a_coordinator_asks_as_soon_as_it_is_assigned(cast: Cast) -> None:
    assert ask(cast, assigned(cast), by=cast.coordinator).state == "asked"
    with pytest.raises(Refused):
        ask(cast, received(cast), by=cast.coordinator)


@pytest.mark.parametrize("station", [sent, for_signature])
def test_nothing_is_asked_once_the_answer_left_the_drafters(cast: Cast, station: Any) -> None:
    with pytest.raises(Blocked, match="not being drafted"):
        ask(cast, station(cast))


def test_a_contributor_writes_and_does_nothing_else(cast: Cast) -> None:
    writer = person("writer", "contributor", cast.justice)
    case = drafted(cast)
    contribution = ask(cast, case)
    assert write(cast, contribution, by=writer).author == writer
    for step in ("deliver", "decline", "withdraw"):
        with pytest.raises(NotAllowed):
            take(contribution, step, writer)
    led = assigned(cast, to=cast.justice)
    assert led not in Case.objects.visible_to(writer)
    with pytest.raises(NotAllowed):
        draft(led, by=writer)


def test_nobody_else_writes_a_part(cast: Cast) -> None:
    contribution = ask(cast, drafted(cast))
    for who in (cast.focal_point, cast.coordinator, cast.validator, cast.stranger):
        with pytest.raises(NotAllowed):
            write(cast, contribution, by=who)


def test_two_who_write_at_once_both_keep_their_text(cast: Cast) -> None:
    contribution = ask(cast, drafted(cast))
    write(cast, contribution)
    with pytest.raises(contributing.StalePart) as stale:
        contributing.save_part(
            contribution, text="Mine.", started_from=0, by=cast.justice_focal_point, now=NOW
        )
    assert stale.value.current.text == PART


def test_what_is_delivered_is_not_changed_any_more(cast: Cast) -> None:
    contribution = delivered(cast, drafted(cast))
    with pytest.raises(WrongState):
        write(cast, contribution, "Once more.")


def test_an_independent_body_declines_without_a_reason_and_its_text_stands(cast: Cast) -> None:
    Department.objects.filter(pk=cast.justice.pk).update(independent=True)
    take(ask(cast, drafted(cast)), "decline", cast.justice_focal_point, comment="")
    contribution = delivered(cast, drafted(cast))
    with pytest.raises(Blocked, match="independent body"):
        take(contribution, "return_to_contributor", cast.head)
    Department.objects.filter(pk=cast.justice.pk).update(independent=False)
    with pytest.raises(Blocked, match="Give a reason"):
        take(ask(cast, drafted(cast)), "decline", cast.justice_focal_point, comment="")


# Who sees what


def test_who_is_asked_sees_the_case_and_none_of_its_texts(cast: Cast) -> None:
    case = drafted(cast)
    assert case not in Case.objects.visible_to(cast.justice_focal_point)
    ask(cast, case)
    assert case in Case.objects.visible_to(cast.justice_focal_point)
    assert not Version.objects.visible_to(cast.justice_focal_point).exists()
    send_after_withdrawal(cast, case)
    assert case in Case.objects.visible_to(cast.justice_focal_point)
    assert not Version.objects.visible_to(cast.justice_focal_point).exists()


def send_after_withdrawal(cast: Cast, case: Case) -> None:
    take(case.answer.contributions.get(), "withdraw", cast.focal_point)
    send(cast, case)


def test_a_part_is_seen_by_its_department_then_by_the_lead_then_by_the_nation(cast: Cast) -> None:
    case = drafted(cast)
    contribution = ask(cast, case)
    write(cast, contribution)
    everybody = (cast.justice_focal_point, cast.head, cast.coordinator, cast.stranger)

    def seen() -> list[int]:
        return [Part.objects.visible_to(who).count() for who in everybody]

    assert seen() == [1, 0, 0, 0]
    take(contribution, "deliver", cast.justice_focal_point)
    assert seen() == [1, 1, 0, 0]
    take(contribution, "accept", cast.head)
    send(cast, case)
    assert seen() == [1, 1, 1, 0]


def test_other_contributors_see_nothing_of_it(cast: Cast) -> None:
    case, interior = drafted(cast), department("interior", "Ministry of the Interior")
    other = person("interior-focal-point", "focal point", interior)
    delivered(cast, case)
    ask(cast, case, of=interior)
    assert [one.department for one in Contribution.objects.visible_to(other)] == [interior]
    assert not Part.objects.visible_to(other).exists()


# Undone, and the case that moves


def test_an_undone_request_was_never_made(cast: Cast, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    case = drafted(cast)
    contribution = ask(cast, case)
    contributing.take_back(contribution, by=cast.focal_point, now=NOW, seen=1)
    assert case not in Case.objects.visible_to(cast.justice_focal_point)
    send(cast, case)
    assert broken() == []


def test_a_delivery_is_taken_back_with_its_text(cast: Cast, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    contribution = delivered(cast, drafted(cast))
    contributing.take_back(contribution, by=cast.justice_focal_point, now=NOW, seen=contribution.version)
    assert not Part.objects.visible_to(cast.head).exists()


def test_an_acceptance_is_not_undone_once_the_answer_was_sent(cast: Cast, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    case = drafted(cast)
    contribution = delivered(cast, case)
    take(contribution, "accept", cast.focal_point)
    send(cast, case)
    with pytest.raises(Blocked, match="gone on since"):
        contributing.take_back(contribution, by=cast.focal_point, now=NOW, seen=contribution.version)


def move(cast: Cast, case: Case, step: str, lead: Department | None = None) -> None:
    acts: dict[str, dict[str, Any]] = {
        "assign": {"by": cast.coordinator, "lead": lead, "due_on": DUE},
        "reassign": {"by": cast.coordinator, "lead": lead, "due_on": DUE},
        "hand_back": {"by": cast.focal_point, "proposed": cast.justice},
        "close": {"by": cast.coordinator, "because": "superseded"},
    }
    actions.take_step(Case.objects.get(pk=case.pk), step, now=NOW, comment="A reason.", **acts[step])


@pytest.mark.parametrize("step", ["hand_back", "close"])
def test_it_lapses_when_the_case_is_handed_back_or_closed(cast: Cast, step: str) -> None:
    case = drafted(cast)
    contribution = ask(cast, case)
    move(cast, case, step)
    lapsed = contribution.events.latest("number")
    assert (lapsed.step, lapsed.data["given"]) == ("lapse", {"because": step})
    with pytest.raises((Conflict, WrongState)):
        write(cast, contribution)
    assert broken() == []


@pytest.mark.parametrize("step", ["assign", "reassign"])
def test_it_goes_with_the_case_to_another_lead(cast: Cast, step: str) -> None:
    interior = department("interior", "Ministry of the Interior")
    head = person("interior-head", "head", interior)
    case = assigned(cast)
    contribution = ask(cast, case)
    move(cast, case, step, interior)
    contribution.refresh_from_db()
    assert (contribution.state, contribution.lead) == ("asked", interior)
    assert contribution.answer == Case.objects.get(pk=case.pk).answer
    assert not Contribution.objects.visible_to(cast.head).exists()
    write(cast, contribution)
    take(contribution, "deliver", cast.justice_focal_point)
    take(contribution, "accept", head)
    assert broken() == []


def test_it_lapses_where_the_contributor_becomes_the_lead(cast: Cast) -> None:
    case = drafted(cast)
    contribution = ask(cast, case)
    move(cast, case, "reassign", cast.justice)
    contribution.refresh_from_db()
    assert (contribution.state, broken()) == ("withdrawn", [])


# A second lead


def agreeing(cast: Cast, case: Case) -> Contribution:
    contribution = ask(cast, case, must_agree=True)
    take(contribution, "ask_to_agree", cast.focal_point, due_on=DUE)
    return contribution


def test_a_second_lead_agrees_to_the_text_as_it_stands(cast: Cast) -> None:
    case = drafted(cast)
    contribution = agreeing(cast, case)
    with pytest.raises(Blocked, match="asked on"):
        send(cast, case)
    take(contribution, "deliver", cast.justice_focal_point)
    assert str(contribution.standing) == "agreed"
    send(cast, case)
    assert broken() == []


def test_it_reads_the_text_once_it_is_asked_and_no_other(cast: Cast) -> None:
    case = drafted(cast, full_text="A first attempt.")
    draft(case, by=cast.alternate)
    contribution = ask(cast, case, must_agree=True)
    seen = Version.objects.visible_to(cast.justice_focal_point)
    assert not seen.exists()
    take(contribution, "ask_to_agree", cast.focal_point, due_on=DUE)
    assert [version.number for version in seen.all()] == [2]
    take(contribution, "lift", cast.coordinator)
    assert not seen.all().exists()


def test_a_later_text_has_to_be_agreed_to_again(cast: Cast) -> None:
    case = drafted(cast)
    contribution = agreeing(cast, case)
    draft(case, by=cast.focal_point, full_text="Something else altogether.")
    with pytest.raises(Blocked, match="changed its text since"):
        take(contribution, "deliver", cast.justice_focal_point)
    take(contribution, "ask_to_agree", cast.focal_point, due_on=DUE)
    take(contribution, "deliver", cast.justice_focal_point)
    draft(case, by=cast.focal_point, full_text="And something else again.")
    with pytest.raises(Blocked, match="agreed to an earlier text"):
        send(cast, case)


def test_who_must_agree_is_not_passed_over(cast: Cast) -> None:
    case = drafted(cast)
    contribution = agreeing(cast, case)
    for step, who in (("withdraw", cast.coordinator), ("go_on_without", cast.head)):
        with pytest.raises(Blocked, match="Only a coordinator can lift"):
            take(contribution, step, who, AFTER)
    take(contribution, "decline", cast.justice_focal_point)
    with pytest.raises(Blocked, match="does not agree"):
        send(cast, case)
    with pytest.raises(NotAllowed):
        take(contribution, "lift", cast.head)
    take(contribution, "lift", cast.coordinator)
    send(cast, case)
    assert broken() == []


def test_a_second_lead_gives_its_own_part_first(cast: Cast) -> None:
    case = drafted(cast)
    contribution = ask(cast, case, must_agree=True)
    write(cast, contribution)
    take(contribution, "deliver", cast.justice_focal_point)
    take(contribution, "accept", cast.focal_point)
    with pytest.raises(Blocked, match="has not agreed to the text yet"):
        send(cast, case)


# Many at once, and the next round


def test_many_are_asked_at_once_each_by_itself(cast: Cast) -> None:
    interior = department("interior", "Ministry of the Interior")
    cases = [drafted(cast), sent(cast), assigned(cast, to=cast.justice)]
    act = {"by": cast.coordinator, "now": NOW, "due_on": DUE}
    outcomes = contributing.ask_each(cases, [cast.justice, interior], **act)
    assert [bool(one.refusal) for one in outcomes] == [False, True, True]
    assert "leads the case" in outcomes[2].refusal
    assert Contribution.objects.count() == 3


def test_cases_answered_together_are_asked_about_once(cast: Cast) -> None:
    cases = [received(cast), received(cast)]
    actions.assign_together(cases, lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)
    outcomes = contributing.ask_each(cases, [cast.justice], by=cast.coordinator, now=NOW, due_on=DUE)
    assert [one.refusal for one in outcomes] == ["", ""]
    assert len(Contribution.objects.get().told_cases()) == 2


def test_the_open_ones_of_a_department_are_withdrawn_at_once(cast: Cast) -> None:
    first, second, none = drafted(cast), drafted(cast), drafted(cast)
    ask(cast, first)
    ask(cast, second, must_agree=True)
    outcomes = contributing.withdraw_each(
        [first, second, none], department=cast.justice, by=cast.coordinator, now=NOW
    )
    assert [one.refusal.partition(":")[0] for one in outcomes] == [
        "", "Ministry of Justice", "No contribution is open here."
    ]  # fmt: skip


def test_the_next_round_proposes_the_same_contributors(cast: Cast) -> None:
    case = drafted(cast)
    take(delivered(cast, case), "accept", cast.focal_point)
    send(cast, case)
    actions.take_step(Case.objects.get(pk=case.pk), "approve", by=cast.validator, now=NOW)
    again = Round.objects.create(code="2027", title="2027", language="en", opened_on=date(2027, 1, 1))
    actions.take_step(
        Case.objects.get(pk=case.pk), "open_round", by=cast.coordinator, now=NOW, round=again, due_on=LATER
    )
    case = Case.objects.select_related("answer").get(pk=case.pk)
    assert [one.department for one in contributing.contributed_before(case)] == [cast.justice]
    ask(cast, case)
    assert contributing.contributed_before(case) == []


def test_a_role_is_lent_as_any_other(cast: Cast) -> None:
    give_role(cast.stranger, "contributor", cast.justice)
    assert write(cast, ask(cast, drafted(cast)), by=cast.stranger).number == 1


def test_what_is_broken_is_found(cast: Cast) -> None:
    case = drafted(cast)
    contribution = ask(cast, case)
    Case.objects.filter(pk=case.pk).update(state="validation")
    found = " ".join(broken())
    assert "past its drafters with a contribution that is not settled" in found
    assert "open only while the lead" in found
    Contribution.objects.filter(pk=contribution.pk).update(state="accepted")
    assert "was delivered stands" in " ".join(broken())


def test_no_part_is_written_where_the_case_is_restricted_and_the_writer_not_named(cast: Cast) -> None:
    case = drafted(cast)
    contribution = ask(cast, case)
    write(cast, contribution)
    actions.take_step(
        Case.objects.get(pk=case.pk), "restrict", by=cast.coordinator, now=NOW, comment="A witness is named."
    )
    contribution.refresh_from_db()
    with pytest.raises(NotAllowed, match="restricted"):
        write(cast, contribution, "More.")
    assert Part.objects.count() == 1


def test_who_wrote_a_part_does_not_approve_the_answer(cast: Cast) -> None:
    case = drafted(cast)
    give_role(cast.validator, "contributor", cast.justice)
    contribution = ask(cast, case)
    write(cast, contribution, by=cast.validator)
    take(contribution, "deliver", cast.justice_focal_point)
    take(contribution, "accept", cast.focal_point)
    send(cast, case)
    case = Case.objects.get(pk=case.pk)
    with pytest.raises(Blocked, match="You drafted this answer"):
        actions.take_step(case, "approve", by=cast.validator, now=NOW)
    actions.take_step(case, "approve", by=cast.second_validator, now=NOW)
    assert broken() == []
