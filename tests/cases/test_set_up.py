"""The set-up pages: for staff; nobody is deleted there, and no case is changed."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from cases.models import Case, CaseEvent
from cases.people.models import User
from tests.cast import Cast, assigned


@pytest.fixture
def staff(cast: Cast) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("set-up@suivi.example", name="Set Up"))
    return client


def test_it_is_for_staff_only(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.coordinator)

    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    "page",
    ["people/user/", "people/user/add/", "people/department/", "people/department/add/"]
    + [f"cases/{name}/" for name in ("case", "recommendation", "round", "term", "implementationstatus")],
)
def test_its_pages_open(page: str, staff: Client, cast: Cast) -> None:
    assigned(cast)

    assert staff.get(f"/admin/{page}").status_code == 200


def test_posting_a_state_changes_nothing(staff: Client, cast: Cast) -> None:
    case = assigned(cast)
    address = f"/admin/cases/case/{case.pk}/change/"

    shown = staff.get(address)
    response = staff.post(address, {"state": "approved", "due_on": "2030-01-01", "version": "9"})

    assert shown.status_code == 200
    assert response.status_code == 403
    kept = Case.objects.get(pk=case.pk)
    assert (kept.state, kept.version, kept.due_on) == ("assigned", case.version, case.due_on)


@pytest.mark.parametrize("act", ["add/", "{pk}/delete/"])
def test_cases_are_neither_added_nor_deleted(act: str, staff: Client, cast: Cast) -> None:
    case = assigned(cast)

    response = staff.post(f"/admin/cases/case/{act.format(pk=case.pk)}", {"post": "yes"})

    assert response.status_code == 403
    assert Case.objects.count() == 1
    assert CaseEvent.objects.count() == 1


def test_the_text_of_the_un_is_not_edited(staff: Client, cast: Cast) -> None:
    recommendation = assigned(cast).recommendation

    response = staff.post(f"/admin/cases/recommendation/{recommendation.pk}/change/", {"paragraph": "99"})

    assert response.status_code == 403


def test_a_person_is_made_by_e_mail(staff: Client) -> None:
    typed = {
        "email": "New@Suivi.example",
        "name": "New Person",
        "language": "en",
        "usable_password": "true",
        "password1": "a long enough secret",
        "password2": "a long enough secret",
    }

    staff.post("/admin/people/user/add/", typed)

    assert User.objects.get(email="new@suivi.example").check_password("a long enough secret")


def test_a_person_is_switched_off_and_never_deleted(staff: Client, cast: Cast) -> None:
    chosen = {"action": "switch_off", "_selected_action": [cast.focal_point.pk]}

    staff.post("/admin/people/user/", chosen)
    refused = staff.post(f"/admin/people/user/{cast.focal_point.pk}/delete/", {"post": "yes"})

    cast.focal_point.refresh_from_db()
    assert not cast.focal_point.is_active
    assert refused.status_code == 403


def test_a_department_gets_its_names(staff: Client, cast: Cast) -> None:
    names = {"wordings-TOTAL_FORMS": "1", "wordings-INITIAL_FORMS": "0"}
    first = {"wordings-0-language": "fr", "wordings-0-text": "Ministère de la pêche"}
    own = {"code": "fisheries", "branch": "executive", "time_zone": "UTC"}

    staff.post("/admin/people/department/add/", own | names | first)

    assert "Ministère de la pêche" in staff.get("/admin/people/department/").content.decode()


def test_a_new_department_has_roles_to_give(staff: Client, cast: Cast) -> None:
    typed = {"code": "fisheries", "branch": "executive", "time_zone": "UTC"}
    names = {"wordings-TOTAL_FORMS": "0", "wordings-INITIAL_FORMS": "0"}

    staff.post("/admin/people/department/add/", typed | names)

    page = staff.get(f"/admin/people/user/{cast.stranger.pk}/change/").content.decode()
    assert "fisheries: focal point" in page
    assert "fisheries: head" in page


def test_an_address_that_was_given_up_opens_nothing(staff: Client, cast: Cast) -> None:
    person = cast.stranger
    EmailAddress.objects.create(user=person, email=person.email, primary=True)
    typed = {"email": "moved@suivi.example", "name": person.name, "language": "", "is_active": "on"}

    staff.post(f"/admin/people/user/{person.pk}/change/", typed)

    person.refresh_from_db()
    assert person.email == "moved@suivi.example"
    assert not EmailAddress.objects.filter(email="stranger@suivi.example").exists()
