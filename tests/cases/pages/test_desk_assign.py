"""Assigning many cases from the Desk: which are meant, what is said of each, who may."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from cases.models import Case
from cases.pages.desk import forms as desk_forms
from tests.cases import stations
from tests.cast import Cast, assigned, received
from workflow.tasks import work_waiting

DUE = "2026-05-04"


@pytest.fixture
def send(client: Client, cast: Cast) -> Any:
    """Sends the bulk bar as the coordinator, and answers with the page that follows."""
    client.force_login(cast.coordinator)

    def sent(**given: Any) -> Any:
        filled = {"which": "ticked", "lead": "health", "due_on": DUE, "filter": "", **given}
        return client.post("/desk/assign/", filled, follow=True)

    return sent


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_ticked_cases_go_to_the_lead(send: Any, cast: Cast) -> None:
    first, second, left = received(cast), received(cast), received(cast)
    page = text_of(send(case=[first.reference, second.reference], remark="Please use the census."))
    assert "2 assigned to Ministry of Health." in page
    assert set(Case.objects.filter(lead=cast.health, state="assigned")) == {first, second}
    assert first.events.get().remark.text == "Please use the census."
    left.refresh_from_db()
    assert left.state == "received"


def test_what_was_not_assigned_is_said_case_by_case(send: Any, cast: Cast) -> None:
    good, bad = received(cast), stations.AT["validation"](cast)
    page = text_of(send(case=[good.reference, bad.reference]))
    assert "1 assigned to Ministry of Health. 1 was not done." in page
    assert "“Assign” is not possible while the case stands at “With validator”." in page


def test_the_outcome_is_shown_once(client: Client, send: Any, cast: Cast) -> None:
    send(case=[received(cast).reference])
    assert "1 assigned" not in text_of(client.get("/desk/"))


@pytest.fixture
def worked(client: Client) -> Any:
    """The page of an act that was left to the worker, once the worker was there."""

    def look_again(sent: Any) -> str:
        assert "Waiting for the worker" in text_of(sent)
        work_waiting()
        return text_of(client.get(sent.request["PATH_INFO"]))

    return look_again


def test_two_hundred_at_once_that_match_a_filter(send: Any, worked: Any, cast: Cast) -> None:
    for _number in range(200):
        received(cast, "Dig wells.")
    other = received(cast, "Open clinics.")
    page = worked(send(which="matching", matching="200", filter="search=wells"))
    assert "200 assigned to Ministry of Health." in page
    assert Case.objects.filter(lead=cast.health).count() == 200
    other.refresh_from_db()
    assert other.lead is None


def test_two_hundred_ticked_by_hand_fit_in_one_form(send: Any, worked: Any, cast: Cast) -> None:
    ticked = [received(cast).reference for _number in range(200)]
    assert "200 assigned" in worked(send(case=ticked))


def test_a_double_click_is_one_act(send: Any, cast: Cast) -> None:
    case, key = received(cast), str(uuid4())
    send(case=[case.reference], form_key=key)
    page = text_of(send(case=[case.reference], form_key=key))
    assert "1 assigned to Ministry of Health." in page
    assert case.events.count() == 1


def test_what_moved_after_the_page_was_shown_is_a_conflict(send: Any, cast: Cast) -> None:
    case = assigned(cast)
    page = text_of(send(case=[case.reference], lead="justice", seen=f"{case.pk}:0"))
    assert "Somebody else changed this case after you opened it" in page
    case.refresh_from_db()
    assert case.lead == cast.health


def test_all_on_this_page(send: Any, cast: Cast) -> None:
    cases = [received(cast) for _number in range(3)]
    page = text_of(send(which="page", on_page=",".join(case.reference for case in cases[:2])))
    assert "2 assigned" in page


def test_a_list_that_changed_meanwhile_is_looked_at_again(send: Any, cast: Cast) -> None:
    received(cast), received(cast)
    page = text_of(send(which="matching", matching="1"))
    assert "The list changed meanwhile: 2 cases match now." in page
    assert not Case.objects.filter(state="assigned").exists()


def test_together_they_share_one_answer(send: Any, cast: Cast) -> None:
    cases = [received(cast), received(cast)]
    send(case=[case.reference for case in cases], together="on")
    assert Case.objects.values("answer").distinct().count() == 1
    assert Case.objects.filter(answer__isnull=False).count() == 2


def test_together_is_all_or_none(send: Any, cast: Cast) -> None:
    good, bad = received(cast), stations.AT["validation"](cast)
    page = text_of(send(case=[good.reference, bad.reference], together="on"))
    assert "Nothing was assigned." in page
    good.refresh_from_db()
    assert (good.state, good.answer) == ("received", None)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"lead": ""}, "Choose the lead department."),
        ({"due_on": ""}, "Give a due date, or working days."),
        ({"due_on": "2026-03-01"}, "This day is over"),
        ({"case": []}, "Tick the cases that you mean"),
        ({"case": ["UPR-1-1"]}, "Tick the cases that you mean"),
        ({"which": ""}, "Choose which cases."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    send: Any, cast: Cast, given: dict[str, Any], sentence: str
) -> None:
    case = received(cast)
    response = send(**{"case": [case.reference], "remark": "Please use the census.", **given})
    page = text_of(response)
    assert response.status_code == 422
    assert sentence in page
    assert "Please use the census." in page
    if "case" not in given:
        assert f'value="{case.reference}" checked' in page
    case.refresh_from_db()
    assert case.state == "received"


def test_the_filter_is_kept_when_something_is_missing(send: Any, cast: Cast) -> None:
    wells = received(cast, "Dig wells.")
    received(cast)
    response = send(filter="search=wells", lead="")
    assert [row.case.reference for row in response.context["rows"]] == [wells.reference]


def test_it_returns_to_the_desk_as_it_was_narrowed_down(client: Client, cast: Cast) -> None:
    client.force_login(cast.coordinator)
    given = {"which": "ticked", "lead": "health", "due_on": DUE, "case": received(cast).reference}
    response = client.post("/desk/assign/", {**given, "filter": "standing=to-assign&page=2"})
    assert response.headers["Location"] == "/desk/?standing=to-assign&page=2"


@pytest.mark.parametrize("name", ["validator", "editor", "observer", "focal_point", "stranger"])
def test_it_refuses_everybody_else(client: Client, cast: Cast, name: str) -> None:
    case = received(cast)
    client.force_login(getattr(cast, name))
    response = client.post("/desk/assign/", {"case": case.reference, "lead": "health", "due_on": DUE})
    assert response.status_code == 403
    case.refresh_from_db()
    assert case.state == "received"


def test_who_is_no_longer_coordinator_gets_the_remark_back(client: Client, cast: Cast) -> None:
    client.force_login(cast.validator)
    response = client.post("/desk/assign/", {"remark": "Please use the census."})
    assert response.status_code == 403
    assert "Please use the census." in text_of(response)


def test_looking_changes_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.coordinator)
    opened = client.get("/desk/assign/")
    assert opened.status_code == 405
    assert 'href="/desk/"' in opened.content.decode()


def test_an_assigned_case_may_go_to_another_before_it_is_begun(send: Any, cast: Cast) -> None:
    case = assigned(cast)
    send(case=[case.reference], lead="justice")
    case.refresh_from_db()
    assert case.lead == cast.justice


def test_a_whole_list_takes_no_case_from_another_department_unasked(send: Any, cast: Cast) -> None:
    case, new = assigned(cast, to=cast.justice), received(cast)
    given = {"which": "matching", "matching": 2, "lead": "health"}

    refused = send(**given)
    unasked = Case.objects.get(pk=case.pk).lead
    send(**given, again="on")

    assert "1 of these cases has another lead already, so nothing was assigned." in text_of(refused)
    assert 'name="again"' in text_of(refused)
    assert unasked == cast.justice
    assert {Case.objects.get(pk=one.pk).lead for one in (case, new)} == {cast.health}


def test_an_independent_body_is_marked(client: Client, cast: Cast) -> None:
    cast.justice.independent = True
    cast.justice.save()
    received(cast)
    client.force_login(cast.coordinator)
    assert "Ministry of Justice (independent: will be invited)" in text_of(client.get("/desk/"))


def test_the_day_of_the_round_is_proposed(client: Client, cast: Cast) -> None:
    received(cast)
    client.force_login(cast.coordinator)
    assert f'value="{cast.round.due_on.isoformat()}"' in text_of(client.get("/desk/"))
    assert desk_forms.first_due_on(cast.round.due_on.replace(year=2030)) is None
