"""Validators for themes: what they may decide, see and are told of, by the rule of the national ones."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.models import Case, Evidence, Term, Version
from cases.pages.review.deciding import WITH_VALIDATOR
from cases.pages.review.queue import queue_of
from cases.people import delegating
from cases.people.models import User
from cases.people.roles import NATIONAL_VALIDATOR, VALIDATOR, give_role, grants_of
from cases.validating import give_themes, themes_of
from exports.models import Report
from tests.cast import NOW, Cast, assigned, draft, person, received, sent
from workflow import engine, may
from workflow.errors import NotAllowed
from workflow.invariants import broken
from workflow.undoing import undo


def theme(code: str) -> Term:
    return Term.objects.get_or_create(vocabulary="theme", code=code)[0]


def about(case: Case, *codes: str) -> Case:
    case.recommendation.themes.set([theme(code) for code in codes])
    return Case.objects.get(pk=case.pk)


@pytest.fixture
def judge(cast: Cast) -> User:
    user = person("judge")
    give_themes(user, [theme("health"), theme("education")])
    return user


def approve(case: Case, by: User) -> None:
    actions.take_step(case, "approve", by=by, now=NOW)


def test_any_of_the_themes_of_a_case_suffices(cast: Cast, judge: User) -> None:
    case = about(sent(cast), "justice", "health")
    approve(case, judge)
    assert case.state == "approved"
    assert broken() == []


@pytest.mark.parametrize("codes", [(), ("justice",)])
def test_another_theme_or_none_is_refused_with_a_sentence(
    cast: Cast, judge: User, codes: tuple[str, ...]
) -> None:
    case = about(sent(cast), *codes)
    with pytest.raises(NotAllowed, match="for the validator of its themes, or of the whole country"):
        approve(case, judge)


def test_a_theme_that_is_taken_is_gone_at_once(cast: Cast, judge: User) -> None:
    case = about(sent(cast), "health")
    give_themes(judge, [theme("education")])
    with pytest.raises(NotAllowed):
        approve(case, judge)
    assert [str(one) for one in themes_of(judge)] == ["education"]


def test_who_has_left_decides_on_nothing(cast: Cast, judge: User) -> None:
    case = about(sent(cast), "health")
    User.objects.filter(pk=judge.pk).update(is_active=False)
    with pytest.raises(NotAllowed):
        approve(case, User.objects.get(pk=judge.pk))
    assert judge.pk not in may.who_may([case], "approve")[case.pk]


def test_the_permission_without_a_theme_is_no_role(cast: Cast) -> None:
    right = Permission.objects.get(codename="validate", content_type__model="term")
    cast.stranger.user_permissions.add(right)
    about(sent(cast), "health")
    assert not VALIDATOR.held_for_any(grants_of(cast.stranger))
    assert not Case.objects.visible_to(cast.stranger).exists()


def test_one_is_validator_for_nothing_but_themes(cast: Cast) -> None:
    with pytest.raises(ValueError, match="themes alone"):
        give_themes(cast.stranger, [Term.objects.create(vocabulary="state", code="France")])


def test_cases_answered_together_are_judged_each_by_itself(cast: Cast, judge: User) -> None:
    """The page says beforehand what the step would answer."""
    one, other = together(cast)
    about(one, "health"), about(other, "justice")
    assert refusal(one, judge) == (
        f"“Approve” moves {other} too, and that is for the validator of its themes, or of the whole country."
    )
    with pytest.raises(NotAllowed):
        approve(one, judge)
    assert {case.state for case in Case.objects.all()} == {"validation"}

    about(other, "education")
    assert refusal(one, judge) == ""
    approve(Case.objects.get(pk=one.pk), judge)
    assert {case.state for case in Case.objects.all()} == {"approved"}


def together(cast: Cast) -> list[Case]:
    cases = [received(cast), received(cast)]
    actions.assign_together(cases, lead=cast.health, by=cast.coordinator, now=NOW, due_on=NOW.date())
    draft(cases[0], by=cast.focal_point)
    actions.take_step(Case.objects.get(pk=cases[0].pk), "sign_and_send", by=cast.head, now=NOW)
    return list(Case.objects.order_by("pk"))


def refusal(case: Case, user: User) -> str:
    found = may.available(Case.objects.get(pk=case.pk), user, now=NOW)
    return next(str(one.refusal) for one in found if one.step.name == "approve")


def test_mail_list_and_queue_are_theirs_alone(cast: Cast, judge: User) -> None:
    ours, others = about(sent(cast), "health", "education"), about(sent(cast), "justice")
    told = may.who_may([ours, others], "approve")
    everywhere = {cast.validator.pk, cast.second_validator.pk}
    assert told == {ours.pk: {judge.pk, *everywhere}, others.pk: everywhere}
    assert list(Case.objects.visible_to(judge).waiting_for(judge)) == [ours]
    queue = queue_of(judge, grants_of(judge), WITH_VALIDATOR)
    assert list(queue.references.values()) == [ours.reference]


def test_who_may_decide_is_asked_for_ten_thousand_cases_as_for_one(cast: Cast, judge: User) -> None:
    case = about(sent(cast), "health")
    many = [case, *(Case(pk=case.pk + n, lead=cast.health) for n in range(1, 10_000))]
    with CaptureQueriesContext(connection) as asked:
        found = may.who_may(many, "approve")
    assert len(asked) == 3
    assert judge.pk in found[case.pk]
    assert sum(judge.pk in people for people in found.values()) == 1


def test_they_see_what_national_ones_see_of_their_cases(cast: Cast, judge: User) -> None:
    ours, others = about(sent(cast), "health"), about(sent(cast), "justice")
    unsent = about(assigned(cast), "education")
    actions.add_evidence(unsent, title="Draft figures", by=cast.focal_point, now=NOW)
    assert set(Case.objects.visible_to(judge)) == {ours, unsent}
    assert not Evidence.objects.visible_to(judge).exists()
    seen = Version.objects.visible_to(judge)
    assert set(seen) == set(Version.objects.visible_to(cast.validator)) - set(others.answer.versions.all())


def test_a_restricted_case_is_for_those_named_in_it(cast: Cast, judge: User) -> None:
    case = about(sent(cast), "health")
    actions.take_step(case, "restrict", by=cast.coordinator, now=NOW, comment="A witness.")
    assert not Case.objects.visible_to(judge).exists()
    with pytest.raises(NotAllowed, match="persons named"):
        approve(case, judge)
    actions.take_step(case, "name_person", by=cast.coordinator, now=NOW, person=judge)
    approve(case, judge)
    assert case.state == "approved"


def test_nobody_decides_on_what_he_drafted_by_a_theme_either(cast: Cast, judge: User) -> None:
    give_themes(cast.focal_point, [theme("health")])
    case = about(sent(cast), "health")
    assert refusal(case, cast.focal_point) == "You drafted this answer; another validator decides on it."


def test_who_is_of_a_department_too_works_there_as_before(cast: Cast, judge: User) -> None:
    give_role(judge, "focal point", cast.justice)
    about(sent(cast), "justice")
    assert not Case.objects.visible_to(judge).exists()
    assert len(queue_of(judge, grants_of(judge), WITH_VALIDATOR)) == 0


def test_a_theme_cannot_be_lent(cast: Cast, judge: User) -> None:
    give_role(judge, "focal point", cast.health)
    days = {"first_day": NOW.date(), "last_day": NOW.date() + timedelta(days=3), "now": NOW}
    with pytest.raises(NotAllowed):
        delegating.lend("validate", unit=cast.health, by=judge, to=cast.head, **days)


def test_a_report_is_for_validators_of_the_whole_country(cast: Cast, judge: User) -> None:
    report = Report.objects.create(reference="r", title="R", round=cast.round)
    assert report.process.steps["freeze"].role == NATIONAL_VALIDATOR
    assert not NATIONAL_VALIDATOR.held_for_any(grants_of(judge))
    assert not Report.objects.visible_to(judge).exists()


def test_an_approval_is_taken_back_by_who_gave_it(cast: Cast, judge: User, settings: object) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    case = about(sent(cast), "health")
    approve(case, judge)
    undo(case, by=judge, now=NOW, seen=case.version)
    assert Case.objects.get(pk=case.pk).state == "validation"


def test_a_step_takes_as_many_queries_as_that_of_a_national_one(cast: Cast, judge: User) -> None:
    """On PostgreSQL the themes come with the lock; elsewhere they are one query more."""
    costs = []
    for user in (cast.validator, judge):
        case = about(sent(cast), "health")
        with CaptureQueriesContext(connection) as taken:
            engine.perform(case, "approve", by=user, now=NOW)
        costs.append(len(taken))
    more = 0 if connection.vendor == "postgresql" else 1
    assert costs[1] == costs[0] + more
