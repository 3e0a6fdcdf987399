"""The set-up pages: for staff; nobody is made or deleted there, and no case is changed."""

from __future__ import annotations

import pytest
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
    ["people/user/", "people/department/"]
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


@pytest.mark.parametrize("what", ["user", "department"])
def test_people_and_departments_are_shown_and_changed_in_the_settings(
    what: str, staff: Client, cast: Cast
) -> None:
    row = cast.focal_point if what == "user" else cast.health
    address = f"/admin/people/{what}/"

    assert staff.get(f"{address}{row.pk}/change/").status_code == 200
    for act in ("add/", f"{row.pk}/change/", f"{row.pk}/delete/"):
        assert staff.post(f"{address}{act}", {"name": "Other", "post": "yes"}).status_code == 403
    staff.post(address, {"action": "switch_off", "_selected_action": [row.pk]})

    cast.focal_point.refresh_from_db()
    assert cast.focal_point.is_active
