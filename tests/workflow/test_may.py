"""One rule behind the check of a step, the list of what waits for a person, and who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Case
from cases.people.models import DepartmentDelegation
from cases.people.roles import HEAD, LEAD_OR_COORDINATOR, grants_of
from tests.cast import Cast, assigned, received
from tests.workflow.walking import WALKS
from tests.workflow.walking.walk import world_of
from workflow import may
from workflow.process import process_named
from workflow.roles import InUnit

PLACES = [
    (name, variant, state)
    for name, walk in WALKS.items()
    for variant in walk.variants
    for state in process_named(name).states
]


@pytest.mark.parametrize(("name", "variant", "state"), PLACES)
@pytest.mark.django_db
def test_list_step_and_mail_follow_one_rule(name: str, variant: str, state: str) -> None:
    process, walk = process_named(name), WALKS[name]
    world = world_of(walk.people)
    row = walk.station(world, state)
    walk.variants[variant](world)
    rows = type(row)._base_manager.filter(pk=row.pk)
    roles = {step.role for step in process.steps.values()}
    awaited = {step.role for step in process.steps.values() if state in step.awaited}
    people = {role: may.who_holds(role, [row])[row.pk] for role in roles}
    for person, user in world.people.items():
        grants = process.grants(user)
        held = {role for role in roles if role.held_for(grants, row)}
        assert {role for role in roles if user.pk in people[role]} == held, person
        assert {role for role in roles if rows.filter(role.rows(grants, process)).exists()} == held, person
        assert rows.filter(may.waiting(process, grants)).exists() == bool(awaited & held), person


@pytest.mark.parametrize("step", ["assign", "agree", "accept"])
def test_who_may_is_asked_for_ten_thousand_cases_as_for_one(cast: Cast, step: str) -> None:
    cases = [Case(pk=n, lead_id=(cast.health, cast.justice)[n % 2].pk) for n in range(10_000)]
    with CaptureQueriesContext(connection) as for_one:
        may.who_may(cases[:1], step)
    with CaptureQueriesContext(connection) as for_all:
        found = may.who_may(cases, step)
    assert len(found) == 10_000
    assert len(for_one) == len(for_all) <= 2


def test_nobody_is_asked_for_no_case() -> None:
    assert may.who_may([], "accept") == {}


def test_it_counts_who_borrowed_the_role_while_it_is_lent(cast: Cast) -> None:
    case, today = assigned(cast), timezone.localdate()
    lent = DepartmentDelegation.objects.create(
        codename="sign_off", unit=cast.health, lender=cast.head, borrower=cast.alternate,
        first_day=today, last_day=today,
    )  # fmt: skip
    assert may.who_holds(HEAD, [case]) == {case.pk: {cast.head.pk, cast.alternate.pk}}
    lent.first_day = lent.last_day = today + timedelta(days=1)
    lent.save()
    assert may.who_holds(HEAD, [case]) == {case.pk: {cast.head.pk}}


def test_each_role_of_one_of_several_is_asked_on_its_own_unit(cast: Cast) -> None:
    ours, nobodys = assigned(cast), received(cast)
    found = may.who_holds(LEAD_OR_COORDINATOR, [ours, nobodys])
    in_health = {cast.focal_point.pk, cast.alternate.pk, cast.head.pk}
    assert found == {ours.pk: in_health | {cast.coordinator.pk}, nobodys.pk: {cast.coordinator.pk}}


def test_a_role_on_another_unit_of_the_row_lists_by_that_unit(cast: Cast) -> None:
    grants = grants_of(cast.focal_point)
    elsewhere = InUnit("elsewhere", ("draft",), on="other")
    assert elsewhere.rows(grants, Case.process).children == [("other_id__in", [cast.health.pk])]
