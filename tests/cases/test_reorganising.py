"""Merging and splitting departments: what is open moves, what is done stays, all or nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cases import actions
from cases.contributions import contributing
from cases.extensions.extending import ask_for_more_time, take_request_step
from cases.models import Answer, Case, Contribution, LeadProposal, Round, Term, Version
from cases.people.delegating import lend
from cases.people.models import Department, DepartmentDelegation, Reorganisation, Succession
from cases.people.reorganising import digest, why_not
from cases.people.roles import HEAD, give_role, grants_of, holders
from tests.cases import stations
from tests.cases.reorganised import TODAY, YESTERDAY, done, founded, merger, named, renaming, split
from tests.cast import DUE, LATER, NOW, Cast, department, drafted, person, received, sent
from workflow import engine
from workflow.errors import Blocked, Conflict, NotAllowed, Refused
from workflow.invariants import broken

MOVED = ("assigned", "drafting", "sign-off", "validation", "agreement", "approved")
STAYED = ("submitted", "closed")


def closed_while_drafted(cast: Cast) -> Case:
    case = drafted(cast)
    because = Case.Closing.SUPERSEDED
    actions.take_step(case, "close", by=cast.coordinator, now=NOW, comment="Asked anew.", because=because)
    return case


AT = stations.AT | {"closed": closed_while_drafted}


def again(case: Case) -> Case:
    return Case.objects.select_related("lead", "answer").get(pk=case.pk)


@pytest.mark.parametrize("state", MOVED)
def test_a_case_under_way_moves_with_its_answer_by_one_event(cast: Cast, state: str) -> None:
    before = again(AT[state](cast))
    done(merger(cast), cast)
    after = again(before)
    assert (after.lead, after.answer.lead) == (named("wellbeing"), named("wellbeing"))
    assert (after.state, after.due_on, after.answer) == (state, before.due_on, before.answer)
    event = after.events.get(number=before.version + 1)
    assert (event.step, event.by, after.version) == ("succeed", cast.coordinator, before.version + 1)
    assert broken() == []


@pytest.mark.parametrize("state", STAYED)
def test_a_case_that_is_done_stays_with_who_answered(cast: Cast, state: str) -> None:
    before = again(AT[state](cast))
    done(merger(cast), cast)
    after = again(before)
    assert (after.lead, after.answer.lead, after.version) == (cast.health, cast.health, before.version)
    assert broken() == []


@pytest.mark.parametrize("state", MOVED)
def test_work_goes_on_under_the_new_department(cast: Cast, state: str) -> None:
    case = AT[state](cast)
    done(merger(cast), cast)
    case = again(case)
    for step, by in {
        "assigned": [("accept", cast.focal_point)],
        "drafting": [("send_for_sign_off", cast.focal_point)],
        "sign-off": [("sign_and_send", cast.head)],
        "validation": [("withdraw", cast.justice_focal_point)],
        "agreement": [("agree", cast.head)],
        "approved": [("submit", cast.editor)],
    }[state]:
        engine.perform(case, step, by=by, now=NOW, edition="a hash")
    assert broken() == []


def test_the_merged_departments_end_and_the_new_one_begins(cast: Cast) -> None:
    done(merger(cast), cast)
    cast.health.refresh_from_db()
    assert (cast.health.valid_until, named("wellbeing").valid_from) == (YESTERDAY, TODAY)
    assert set(Department.objects.standing_on(TODAY)) == {named("wellbeing")}
    assert Succession.objects.filter(successor=named("wellbeing"), main=True).count() == 2


def test_one_is_merged_into_another_that_exists(cast: Cast) -> None:
    case = drafted(cast)
    done(merger(cast, predecessors=[cast.health], successors=[cast.justice]), cast)
    assert again(case).lead == cast.justice
    assert broken() == []


def test_roles_are_carried_over(cast: Cast) -> None:
    done(merger(cast), cast)
    assert set(holders(named("wellbeing").pk, "draft")) == {cast.focal_point, cast.justice_focal_point}
    assert set(holders(named("wellbeing").pk, "sign_off")) == {cast.head}


def test_whose_role_is_not_carried_over_sees_no_draft_any_more(cast: Cast) -> None:
    case = drafted(cast)
    done(merger(cast, roles=frozenset({(cast.head.pk, "sign_off", 0)})), cast)
    for who, sees in ((cast.focal_point, False), (cast.alternate, False), (cast.head, True)):
        assert Version.objects.visible_to(who).exists() == sees
        assert (case in Case.objects.visible_to(who)) == sees


def test_a_draft_stays_within_the_department_that_follows(cast: Cast) -> None:
    case = drafted(cast)
    done(merger(cast), cast)
    assert Version.objects.visible_to(cast.justice_focal_point).filter(answer=case.answer).exists()
    for outside in (cast.coordinator, cast.validator, cast.stranger):
        assert not Version.objects.visible_to(outside).exists()


def test_who_drafted_before_counts_as_drafter_after(cast: Cast) -> None:
    give_role(cast.focal_point, "head", cast.health)
    give_role(cast.focal_point, "validator")
    case = drafted(cast)
    done(merger(cast), cast)
    with pytest.raises(Blocked, match="You drafted this answer"):
        engine.perform(again(case), "sign_and_send", by=cast.focal_point, now=NOW)
    engine.perform(again(case), "sign_and_send", by=cast.head, now=NOW)
    with pytest.raises(Blocked, match="You drafted this answer"):
        engine.perform(again(case), "approve", by=cast.focal_point, now=NOW)


def test_an_open_request_for_more_time_goes_on(cast: Cast) -> None:
    case = drafted(cast)
    request = ask_for_more_time(case, wanted_on=LATER, by=cast.focal_point, now=NOW, comment="A survey.")
    done(merger(cast), cast)
    request.refresh_from_db()
    assert request.lead == named("wellbeing")
    take_request_step(request, "grant", by=cast.coordinator, now=NOW, seen=1, granted_on=LATER)
    assert again(case).due_on == LATER
    assert broken() == []


def handed_back(cast: Cast) -> Case:
    case = drafted(cast)
    given = {"comment": "Not ours.", "proposed": cast.justice}
    actions.take_step(case, "hand_back", by=cast.focal_point, now=NOW, **given)
    return case


def test_what_was_begun_before_a_case_was_handed_back_is_taken_up_again(cast: Cast) -> None:
    case = drafted(cast)
    actions.take_step(
        case, "hand_back", by=cast.focal_point, now=NOW, comment="Not ours.", proposed=cast.justice
    )
    done(merger(cast), cast)
    actions.take_step(
        again(case), "assign", by=cast.coordinator, now=NOW, lead=named("wellbeing"), due_on=DUE
    )
    assert again(case).answer == case.answer


def test_a_proposal_to_lead_means_the_department_that_follows(cast: Cast) -> None:
    case = drafted(cast)
    actions.take_step(
        case, "hand_back", by=cast.focal_point, now=NOW, comment="Not ours.", proposed=cast.justice
    )
    done(merger(cast), cast)
    proposal = LeadProposal.objects.get()
    assert (proposal.named, proposal.department) == ("Ministry of Justice", named("wellbeing"))


def test_a_case_asked_again_goes_to_the_department_that_follows(cast: Cast) -> None:
    case = stations.submitted(cast)
    done(merger(cast), cast)
    again_asked = Round.objects.create(code="2027", title="2027", opened_on=DUE)
    actions.take_step(again(case), "open_round", by=cast.coordinator, now=NOW, round=again_asked, due_on=DUE)
    assert (again(case).lead, again(case).answer.lead) == (named("wellbeing"), named("wellbeing"))
    assert again(case).past_rounds.get().answer.lead == cast.health


def lent(cast: Cast) -> DepartmentDelegation:
    days = {"first_day": YESTERDAY + timedelta(days=1), "last_day": TODAY + timedelta(days=9), "now": NOW}
    return lend("sign_off", unit=cast.health, by=cast.head, to=cast.alternate, **days)


def test_what_was_lent_is_lent_again(cast: Cast) -> None:
    old = lent(cast)
    done(merger(cast), cast)
    new = DepartmentDelegation.objects.get(unit=named("wellbeing"))
    assert (new.borrower, new.last_day) == (cast.alternate, old.last_day)
    assert HEAD.held(grants_of(cast.alternate), named("wellbeing").pk)


def test_what_was_lent_ends_where_one_of_the_two_goes_elsewhere(cast: Cast) -> None:
    lent(cast)
    done(merger(cast, roles=frozenset({(cast.head.pk, "sign_off", 0)})), cast)
    assert DepartmentDelegation.objects.get().ended_at == NOW


def test_parts_of_a_dissolved_department_are_parts_of_the_next(cast: Cast) -> None:
    prisons = Department.objects.create(code="prisons", parent=cast.justice)
    done(merger(cast), cast)
    prisons.refresh_from_db()
    assert prisons.parent == named("wellbeing")


# Contributions


def asked(case: Case, department: Department, cast: Cast) -> Contribution:
    return contributing.ask(case, department, due_on=DUE, by=cast.coordinator, now=NOW, comment="Figures.")


def labour(cast: Cast) -> Department:
    made = department("labour", "Ministry of Labour")
    person("labour-contributor", "contributor", made)
    return made


def test_a_contribution_goes_with_the_department_that_makes_it(cast: Cast) -> None:
    one = asked(drafted(cast), cast.justice, cast)
    done(merger(cast, predecessors=[cast.justice], successors=[founded()]), cast)
    one.refresh_from_db()
    assert (one.department, one.lead, one.state) == (named("wellbeing"), cast.health, "asked")
    assert broken() == []


def test_and_with_the_lead_that_asked_for_it(cast: Cast) -> None:
    one = asked(drafted(cast), labour(cast), cast)
    done(merger(cast), cast)
    one.refresh_from_db()
    assert (one.department, one.lead, one.state) == (named("labour"), named("wellbeing"), "asked")
    assert broken() == []


def test_of_one_that_lead_and_contributor_would_share_nothing_is_left(cast: Cast) -> None:
    one = asked(drafted(cast), cast.justice, cast)
    done(merger(cast), cast)
    one.refresh_from_db()
    assert one.state == "withdrawn"
    assert broken() == []


def test_two_contributors_that_become_one_contribute_once(cast: Cast) -> None:
    case, other = drafted(cast), labour(cast)
    first, second = asked(case, cast.justice, cast), asked(case, other, cast)
    done(merger(cast, predecessors=[cast.justice, other]), cast)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.department, first.state, second.state) == (named("wellbeing"), "asked", "withdrawn")
    assert broken() == []


# Split


def themed(cast: Cast, case: Case) -> Term:
    theme = Term.objects.create(vocabulary="theme", code=f"theme {case.pk}")
    case.recommendation.themes.add(theme)
    return theme


def test_a_split_sends_cases_by_choice_by_theme_and_the_rest_to_the_main_one(cast: Cast) -> None:
    rest, by_theme, chosen = drafted(cast), drafted(cast), sent(cast)
    theme = themed(cast, by_theme)
    done(split(cast, chosen={f"theme-{theme.pk}": 1, f"answer-{chosen.answer_id}": 1}), cast)
    assert [again(one).lead.code for one in (rest, by_theme, chosen)] == ["care", "hospitals", "hospitals"]
    assert broken() == []


def test_cases_that_are_answered_together_stay_together(cast: Cast) -> None:
    pair = [received(cast), received(cast)]
    actions.assign_together(pair, lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)
    theme = themed(cast, pair[0])
    done(split(cast, chosen={f"theme-{theme.pk}": 1}), cast)
    assert {again(one).lead.code for one in pair} == {"hospitals"}
    assert len({event.at for one in pair for event in one.events.filter(step="succeed")}) == 1


def test_a_split_gives_each_person_the_roles_that_are_ticked(cast: Cast) -> None:
    roles = {
        (cast.focal_point.pk, "draft", 0),
        (cast.alternate.pk, "stand_in", 1),
        (cast.head.pk, "sign_off", 1),
    }
    case = drafted(cast)
    done(split(cast, roles=frozenset(roles)), cast)
    assert set(holders(named("care").pk, "draft", "stand_in", "sign_off")) == {cast.focal_point}
    assert case in Case.objects.visible_to(cast.focal_point)
    assert case not in Case.objects.visible_to(cast.head)


# Refused


def test_only_a_coordinator_reorganises(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        done(merger(cast), cast, by=cast.head)


def test_what_changed_since_the_preview_is_not_overwritten(cast: Cast) -> None:
    for change in (
        lambda: drafted(cast),
        lambda: give_role(cast.stranger, "alternate", cast.health),
        lambda: lent(cast),
        lambda: cast.health.wordings.update(text="Health"),
    ):
        seen = digest(merger(cast), today=TODAY)
        change()
        with pytest.raises(Conflict, match="so nothing was done"):
            done(merger(cast), cast, seen=seen)
    assert not Reorganisation.objects.exists()


def refused(plan: Any, cast: Cast) -> str:
    with pytest.raises(Refused) as caught:
        done(plan, cast)
    assert not Reorganisation.objects.exists()
    return str(caught.value.sentence)


def test_each_refusal_says_why(cast: Cast) -> None:
    tomorrow = TODAY + timedelta(days=1)
    taken = merger(cast, successors=[founded("justice")])
    assert "to come" in refused(merger(cast, on=tomorrow), cast)
    assert "cannot follow itself" in refused(merger(cast, successors=[cast.health]), cast)
    assert "Choose the departments" in refused(merger(cast, predecessors=[]), cast)
    assert "“justice” is taken" in refused(taken, cast)
    assert "a name" in refused(merger(cast, successors=[founded(name="")]), cast)
    assert "part of one that is dissolved" in refused(
        merger(cast, successors=[founded(parent=cast.health)]), cast
    )
    assert "into two at least" in refused(split(cast, successors=[founded()]), cast)
    assert "named once" in refused(split(cast, successors=[cast.justice, cast.justice]), cast)
    assert "called already" in refused(renaming(cast, name="Ministry of Health"), cast)


def test_a_department_is_not_dissolved_before_it_began_or_twice(cast: Cast) -> None:
    Department.objects.filter(pk=cast.health.pk).update(valid_from=TODAY)
    assert "did not exist before that day" in refused(merger(cast), cast)
    Department.objects.filter(pk=cast.health.pk).update(valid_from=None, valid_until=YESTERDAY)
    assert "does not exist any more" in refused(merger(cast), cast)


def test_what_fails_half_way_leaves_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = [drafted(cast), drafted(cast), sent(cast)]
    before = [(again(case).lead, again(case).version) for case in cases]

    def fail(*anything: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("cases.people.reorganising.carry", fail)
    with pytest.raises(RuntimeError):
        done(merger(cast), cast)
    assert [(again(case).lead, again(case).version) for case in cases] == before
    assert not Department.objects.filter(code="wellbeing").exists()
    assert not Succession.objects.exists()
    assert Answer.objects.exclude(lead=cast.health).count() == 0


# Renamed


def test_a_renamed_department_is_the_same_one(cast: Cast) -> None:
    case = drafted(cast)
    done(renaming(cast, on=YESTERDAY), cast)
    cast.health = Department.objects.get(pk=cast.health.pk)
    assert str(cast.health) == "Ministry of Public Health"
    assert str(cast.health.wording_on(YESTERDAY - timedelta(days=1))) == "Ministry of Health"
    assert str(cast.health.wording_on(YESTERDAY)) == "Ministry of Public Health"
    assert (again(case).lead, again(case).version, cast.health.valid_until) == (
        cast.health,
        case.version,
        None,
    )
    assert broken() == []


def test_names_of_then_of_one_that_was_renamed_twice(cast: Cast) -> None:
    done(renaming(cast, on=YESTERDAY), cast)
    twice = renaming(cast, on=YESTERDAY, name="Health")
    assert "that day or later" in str(why_not(twice, today=TODAY))
    done(renaming(cast, on=TODAY, name="Health"), cast)
    health = Department.objects.get(pk=cast.health.pk)
    names = [str(health.wording_on(YESTERDAY + timedelta(days=n))) for n in (-1, 0, 1)]
    assert names == ["Ministry of Health", "Ministry of Public Health", "Health"]
