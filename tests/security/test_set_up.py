"""The set-up pages in the hands of somebody who would do more than set up."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.test import Client

from cases.models import Case, CaseEvent, Recommendation, RecommendationText
from cases.people.models import Department, User
from cases.people.roles import give_role, holders
from tests.cast import Cast, department
from tests.security.stage import Stage, browser_of

SHOWN_ONLY = (Case, Recommendation)
NO_NAMES = {"wordings-TOTAL_FORMS": "0", "wordings-INITIAL_FORMS": "0"}


@pytest.fixture
def root(cast: Cast) -> Client:
    return browser_of(cast, "superuser")


def renamed(root: Client, department: Department, code: str) -> None:
    typed = {"code": code, "branch": "executive", "time_zone": "UTC"}
    root.post(f"/admin/people/department/{department.pk}/change/", typed | NO_NAMES)


def founded(root: Client, code: str) -> Department:
    root.post(
        "/admin/people/department/add/", {"code": code, "branch": "executive", "time_zone": "UTC"} | NO_NAMES
    )
    return Department.objects.get(code=code)


def test_only_what_is_set_up_can_be_changed_there() -> None:
    names = {model._meta.label for model in admin.site._registry}

    assert names == {
        "people.User",
        "people.Department",
        "cases.Case",
        "cases.Recommendation",
        "cases.Round",
        "cases.Term",
        "cases.ImplementationStatus",
    }


@pytest.mark.parametrize("act", ["add/", "{pk}/change/", "{pk}/delete/", ""])
@pytest.mark.parametrize("model", SHOWN_ONLY)
def test_state_history_and_the_texts_of_the_un_are_out_of_reach(model: Any, act: str, stage: Stage) -> None:
    before = _everything()
    address = f"/admin/cases/{model._meta.model_name}/{act.format(pk=model.objects.first().pk)}"
    typed = {
        "state": "approved",
        "events-TOTAL_FORMS": "1",
        "events-INITIAL_FORMS": "0",
        "events-0-step": "approve",
        "wordings-TOTAL_FORMS": "1",
        "wordings-INITIAL_FORMS": "0",
        "wordings-0-text": "Do nothing.",
        "action": "delete_selected",
        "_selected_action": [str(model.objects.first().pk)],
        "post": "yes",
        "_save": "Save",
    }

    stage.browsers["superuser"].post(address, typed)

    assert _everything() == before


def _everything() -> list[Any]:
    tables: tuple[Any, ...] = (Case, CaseEvent, Recommendation, RecommendationText)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_no_page_changes_what_a_role_may_do(root: Client) -> None:
    group = Group.objects.get(name="coordinator")

    for address in (f"/admin/auth/group/{group.pk}/change/", "/admin/auth/group/", "/admin/guardian/"):
        assert root.get(address).status_code == 404


def test_an_administrator_holds_no_role(stage: Stage) -> None:
    assert stage.browsers["superuser"].get("/desk/").status_code == 403
    assert stage.browsers["superuser"].get(stage.address("case/{drafting}/")).status_code == 404


def test_roles_stay_with_a_department_that_gets_another_code(root: Client, cast: Cast) -> None:
    renamed(root, cast.health, "health-and-family")

    assert set(holders(cast.health.pk, "draft")) == {cast.focal_point}
    assert Group.objects.filter(name="health-and-family: focal point", user=cast.focal_point).exists()


def test_a_code_used_again_gives_no_role_in_the_department_that_had_it(root: Client, cast: Cast) -> None:
    """Else the focal point of the new one would read the drafts of the old one, and not those of the own."""
    renamed(root, cast.health, "former-health")
    new = founded(root, "health")

    give_role(cast.stranger, "focal point", new)

    assert set(holders(new.pk, "draft")) == {cast.stranger}
    assert set(holders(cast.health.pk, "draft")) == {cast.focal_point}


def test_a_department_made_and_given_up_leaves_no_role_behind(cast: Cast) -> None:
    gone = department("fisheries", "Fisheries")
    give_role(cast.stranger, "focal point", gone)
    gone.delete()

    again = department("fisheries", "Fisheries, founded anew")
    give_role(cast.alternate, "focal point", again)

    assert cast.alternate in holders(again.pk, "draft")


def test_lesser_staff_switch_no_administrator_off(cast: Cast) -> None:
    root = User.objects.create_superuser("root@suivi.example", name="Root")
    clerk = User.objects.create_user("clerk@suivi.example", name="Clerk", is_staff=True)
    rights = Permission.objects.filter(content_type__app_label="people", codename__endswith="_user")
    clerk.user_permissions.set(rights)
    browser = Client()
    browser.force_login(clerk)

    browser.post("/admin/people/user/", {"action": "switch_off", "_selected_action": [root.pk, cast.head.pk]})

    active = User.objects.filter(pk__in=[root.pk, cast.head.pk], is_active=True)
    assert list(active) == [root]
