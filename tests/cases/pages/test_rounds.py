"""The rounds of the coordinator: the list, a new one over chosen cases, one with its cases."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.models import Case, Round
from tests.cast import NOW, Cast, approved, assigned, received, sent

DETAILS = {
    "kind": "plan",
    "title": "Plan 2027",
    "question": "What will be done?",
    "due_on": "2026-06-30",
    "code": "plan-2027",
    "language": "en",
}


@pytest.fixture
def desk(client: Client, cast: Cast, time_machine: Any) -> Client:
    time_machine.move_to(NOW, tick=False)
    client.force_login(cast.coordinator)
    return client


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def open_over(desk: Client, query: str, able: int, **more: str) -> Any:
    address = f"/desk/rounds/new/?{query}"
    return desk.post(address, DETAILS | {"able": str(able)} | more, follow=True)


def test_a_round_is_opened_over_what_was_ticked_on_the_desk(desk: Client, cast: Cast) -> None:
    done, other = approved(cast), approved(cast)
    ticked = {"which": "ticked", "case": [done.reference]}
    chosen = desk.post("/desk/rounds/chosen/", ticked)
    assert chosen.headers["Location"] == f"/desk/rounds/new/?cases={done.reference}"
    page = text_of(open_over(desk, f"cases={done.reference}", able=1))
    assert "The round is open. 1 case is asked." in page
    done.refresh_from_db(), other.refresh_from_db()
    assert (done.round.code, done.state, other.state) == ("plan-2027", "assigned", "approved")


def test_all_that_match_on_the_desk_go_along(desk: Client, cast: Cast) -> None:
    matching = {"which": "matching", "filter": "standing=approved&page=2"}
    chosen = desk.post("/desk/rounds/chosen/", matching)
    assert chosen.headers["Location"] == "/desk/rounds/new/?standing=approved"


def test_without_a_choice_none_is_chosen(desk: Client, cast: Cast) -> None:
    approved(cast)
    assert "Choose all cases" in text_of(desk.get("/desk/rounds/new/"))
    assert "1 case is chosen." in text_of(desk.get("/desk/rounds/new/?all=1"))


def test_the_preview_says_who_cannot_and_why(desk: Client, cast: Cast) -> None:
    busy = sent(cast)
    approved(cast)
    page = text_of(desk.get("/desk/rounds/new/?all=1"))
    assert "2 cases are chosen." in page
    assert "1 can be asked." in page
    assert "1 cannot: It is still under way in its present round: With validator." in page
    assert busy.reference in page


@pytest.mark.parametrize(("query", "count"), [("position=noted", 1), ("session=41", 1), ("cycle=9", 0)])
def test_cases_are_chosen_by_what_they_are_about(desk: Client, cast: Cast, query: str, count: int) -> None:
    received(cast, position="noted", session=41)
    received(cast)
    assert desk.get(f"/desk/rounds/new/?{query}").context["chosen"] == count


def test_single_cases_get_another_date(desk: Client, cast: Cast) -> None:
    case = approved(cast)
    open_over(desk, "all=1", able=1, **{f"due-{case.reference}": "2026-07-31"})
    case.refresh_from_db()
    assert str(case.due_on) == "2026-07-31"


def test_what_changed_meanwhile_is_looked_at_again(desk: Client, cast: Cast) -> None:
    approved(cast)
    page = text_of(open_over(desk, "all=1", able=2))
    assert "The cases changed meanwhile: 1 can be asked now." in page
    assert "What will be done?" in page
    assert not Round.objects.filter(code="plan-2027").exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Give the round a title."),
        ({"kind": ""}, "Choose the kind of the round."),
        ({"code": "2026"}, "There is a round of this code already"),
        ({"code": "new"}, "There is a round of this code already"),
        ({"due_on": "2020-01-01"}, "This day is over"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_opened(
    desk: Client, cast: Cast, wrong: dict[str, str], said: str
) -> None:
    approved(cast)
    response = open_over(desk, "all=1", able=1, **wrong)
    assert response.status_code == 422
    assert said in text_of(response)
    assert Round.objects.count() == 1


def test_further_cases_are_asked_in_a_round_that_is_open(desk: Client, cast: Cast) -> None:
    open_over(desk, "cases=none", able=0)
    done = approved(cast)
    address = "/desk/rounds/plan-2027/cases/?all=1"
    page = text_of(desk.post(address, {"able": "1", "due_on": "2026-06-30"}, follow=True))
    assert "1 case is asked." in page
    assert Case.objects.get(pk=done.pk).round.code == "plan-2027"
    assert "1 cannot: It is in this round already." in text_of(desk.get(address))


def test_the_list_says_what_each_round_asks_and_how_its_cases_stand(desk: Client, cast: Cast) -> None:
    approved(cast), assigned(cast), received(cast)
    (row,) = desk.get("/desk/rounds/").context["rows"]
    standings = {one["standing"].code: one["count"] for one in row["standings"]}
    assert standings == {"approved": 1, "to-do": 1, "to-assign": 1}


def test_the_page_of_a_round_shows_those_that_went_on_too(desk: Client, cast: Cast) -> None:
    done, busy = approved(cast), assigned(cast)
    open_over(desk, f"cases={done.reference}", able=1)
    page = desk.get("/desk/rounds/2026/")
    assert "1 case has gone on to another round" in text_of(page)
    assert {case.pk for case in page.context["page"]} == {done.pk, busy.pk}
    only = desk.get("/desk/rounds/2026/?standing=to-do").context["page"]
    assert [case.pk for case in only] == [busy.pk]


def test_it_is_corrected(desk: Client, cast: Cast) -> None:
    fields = {"title": "Report of 2026", "question": "What was done?", "due_on": "2026-08-01"}
    assert "The round is corrected." in text_of(desk.post("/desk/rounds/2026/", fields, follow=True))
    assert desk.post("/desk/rounds/2026/", fields | {"title": ""}).status_code == 422
    assert str(Round.objects.get().due_on) == "2026-08-01"


def test_it_is_closed_and_opened_again(desk: Client, cast: Cast) -> None:
    assert "The round is closed." in text_of(desk.post("/desk/rounds/2026/close/", follow=True))
    assert desk.get("/desk/rounds/2026/cases/").status_code == 404
    page = text_of(desk.post("/desk/rounds/2026/close/", {"again": "1"}, follow=True))
    assert "The round is open again." in page


def test_while_cases_are_answered_it_is_not_closed(desk: Client, cast: Cast) -> None:
    assigned(cast)
    assert "It can be closed once none is." in text_of(desk.get("/desk/rounds/2026/"))
    refused = desk.post("/desk/rounds/2026/close/", follow=True)
    assert "Cases are still answered in this round." in text_of(refused)


@pytest.mark.parametrize(
    "address",
    ["/desk/rounds/", "/desk/rounds/2026/", "/desk/rounds/new/?all=1", "/desk/rounds/2026/cases/?all=1"],
)
def test_a_page_costs_as_many_queries_for_one_case_as_for_many(
    desk: Client, cast: Cast, address: str
) -> None:
    approved(cast)
    few = queries(desk, address)
    approved(cast), sent(cast), received(cast), assigned(cast, to=cast.justice)
    assert queries(desk, address) <= few + 1  # wordings of a theme or a lead, where there was none


def queries(desk: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert desk.get(address).status_code == 200
    return len(captured)


def test_a_department_is_asked_for_a_position_where_the_round_asks_for_one(
    client: Client, cast: Cast
) -> None:
    Round.objects.update(kind="positions")
    case = assigned(cast)
    client.force_login(cast.focal_point)
    page = text_of(client.get(f"/case/{case.reference}/"))
    assert "Proposed position" in page
    assert "Reasons, in full" in page
    assert "Proposed implementation status" not in page
    typed = {"full_text": "We agree.", "short_text": "Agreed.", "position": "supported", "started_from": "0"}
    client.post(f"/case/{case.reference}/draft/", typed)
    case.refresh_from_db()
    assert case.proposed_position == "supported"


def test_the_review_shows_the_position_that_is_proposed(client: Client, cast: Cast) -> None:
    Round.objects.update(kind="positions")
    case = assigned(cast)
    actions.save_draft(
        case, full_text="We agree.", short_text="Agreed.", position="partly-supported", started_from=0,
        by=cast.focal_point, now=NOW,
    )  # fmt: skip
    client.force_login(cast.coordinator)
    assert "Partly supported" not in text_of(client.get(f"/case/{case.reference}/"))
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    client.force_login(cast.validator)
    assert "Partly supported" in text_of(client.get(f"/case/{case.reference}/review/"))
