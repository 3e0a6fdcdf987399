"""Further acts of the bulk bar: the chosen cases are shown first, then the act is taken on just these."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from cases.models import Case
from cases.pages.desk.acts import ACTS
from tests.cases import stations
from tests.cast import Cast, assigned, drafted, received
from workflow.bulk_rows import Bulk

DUE = "2026-05-04"


@pytest.fixture
def choose(client: Client, cast: Cast) -> Any:
    """The page of an act, for cases that are chosen on the Desk."""
    client.force_login(cast.coordinator)

    def chosen(act: str, *cases: Case, **given: Any) -> Any:
        which = {"which": "ticked", "case": [case.reference for case in cases], "filter": "", **given}
        return client.post(f"/desk/act/{act}/", which)

    return chosen


@pytest.fixture
def take(client: Client, choose: Any) -> Any:
    """Chooses, fills in the page that comes, and sends it."""

    def taken(act: str, *cases: Case, **given: Any) -> Any:
        form = choose(act, *cases).context["form"]
        hidden = {field.name: field.value() for field in form.hidden_fields()}
        return client.post(f"/desk/act/{act}/", hidden | given, follow=True)

    return taken


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_every_step_of_the_table_is_one_of_the_process() -> None:
    assert {act.step for act in ACTS.values() if not act.page} <= set(Case.process.steps)


def test_the_chosen_cases_are_shown_before_anything_is_done(choose: Any, cast: Cast) -> None:
    page = choose("close", received(cast), stations.AT["closed"](cast))
    assert page.status_code == 200
    assert "Close: 2 cases" in text_of(page)
    assert "1 stand where this is possible; 1 do not, and will be left as they are." in text_of(page)
    assert not Bulk.objects.exists()


def test_they_are_closed_with_a_reason(take: Any, cast: Cast) -> None:
    cases = [received(cast), drafted(cast)]
    page = text_of(take("close", *cases, because="superseded", reason="Asked anew."))
    assert "2 closed." in page
    assert set(Case.objects.values_list("state", "closed_because")) == {("closed", "superseded")}
    assert cases[0].events.get().remark.text == "Asked anew."


def test_they_are_reassigned_and_keep_their_drafts(take: Any, cast: Cast) -> None:
    case, new = drafted(cast), received(cast)
    page = text_of(take("reassign", case, new, lead="justice", due_on=DUE, reason="Their subject."))
    assert "1 now with Ministry of Justice. 1 was not done." in page
    case.refresh_from_db()
    assert (case.lead, case.answer.lead, case.state) == (cast.justice, cast.justice, "assigned")


def test_all_that_match_are_those_that_were_shown(choose: Any, client: Client, cast: Cast) -> None:
    wells = received(cast, "Dig wells.")
    shown = choose("close", which="matching", filter="search=wells")
    later = received(cast, "Dig more wells.")
    hidden = {field.name: field.value() for field in shown.context["form"].hidden_fields()}
    client.post("/desk/act/close/", hidden | {"because": "superseded", "reason": "Asked anew."})
    assert [Case.objects.get(pk=case.pk).state for case in (wells, later)] == ["closed", "received"]


def test_a_case_that_moved_since_it_was_shown_is_left(choose: Any, client: Client, cast: Cast) -> None:
    case = assigned(cast)
    shown = choose("close", case)
    Case.objects.filter(pk=case.pk).update(version=2)
    hidden = {field.name: field.value() for field in shown.context["form"].hidden_fields()}
    sent = hidden | {"because": "superseded", "reason": "Asked anew."}
    assert "Somebody else changed this case" in text_of(client.post("/desk/act/close/", sent, follow=True))


@pytest.mark.parametrize(
    ("act", "given", "sentence"),
    [
        ("close", {"because": "superseded"}, "Give a reason"),
        ("close", {"reason": "Asked anew."}, "Say why the cases are closed."),
        ("close", {"because": "duplicate", "reason": "Twice."}, "Select a valid choice"),
        ("reassign", {"lead": "justice", "reason": "Theirs.", "due_on": "2026-03-01"}, "This day is over"),
        ("reassign", {"reason": "Theirs.", "due_on": DUE}, "Choose the lead department."),
    ],
)
def test_what_is_missing_is_said_and_the_cases_stay_chosen(
    take: Any, cast: Cast, act: str, given: dict[str, str], sentence: str
) -> None:
    case = assigned(cast)
    page = take(act, case, **given)
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert case.reference in text_of(page)
    assert all(typed in text_of(page) for typed in given.values() if " " in typed)
    assert re.search(rf'name="rows" value="{case.pk}:1"', text_of(page))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [({"which": ""}, "Choose which cases."), ({"case": []}, "Tick the cases that you mean")],
)
def test_without_cases_the_desk_says_so(
    choose: Any, cast: Cast, given: dict[str, Any], sentence: str
) -> None:
    received(cast)
    page = choose("close", **given)
    assert (page.status_code, sentence in text_of(page)) == (422, True)


def test_an_act_that_is_not_in_the_table_is_not_there(choose: Any, cast: Cast) -> None:
    assert choose("approve", received(cast)).status_code == 404


@pytest.mark.parametrize("name", ["validator", "editor", "observer", "focal_point", "stranger"])
def test_it_is_for_the_coordinator_and_what_was_typed_comes_back(
    client: Client, cast: Cast, name: str
) -> None:
    case = received(cast)
    client.force_login(getattr(cast, name))
    sent = {"rows": f"{case.pk}:0", "because": "superseded", "reason": "Asked anew."}
    refused = client.post("/desk/act/close/", sent)
    assert (refused.status_code, "Asked anew." in text_of(refused)) == (403, True)
    case.refresh_from_db()
    assert case.state == "received"


@pytest.mark.parametrize("cases", [2, 40])
def test_more_cases_ask_no_more_queries(
    choose: Any, cast: Cast, cases: int, django_assert_num_queries: Any
) -> None:
    chosen = [received(cast) for _ in range(cases)]
    with django_assert_num_queries(21):
        choose("reassign", *chosen)
