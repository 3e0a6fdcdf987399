"""The page of escalations: seen first, sent for one department or all, left out, refused in sentences."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from cases import actions
from cases.models import Case
from cases.people.models import User
from cases.people.roles import give_role
from notifications import escalating
from notifications.models import Chase, Escalation, Notice, SavedPolicy
from tests.cases.test_blocking import say
from tests.cast import NOW, Cast, assigned, person
from tests.notifications.long_late import director, late, waiting


@pytest.fixture(autouse=True)
def ten_minutes(settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600


@pytest.fixture
def contact(cast: Cast) -> User:
    return director(cast)


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.coordinator)
    return client


def form(*cases: Case, **more: Any) -> dict[str, Any]:
    return {"form_key": uuid4(), "note": "", "to": "all", "case": [case.pk for case in cases]} | more


def test_the_preview_sends_nothing(desk: Client, cast: Cast, contact: User) -> None:
    case = late(cast)
    say(cast, case, what="data", note="The statistics office.")
    page = desk.get("/escalations/").content.decode()
    for words in (
        "1 late answer is ready to be escalated",
        case.reference,
        "Ministry of Health",
        "Director",
        "Waits for data",
        "The statistics office.",
        "Read the mail to Director",
    ):
        assert words in page
    assert not Notice.objects.exists()


def test_send_leads_to_who_got_what_and_undo(desk: Client, cast: Cast, contact: User) -> None:
    case = late(cast)
    told = desk.post("/escalations/", form(case, note="Please see to it."), follow=True)
    made = Chase.objects.get()
    assert told.redirect_chain == [(f"/remind/{made.key}/", 302)]
    assert "Escalated to 1 person" in told.content.decode()
    assert "Please see to it." in told.content.decode()
    taken = desk.post(f"/remind/{made.key}/undo/", follow=True)
    assert "sent to nobody" in taken.content.decode()
    assert not Escalation.objects.exists()


def test_for_one_department_and_what_is_left_unticked_stays(desk: Client, cast: Cast, contact: User) -> None:
    give_role(contact, "escalation contact", cast.justice)
    own, left, other = late(cast), late(cast), late(cast, assigned(cast, cast.justice))
    desk.post("/escalations/", form(own, other, to="health"))
    assert [one.case for one in Escalation.objects.all()] == [own]
    assert waiting() == [left, other]


def test_what_comes_in_meanwhile_is_not_meant(desk: Client, cast: Cast, contact: User) -> None:
    shown = late(cast)
    desk.get("/escalations/")
    late(cast)
    desk.post("/escalations/", form(shown))
    assert [one.case for one in Escalation.objects.all()] == [shown]


def test_what_is_hidden_is_not_meant(client: Client, cast: Cast, contact: User) -> None:
    case = late(cast)
    act = {"by": cast.coordinator, "now": NOW}
    actions.take_step(case, "restrict", comment="A witness.", **act)
    actions.take_step(case, "name_person", person=contact, **act)
    client.force_login(person("another", "coordinator"))
    assert case.reference not in client.get("/escalations/").content.decode()
    assert client.post("/escalations/", form(case)).status_code == 422
    assert not Escalation.objects.exists()


def test_nothing_ticked_is_said_and_the_note_stays(desk: Client, cast: Cast, contact: User) -> None:
    late(cast)
    for case in ([], ["x", 10**30]):
        answer = desk.post("/escalations/", form(case=case, note="Please see to it."))
        assert answer.status_code == 422
        assert "Tick at least one case." in answer.content.decode()
        assert "Please see to it." in answer.content.decode()


def test_what_is_settled_meanwhile_is_said_and_the_note_stays(
    desk: Client, cast: Cast, contact: User
) -> None:
    case = late(cast)
    Case.objects.filter(pk=case.pk).update(paused_on=NOW.date())
    answer = desk.post("/escalations/", form(case, note="Please see to it."))
    assert answer.status_code == 422
    assert "Nobody is to be reminded" in answer.content.decode()
    assert "Please see to it." in answer.content.decode()


def test_a_form_without_its_id_is_refused(desk: Client, cast: Cast, contact: User) -> None:
    assert desk.post("/escalations/", form(late(cast), form_key="x")).status_code == 422
    assert not Escalation.objects.exists()


def test_a_department_without_a_contact_leads_to_where_one_is_set(desk: Client, cast: Cast) -> None:
    late(cast)
    page = desk.get("/escalations/").content.decode()
    assert "Nobody is set" in page
    assert 'href="/settings/people/"' in page
    assert 'name="to"' not in page


def test_an_empty_page_says_why(desk: Client, cast: Cast) -> None:
    assert "no answer is late by 10 working days" in desk.get("/escalations/").content.decode()
    SavedPolicy.objects.create(numbers={"escalation": None}, by=cast.coordinator, at=NOW)
    assert "switched off" in desk.get("/escalations/").content.decode()


def test_a_long_list_is_cut_and_says_so(desk: Client, cast: Cast, contact: User, monkeypatch: Any) -> None:
    monkeypatch.setattr(escalating, "MOST", 2)
    monkeypatch.setattr("notifications.escalation_pages.MOST", 2)
    oldest = late(cast, due_on=date(2026, 2, 2))
    for _number in range(2):
        late(cast)
    answer = desk.get("/escalations/")
    assert "The 2 longest late stand here" in answer.content.decode()
    assert answer.context["groups"][0]["rows"][0]["row"].case == oldest


@pytest.mark.parametrize("count", [1, 20])
def test_more_cases_ask_no_more_queries(
    desk: Client, cast: Cast, contact: User, count: int, django_assert_num_queries: Any
) -> None:
    for _number in range(count):
        late(cast)
    with django_assert_num_queries(31):
        desk.get("/escalations/")


@pytest.mark.parametrize("who", ["validator", "observer", "focal_point", "head", "stranger"])
def test_others_are_refused(client: Client, cast: Cast, contact: User, who: str) -> None:
    client.force_login(getattr(cast, who))
    assert client.get("/escalations/").status_code == 403
    assert client.post("/escalations/", form(late(cast))).status_code == 403
    assert not Escalation.objects.exists()


def test_the_desk_and_the_departments_lead_there(desk: Client, cast: Cast) -> None:
    late(cast)
    for page in ("/desk/", "/departments/"):
        assert 'href="/escalations/"' in desk.get(page).content.decode()
