"""Views of the Desk: those of one's own, those that are shared, and what their counts say."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cases.models import SavedView
from cases.pages.desk import filters, paging, saving
from cases.people.models import User
from cases.people.roles import give_role, take_role
from tests.cases.pages.conftest import SignIn
from tests.cast import NOW, Cast, assigned, person, received


@pytest.fixture
def browser(sign_in: SignIn, cast: Cast) -> Client:
    return sign_in(cast.coordinator)


def kept(owner: User, name: str = "Mine", query: str = "lead=health", **more: Any) -> SavedView:
    return SavedView.objects.create(owner=owner, name=name, query=query, at=NOW, **more)


def views(browser: Client, query: str = "") -> dict[str, str]:
    return {str(view.label): view.count for view in browser.get(f"/desk/?{query}").context["views"]}


def test_the_present_filters_are_kept_under_a_name(browser: Client, cast: Cast) -> None:
    assigned(cast), received(cast)
    assert "Keep these filters as a view" in browser.get("/desk/?lead=health").content.decode()
    sent = {"name": "Health now", "query": "lead=health&page=2&nonsense=1"}
    answer = browser.post("/desk/views/", sent, follow=True)
    assert answer.redirect_chain == [("/desk/?lead=health", 302)]
    assert views(browser)["Health now"] == "1"


@pytest.mark.parametrize(("sent", "said"), [
    ({"name": "", "query": "lead=health"}, "Give the view a name"),
    ({"name": "mine", "query": "lead=health"}, "You have a view of this name"),
    ({"name": "Other", "query": "page=2"}, "Narrow the list down first"),
])  # fmt: skip
def test_what_is_missing_is_said_and_the_name_is_kept(
    browser: Client, cast: Cast, sent: dict[str, str], said: str
) -> None:
    kept(cast.coordinator)
    answer = browser.post("/desk/views/", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert f'value="{sent["name"]}"' in answer.content.decode() or not sent["name"]
    assert SavedView.objects.count() == 1


def test_a_view_is_renamed_and_shared(browser: Client, cast: Cast, sign_in: SignIn) -> None:
    view = kept(cast.coordinator)
    other = sign_in(person("other", "coordinator"))
    assert "Ours" not in views(other)
    browser.post(f"/desk/views/{view.pk}/", {"name": "Ours", "shared": "on"})
    assert "Ours" in views(other)
    assert "by Coordinator" in other.get("/desk/").content.decode()


def test_a_deleted_view_can_be_brought_back(browser: Client, cast: Cast) -> None:
    view = kept(cast.coordinator)
    page = browser.post(f"/desk/views/{view.pk}/delete/", follow=True).content.decode()
    assert "“Mine” was deleted." in page
    assert "Mine" not in views(browser)
    browser.post(f"/desk/views/{view.pk}/bring-back/")
    assert "Mine" in views(browser)


def test_it_does_not_come_back_beside_another_of_its_name(browser: Client, cast: Cast) -> None:
    gone = kept(cast.coordinator, deleted_at=None)
    browser.post(f"/desk/views/{gone.pk}/delete/")
    kept(cast.coordinator)
    page = browser.post(f"/desk/views/{gone.pk}/bring-back/", follow=True).content.decode()
    assert "another view of this name" in page


@pytest.mark.parametrize("act", ["", "delete/", "bring-back/"])
def test_nobody_changes_the_view_of_another(cast: Cast, sign_in: SignIn, act: str) -> None:
    view = kept(cast.coordinator, shared=True)
    other = sign_in(person("other", "coordinator"))
    assert other.post(f"/desk/views/{view.pk}/{act}", {"name": "Theirs"}).status_code == 404
    view.refresh_from_db()
    assert (view.name, view.deleted_at) == ("Mine", None)


def test_only_coordinators_share_and_find_what_is_shared(cast: Cast, sign_in: SignIn) -> None:
    kept(cast.coordinator, "Ours", shared=True)
    validator = sign_in(cast.validator)
    assert "Ours" not in views(validator)
    validator.post("/desk/views/", {"name": "My list", "query": "late=on", "shared": "on"})
    assert not SavedView.objects.get(name="My list").shared


def test_who_is_coordinator_no_more_shares_nothing(browser: Client, cast: Cast, sign_in: SignIn) -> None:
    leaves = person("leaves", "coordinator")
    give_role(leaves, "observer")
    kept(leaves, "Theirs", shared=True)
    assert "Theirs" in views(browser)
    take_role(leaves, "coordinator")
    assert "Theirs" not in views(browser)
    assert "Theirs" in views(sign_in(leaves))


@pytest.mark.parametrize("act", ["new", "renamed"])
def test_of_two_views_of_one_name_at_once_the_second_is_told(
    browser: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """Both were looked at before either was kept."""
    kept(cast.coordinator)
    other = kept(cast.coordinator, "Other")
    monkeypatch.setattr(saving.ViewForm, "clean_name", lambda form: form.cleaned_data["name"])
    address = "/desk/views/" if act == "new" else f"/desk/views/{other.pk}/"
    answer = browser.post(address, {"name": "Mine", "query": "late=on"})
    assert answer.status_code == 422
    assert "You have a view of this name" in answer.content.decode()
    assert list(SavedView.objects.order_by("pk").values_list("name", flat=True)) == ["Mine", "Other"]


def test_a_shared_view_counts_what_its_reader_sees(browser: Client, cast: Cast, sign_in: SignIn) -> None:
    kept(cast.coordinator, "Shut", "restricted=on", shared=True)
    case = received(cast)
    type(case).objects.filter(pk=case.pk).update(restricted=True)
    case.put_in_sight(cast.coordinator)
    assert views(browser)["Shut"] == "1"
    assert views(browser)["Restricted"] == "1"
    other = views(sign_in(person("other", "coordinator")))
    assert other["Shut"] == "0"
    assert "Restricted" not in other


def test_counts_are_kept_for_a_minute_and_say_when(
    browser: Client, cast: Cast, django_assert_num_queries: Any, time_machine: Any
) -> None:
    time_machine.move_to(NOW, tick=False)
    assert views(browser)["All"] == "0"
    received(cast)
    with django_assert_num_queries(19):
        page = browser.get("/desk/").content.decode()
    assert "Counted at" in page
    assert views(browser)["All"] == "0"
    time_machine.shift(61)
    assert views(browser)["All"] == "1"


def test_who_acts_sees_it_in_the_counts_at_once(browser: Client, cast: Cast) -> None:
    case = received(cast)
    assert views(browser)["To assign"] == "1"
    browser.post(
        "/desk/assign/",
        {"lead": "health", "due_on": "2099-04-15", "which": "ticked", "case": [case.reference]},
    )
    assert views(browser)["To assign"] == "0"


def test_a_long_list_is_counted_no_further_than_it_goes(
    browser: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (paging, filters):
        monkeypatch.setattr(module, "MOST", 3)
    monkeypatch.setattr("cases.pages.desk.views.MOST", 3)
    monkeypatch.setattr("cases.pages.desk.forms.MOST", 3)
    for _number in range(5):
        received(cast)
    page = browser.get("/desk/")
    assert len(page.context["rows"]) == 3
    assert "more than 3 cases: the list ends" in " ".join(page.content.decode().split())
    assert views(browser)["All"] == "more than 3"
    sent = {"lead": "health", "due_on": "2099-04-15", "which": "matching", "matching": "5"}
    answer = browser.post("/desk/assign/", sent)
    assert "narrow the list down before you act on all of them" in answer.content.decode()
