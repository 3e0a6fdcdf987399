"""Users: one per e-mail whatever its case, deactivated and never deleted, closed to strangers."""

from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.test import Client

from cases.people.models import User
from cases.people.roles import give_role
from tests.cast import Cast, person


def test_an_email_is_one_person_whatever_its_case(cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        User.objects.create_user("Coordinator@Suivi.Example")


def test_the_database_keeps_that_too(cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        User.objects.filter(pk=cast.stranger.pk).update(email="COORDINATOR@suivi.example")


def test_an_email_is_kept_in_small_letters(db: None) -> None:
    assert person("Somebody").email == "somebody@suivi.example"


def test_nobody_is_deleted(cast: Cast) -> None:
    with pytest.raises(ProtectedError, match="deactivated, never deleted"):
        cast.stranger.delete()
    with pytest.raises(ProtectedError, match="deactivated, never deleted"):
        User.objects.filter(pk=cast.stranger.pk).delete()


def test_signing_in_takes_any_case_of_the_email(client: Client, cast: Cast) -> None:
    cast.coordinator.set_password("a long enough password")
    cast.coordinator.save()
    given = {"login": "COORDINATOR@suivi.example", "password": "a long enough password"}
    client.post("/account/sign-in/", given)
    assert client.session["_auth_user_id"] == str(cast.coordinator.pk)


def test_who_was_deactivated_does_not_get_in(client: Client, cast: Cast) -> None:
    cast.coordinator.set_password("a long enough password")
    cast.coordinator.is_active = False
    cast.coordinator.save()
    given = {"login": cast.coordinator.email, "password": "a long enough password"}
    client.post("/account/sign-in/", given)
    assert "_auth_user_id" not in client.session


def test_a_role_goes_with_a_department_or_with_none(cast: Cast) -> None:
    with pytest.raises(ValueError, match="not a role of the nation"):
        give_role(cast.stranger, "head")
    with pytest.raises(ValueError, match="not a role in a department"):
        give_role(cast.stranger, "coordinator", cast.health)
