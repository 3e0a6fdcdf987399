"""The pages of people: the list, one person with roles and invitation, switching off."""

from __future__ import annotations

from typing import Any

import pytest

from cases.models import Term
from cases.people.models import Invitation, SettingsChange, User
from cases.people.roles import grants_of
from cases.validating import give_themes
from tests.cases.pages.conftest import SignIn
from tests.cast import Cast, drafted, person

PEOPLE = "/settings/people/"


def page_of(user: User) -> str:
    return f"{PEOPLE}{user.pk}/"


def test_the_list_says_roles_in_words(cast: Cast, sign_in: SignIn) -> None:
    give_themes(cast.stranger, [Term.objects.create(vocabulary="theme", code="Health")])
    page = sign_in(cast.coordinator).get(PEOPLE).content.decode()
    assert "Head of department" in page
    assert "Ministry of Justice" in page
    assert "Validator" in page
    assert "Health" in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=justice", {"Justice Focal Point"}),
        ("role=head", {"Head"}),
        ("role=validator", {"Validator", "Second Validator"}),
        ("department=justice", {"Justice Focal Point"}),
        ("role=head&department=justice", set()),
        ("standing=off", {"Observer"}),
        ("standing=invited", set()),
        ("role=nonsense&department=nowhere&q=editor", {"Editor"}),
    ],
)
def test_the_list_is_narrowed_down(asked: str, found: set[str], cast: Cast, sign_in: SignIn) -> None:
    User.objects.filter(pk=cast.observer.pk).update(is_active=False)
    answer = sign_in(cast.coordinator).get(f"{PEOPLE}?{asked}")
    assert {str(row["person"]) for row in answer.context["rows"]} == found
    assert found or "Nobody fits this" in answer.content.decode()


def test_somebody_new_is_invited_from_the_page_that_opens(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.coordinator)
    browser.post(f"{PEOPLE}new/", {"name": "New", "email": "new@suivi.example", "language": ""})
    newcomer = User.objects.get(email="new@suivi.example")
    browser.post(page_of(newcomer), {"then": "give", "role": "contributor", "department": "health"})
    page = browser.post(page_of(newcomer), {"then": "invite"}, follow=True).content.decode()
    assert "The invitation is on its way to new@suivi.example" in page
    assert "contribute" in grants_of(newcomer).held_in(cast.health.pk)
    browser.post(page_of(newcomer), {"then": "take-back"})
    assert Invitation.objects.get().revoked_at is not None


def test_an_address_that_is_taken_keeps_what_was_typed(cast: Cast, sign_in: SignIn) -> None:
    typed = {"name": "New Name", "email": "head@suivi.example", "language": ""}
    answer = sign_in(cast.coordinator).post(f"{PEOPLE}new/", typed)
    assert answer.status_code == 422
    assert "is there already" in answer.content.decode()
    assert "New Name" in answer.content.decode()


def test_a_role_without_its_department_is_asked_for(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.coordinator).post(page_of(cast.stranger), {"then": "give", "role": "head"})
    assert answer.status_code == 422
    assert "Choose the department" in answer.content.decode()


def test_a_role_is_taken_and_the_history_says_so(cast: Cast, sign_in: SignIn) -> None:
    taken = {"then": "take", "role": "head", "department": "health"}
    page = sign_in(cast.coordinator).post(page_of(cast.head), taken, follow=True).content.decode()
    assert "role taken: Head of department, Ministry of Health" in page


def test_themes_are_given_on_the_page_of_a_person(cast: Cast, sign_in: SignIn) -> None:
    theme = Term.objects.create(vocabulary="theme", code="Health")
    sign_in(cast.coordinator).post(page_of(cast.stranger), {"then": "themes", "themes": [theme.pk]})
    assert grants_of(User.objects.get(pk=cast.stranger.pk)).by_topic == {theme.pk: {"validate"}}
    assert SettingsChange.objects.get().details == {"themes": "Health"}


def test_a_coordinator_gives_himself_no_theme(cast: Cast, sign_in: SignIn) -> None:
    theme = Term.objects.create(vocabulary="theme", code="Health")
    sent = {"then": "themes", "themes": [theme.pk]}
    assert sign_in(cast.coordinator).post(page_of(cast.coordinator), sent).status_code == 409
    assert grants_of(cast.coordinator).by_topic == {}


def test_what_is_open_is_shown_before_somebody_is_switched_off(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    browser, address = sign_in(cast.coordinator), f"{page_of(cast.focal_point)}switch-off/"
    page = browser.get(address).content.decode()
    assert case.reference in page
    assert "1 open case" in page
    assert f"?whose={cast.focal_point.pk}-{cast.health.pk}" in page
    browser.post(address)
    assert not User.objects.get(pk=cast.focal_point.pk).is_active
    page = browser.post(page_of(cast.focal_point), {"then": "bring-back"}, follow=True).content.decode()
    assert "may sign in again" in page


def test_who_leaves_nobody_behind_is_said(cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(cast.coordinator).get(f"{page_of(cast.justice_focal_point)}switch-off/").content.decode()
    assert "Nobody else holds a role there" in page


def test_an_administrator_sees_no_case_there(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    root = User.objects.create_superuser("root@suivi.example", name="Root")
    page = sign_in(root).get(f"{page_of(cast.focal_point)}switch-off/").content.decode()
    assert case.reference not in page


def test_the_lists_cost_a_fixed_number_of_queries(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    for number in range(6):
        person(f"more-{number}", "contributor", cast.health)
    browser = sign_in(cast.coordinator)
    with django_assert_num_queries(15):
        browser.get(PEOPLE)
    with django_assert_num_queries(21):
        browser.get(page_of(cast.head))
