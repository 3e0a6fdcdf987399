"""The page on which decisions are recorded, and what the case shows of one."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Decision, Round
from tests.cases.pages.conftest import SignIn
from tests.cases.test_positions import of_positions, proposal, record  # noqa: F401
from tests.cast import NOW, Cast

ADDRESS = "/desk/rounds/2026/positions/"
DECISION = {"decided_on": "2026-03-01", "document": "Council of Government, item 4"}


@pytest.fixture
def desk(client: Client, cast: Cast, of_positions: Round, time_machine: Any) -> Client:  # noqa: F811
    time_machine.move_to(NOW, tick=False)
    client.force_login(cast.coordinator)
    return client


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_what_was_proposed_is_chosen_beforehand(desk: Client, cast: Cast) -> None:
    proposal(cast, "partly-supported")
    (row,) = desk.get(ADDRESS).context["rows"]
    assert row["choice"] == "partly-supported"


def test_many_are_recorded_by_one_decision(desk: Client, cast: Cast) -> None:
    first, second = proposal(cast), proposal(cast)
    chosen = {f"position-{first.reference}": "supported", f"position-{second.reference}": "noted"}
    page = text_of(desk.post(ADDRESS, DECISION | chosen, follow=True))
    assert "2 positions are recorded." in page
    assert "A decision is recorded on every proposal that is approved." in page
    found = Case.objects.order_by("pk").values_list("recommendation__position", flat=True)
    assert list(found) == ["supported", "noted"]


def test_those_not_chosen_stay_undecided(desk: Client, cast: Cast) -> None:
    first, second = proposal(cast), proposal(cast)
    chosen = {f"position-{first.reference}": "supported", f"position-{second.reference}": ""}
    assert "on 1 no decision is recorded yet" in text_of(desk.post(ADDRESS, DECISION | chosen, follow=True))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"document": ""}, "Name the document by which it was decided."),
        ({"decided_on": ""}, "Say when the government decided."),
        ({"decided_on": "2026-03-09"}, "This day is still to come"),
    ],
)
def test_what_is_missing_is_said_and_the_choice_is_kept(
    desk: Client, cast: Cast, wrong: dict[str, str], said: str
) -> None:
    case = proposal(cast)
    sent = DECISION | wrong | {f"position-{case.reference}": "noted"}
    response = desk.post(ADDRESS, sent)
    assert (response.status_code, response.context["rows"][0]["choice"]) == (422, "noted")
    assert said in text_of(response)
    assert not Decision.objects.exists()


def test_nothing_chosen_records_nothing(desk: Client, cast: Cast) -> None:
    proposal(cast)
    assert "Choose the position on at least one case." in text_of(desk.post(ADDRESS, DECISION))


def test_other_rounds_have_no_such_page(desk: Client, cast: Cast) -> None:
    Round.objects.update(kind="plan")
    assert desk.get(ADDRESS).status_code == 404


def test_the_case_shows_the_decision_and_what_was_proposed(desk: Client, cast: Cast, sign_in: SignIn) -> None:
    case = proposal(cast)
    file = SimpleUploadedFile("minutes.txt", b"the minutes")
    desk.post(ADDRESS, DECISION | {f"position-{case.reference}": "noted", "file": file})
    browser = sign_in(cast.focal_point)
    page = text_of(browser.get(f"/case/{case.reference}/"))
    assert "Council of Government, item 4" in page
    assert "The department had proposed: Supported" in page
    document = browser.get(f"/case/{case.reference}/decision/{Decision.objects.get().pk}/")
    assert b"".join(document.streaming_content) == b"the minutes"
    stranger = sign_in(cast.justice_focal_point)
    assert stranger.get(f"/case/{case.reference}/decision/{Decision.objects.get().pk}/").status_code == 404


def test_my_work_and_the_case_lead_there(desk: Client, cast: Cast) -> None:
    case = proposal(cast)
    assert "1 proposed position is approved; record what the government decided" in text_of(
        desk.get("/my-work/")
    )
    assert f"{ADDRESS}?case={case.reference}" in text_of(desk.get(f"/case/{case.reference}/"))
    record(cast, (case, "noted"))
    assert "record what the government decided" not in text_of(desk.get("/my-work/"))
    assert f"{ADDRESS}?case=" not in text_of(desk.get(f"/case/{case.reference}/"))


def test_it_costs_a_fixed_number_of_queries(desk: Client, cast: Cast) -> None:
    proposal(cast)
    few = queries(desk)
    proposal(cast), proposal(cast)
    assert queries(desk) == few


def queries(desk: Client) -> int:
    with CaptureQueriesContext(connection) as captured:
        desk.get(ADDRESS)
    return len(captured)
