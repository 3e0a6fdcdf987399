"""The set-up pages in the hands of somebody who would do more than set up."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client

from cases.models import Case, CaseEvent, Recommendation, RecommendationText, Term, TermName
from cases.people.models import Department, User
from cases.people.roles import give_role, holders, open_roles
from tests.cast import Cast, department
from tests.security.stage import Stage, browser_of

SHOWN_ONLY = (Case, Recommendation)


@pytest.fixture
def root(cast: Cast) -> Client:
    return browser_of(cast, "superuser")


def renamed(department: Department, code: str) -> None:
    department.code = code
    department.save()
    open_roles(department)


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


def test_roles_stay_with_a_department_that_gets_another_code(cast: Cast) -> None:
    renamed(cast.health, "health-and-family")

    assert set(holders(cast.health.pk, "draft")) == {cast.focal_point}
    assert Group.objects.filter(name="health-and-family: focal point", user=cast.focal_point).exists()


def test_a_code_used_again_gives_no_role_in_the_department_that_had_it(cast: Cast) -> None:
    """Else the focal point of the new one would read the drafts of the old one, and not those of the own."""
    renamed(cast.health, "former-health")
    new = department("health", "Ministry of Health, founded anew")

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


SHOWN = [
    ("people/user", "add/"), ("people/user", "{pk}/change/"), ("people/user", "{pk}/password/"),
    ("people/department", "add/"), ("people/department", "{pk}/change/"), ("cases/term", "{pk}/change/"),
]  # fmt: skip


@pytest.mark.parametrize(("room", "act"), SHOWN)
def test_what_the_settings_change_and_keep_is_only_shown_there(
    room: str, act: str, root: Client, cast: Cast
) -> None:
    """Else a person, a role or a theme would change without a note of who did it."""
    theme = Term.objects.create(vocabulary="theme", code="Health")
    shown = {"people/user": cast.stranger, "people/department": cast.health, "cases/term": theme}[room]
    address = f"/admin/{room}/{act.format(pk=shown.pk)}"
    before = [list(model.objects.order_by("pk").values()) for model in (User, Department, Term)]
    typed = {
        "name": "Other",
        "email": "other@suivi.example",
        "code": "other",
        "groups": ["1"],
        "password1": "another long secret",
        "password2": "another long secret",
        "vocabulary": "theme",
        "wordings-TOTAL_FORMS": "1",
        "wordings-INITIAL_FORMS": "0",
        "wordings-0-language": "en",
        "wordings-0-text": "Other",
    }

    answer = root.post(address, typed)

    assert answer.status_code in (403, 404)
    assert [list(model.objects.order_by("pk").values()) for model in (User, Department, Term)] == before
    assert not TermName.objects.exists()


def test_other_lists_are_changed_there_and_no_theme_is_added(root: Client) -> None:
    names = {"wordings-TOTAL_FORMS": "0", "wordings-INITIAL_FORMS": "0"}

    for vocabulary in ("theme", "state"):
        root.post("/admin/cases/term/add/", names | {"vocabulary": vocabulary, "code": "New"})

    assert [one.vocabulary for one in Term.objects.filter(code="New")] == ["state"]


def test_nobody_is_switched_off_in_the_list(root: Client, cast: Cast) -> None:
    root.post("/admin/people/user/", {"action": "switch_off", "_selected_action": [cast.head.pk]})

    assert User.objects.get(pk=cast.head.pk).is_active
