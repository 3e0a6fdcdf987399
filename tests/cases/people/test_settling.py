"""Who may change people, and what each act leaves behind."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from cases.people import settling
from cases.people.held_roles import HeldRole, held_roles
from cases.people.models import SettingsChange, User
from cases.people.roles import give_role, grants_of, take_role
from tests.cast import NOW, Cast, person
from workflow.errors import NotAllowed, Refused


@pytest.fixture
def root(cast: Cast) -> User:
    return User.objects.create_superuser("root@suivi.example", name="Root")


def refused(act: Any, *given: Any, by: User) -> str:
    with pytest.raises(Refused) as caught:
        act(*given, by=by, now=NOW)
    assert not SettingsChange.objects.exists()
    return str(caught.value.sentence)


def test_a_coordinator_gives_a_role_and_it_is_noted(cast: Cast) -> None:
    settling.give(cast.stranger, "head", cast.justice, by=cast.coordinator, now=NOW)

    noted = SettingsChange.objects.get()
    assert "sign_off" in grants_of(cast.stranger).held_in(cast.justice.pk)
    assert (noted.act, noted.by, noted.thing) == ("role given", cast.coordinator, cast.stranger.pk)
    assert noted.details == {"role": "head", "department": cast.justice.pk}


def test_a_role_is_taken_however_it_is_held_and_once(cast: Cast) -> None:
    settling.take(cast.head, "head", cast.health, by=cast.coordinator, now=NOW)
    settling.take(cast.head, "head", cast.health, by=cast.coordinator, now=NOW)

    assert held_roles([cast.head.pk]) == {cast.head.pk: []}
    assert SettingsChange.objects.count() == 1


def test_nobody_gives_a_role_to_himself(cast: Cast, root: User) -> None:
    assert "to himself" in refused(settling.give, cast.coordinator, "validator", None, by=cast.coordinator)
    assert "to himself" in refused(settling.give, root, "coordinator", None, by=root)


def test_where_nobody_coordinates_an_administrator_begins(cast: Cast, root: User) -> None:
    take_role(cast.coordinator, "coordinator")

    settling.give(root, "coordinator", None, by=root, now=NOW)

    assert "coordinate" in grants_of(root).national


def test_only_an_administrator_gives_and_takes_the_role_of_coordinator(cast: Cast, root: User) -> None:
    for act in (settling.give, settling.take):
        assert "Only an administrator" in refused(
            act, cast.stranger, "coordinator", None, by=cast.coordinator
        )
    settling.give(cast.stranger, "coordinator", None, by=root, now=NOW)
    assert held_roles([cast.stranger.pk])[cast.stranger.pk] == [HeldRole("coordinator", None)]


def test_an_administrator_is_out_of_reach_of_a_coordinator(cast: Cast, root: User) -> None:
    assert "an administrator" in refused(settling.switch_off, root, by=cast.coordinator)
    assert "an administrator" in refused(settling.give, root, "observer", None, by=cast.coordinator)


@pytest.mark.parametrize("name", ["validator", "editor", "observer", "focal_point", "head", "stranger"])
def test_nobody_else_settles_anything(name: str, cast: Cast) -> None:
    by = getattr(cast, name)
    assert "Only a coordinator" in refused(settling.give, cast.alternate, "head", cast.health, by=by)
    assert "Only a coordinator" in refused(settling.switch_off, cast.alternate, by=by)


def test_no_role_is_given_in_a_dissolved_department_nor_to_who_is_switched_off(cast: Cast) -> None:
    cast.justice.valid_until = NOW.date().replace(day=1)
    assert "dissolved" in refused(settling.give, cast.stranger, "head", cast.justice, by=cast.coordinator)
    User.objects.filter(pk=cast.stranger.pk).update(is_active=False)
    assert "switched off" in refused(settling.give, cast.stranger, "head", cast.health, by=cast.coordinator)


def test_a_role_that_is_held_already_is_said_so(cast: Cast) -> None:
    assert "already" in refused(settling.give, cast.head, "head", cast.health, by=cast.coordinator)


def test_who_is_switched_off_is_out_at_once_and_comes_back_with_the_roles(cast: Cast) -> None:
    browser = Client()
    browser.force_login(cast.head)
    settling.switch_off(cast.head, by=cast.coordinator, now=NOW)
    assert browser.get("/my-work/").status_code == 302

    settling.bring_back(cast.head, by=cast.coordinator, now=NOW)

    assert browser.get("/my-work/").status_code == 302  # what was open before stays shut
    assert "sign_off" in grants_of(cast.head).held_in(cast.health.pk)


def test_nobody_switches_himself_off(cast: Cast) -> None:
    assert "your own" in refused(settling.switch_off, cast.coordinator, by=cast.coordinator)


def test_the_address_of_who_has_signed_in_is_for_an_administrator(cast: Cast, root: User) -> None:
    Client().force_login(cast.head)
    says = {"email": "elsewhere@suivi.example"}
    assert "Only an administrator" in refused(settling.change_person, cast.head, says, by=cast.coordinator)
    assert settling.change_person(cast.head, says, by=root, now=NOW)
    assert SettingsChange.objects.get().details["changes"] == [
        ["email", "head@suivi.example", "elsewhere@suivi.example"]
    ]


def test_an_address_that_was_given_up_opens_nothing(cast: Cast, root: User) -> None:
    EmailAddress.objects.create(user=cast.stranger, email=cast.stranger.email, primary=True)
    settling.change_person(cast.stranger, {"email": "moved@suivi.example"}, by=root, now=NOW)

    assert not EmailAddress.objects.filter(email="stranger@suivi.example").exists()


def test_a_new_person_cannot_sign_in_before_the_invitation(cast: Cast) -> None:
    made = settling.add_person(
        email="New@suivi.example", name="New", language="", by=cast.coordinator, now=NOW
    )
    assert (made.email, made.has_usable_password()) == ("new@suivi.example", False)
    with pytest.raises(Refused, match="already"):
        settling.add_person(email="NEW@suivi.example", name="N", language="", by=cast.coordinator, now=NOW)


def test_a_stranger_adds_nobody(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        settling.add_person(email="x@suivi.example", name="X", language="", by=cast.stranger, now=NOW)


def test_roles_of_many_cost_a_fixed_number_of_queries(cast: Cast, django_assert_num_queries: Any) -> None:
    for number in range(5):
        give_role(person(f"more-{number}"), "contributor", cast.health)
    with django_assert_num_queries(4):
        held_roles(list(User.objects.values_list("pk", flat=True).all()[:0]) or [cast.head.pk])
    ids = list(User.objects.values_list("pk", flat=True))
    with django_assert_num_queries(4):
        assert len(held_roles(ids)) == len(ids)


def test_a_coordinator_neither_switches_off_another_nor_brings_one_back(cast: Cast) -> None:
    give_role(cast.stranger, "coordinator")
    assert "Only an administrator" in refused(settling.switch_off, cast.stranger, by=cast.coordinator)

    User.objects.filter(pk=cast.stranger.pk).update(is_active=False)

    assert "Only an administrator" in refused(settling.bring_back, cast.stranger, by=cast.coordinator)
