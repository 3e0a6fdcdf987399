"""Who may do what, and who does: two questions, one rule."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from guardian.shortcuts import assign_perm

from cases.models import Case, Version
from cases.people.models import Department
from cases.people.roles import (
    FOCAL_POINT,
    HEAD,
    HEAD_OR_FOCAL_POINT,
    VALIDATOR,
    give_role,
    grants_of,
    take_role,
)
from tests.cast import Cast, sent
from workflow.holders import holders, holders_by_unit, national_holders, units_without


def test_a_role_in_one_department_is_none_in_another(cast: Cast) -> None:
    grants = grants_of(cast.focal_point)
    assert FOCAL_POINT.held(grants, cast.health.pk)
    assert not FOCAL_POINT.held(grants, cast.justice.pk)
    assert not FOCAL_POINT.held(grants, None)


def test_everything_that_a_person_holds_is_one_query(cast: Cast, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):
        grants_of(cast.focal_point)


def test_who_may_do_this_answers_as_the_check_does(cast: Cast) -> None:
    assert set(FOCAL_POINT.holders(Department, cast.health.pk)) == {cast.focal_point, cast.alternate}
    assert set(VALIDATOR.holders(Department, None)) == {cast.validator, cast.second_validator}


def test_the_focal_point_stands_in_only_where_there_is_no_head(cast: Cast) -> None:
    assert set(HEAD_OR_FOCAL_POINT.holders(Department, cast.health.pk)) == {cast.head}
    assert set(HEAD_OR_FOCAL_POINT.holders(Department, cast.justice.pk)) == {cast.justice_focal_point}
    assert not HEAD_OR_FOCAL_POINT.held(grants_of(cast.focal_point), cast.health.pk)
    assert HEAD_OR_FOCAL_POINT.held(grants_of(cast.justice_focal_point), cast.justice.pk)


def test_a_role_taken_away_is_gone_at_once(cast: Cast) -> None:
    take_role(cast.head, "head", cast.health)
    assert not HEAD.held(grants_of(cast.head), cast.health.pk)
    give_role(cast.head, "head", cast.health)
    assert HEAD.held(grants_of(cast.head), cast.health.pk)


def test_a_grant_straight_to_a_person_counts_too(cast: Cast) -> None:
    assign_perm("draft", cast.stranger, cast.justice)
    assert FOCAL_POINT.held(grants_of(cast.stranger), cast.justice.pk)
    assert cast.stranger in FOCAL_POINT.holders(Department, cast.justice.pk)


def test_who_has_left_holds_nothing_however_it_was_given(cast: Cast) -> None:
    gone, of_justice = cast.stranger, ("draft", "sign_off")
    assign_perm("draft", gone, cast.justice)
    assign_perm("sign_off", gone, cast.justice)
    give_role(gone, "head", cast.justice)
    give_role(gone, "editor")
    gone.user_permissions.add(Permission.objects.get(codename="validate", content_type__model="department"))
    gone.is_active = False
    gone.save()

    assert (grants_of(gone).national, grants_of(gone).by_unit) == (frozenset(), {})
    assert gone not in holders(Department, cast.justice.pk, of_justice)
    assert gone.pk not in holders_by_unit(Department, [cast.justice.pk], of_justice)[cast.justice.pk]
    assert units_without(["sign_off"], Department, [cast.justice.pk]) == [cast.justice.pk]
    assert gone not in national_holders(Department, ["validate", "edit_report"])


def test_a_permission_that_is_no_role_shows_nothing(cast: Cast) -> None:
    """Such as that to change departments in the set-up pages, or a department's role without a department."""
    held = Permission.objects.filter(codename__in=["change_department", "draft"])
    cast.stranger.user_permissions.set(held)
    sent(cast)
    assert not Case.objects.visible_to(cast.stranger).exists()
    assert not Version.objects.visible_to(cast.stranger).exists()
