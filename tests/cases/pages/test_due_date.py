"""The pages around due dates: working days in the forms, the hint about a day off, the explanation, pause."""

from __future__ import annotations

import html
import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from cases import actions
from cases.models import Case
from cases.people.models import Calendar
from tests.cases.pages.conftest import SignIn
from tests.cast import DUE, NOW, Cast, assigned, drafted, received, sent


def text_of(response: Any) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", response.content.decode()))


@pytest.fixture
def morocco(db: None) -> Calendar:
    calendar = Calendar.objects.create(code="ma", name="Morocco")
    eid = calendar.holidays.create(on=date(2026, 3, 13), key="Eid", estimated=True)
    eid.wordings.create(language="en", text="Eid al-Fitr")
    return calendar


def post(client: Any, case: Case, step: str, **given: Any) -> Any:
    case.refresh_from_db()
    return client.post(f"/case/{case.reference}/step/{step}/", {"seen": case.version, **given}, follow=True)


def test_a_coordinator_gives_working_days_instead_of_a_date(
    cast: Cast, sign_in: SignIn, morocco: Calendar
) -> None:
    case, client = received(cast), sign_in(cast.coordinator)
    form = text_of(client.get(f"/case/{case.reference}/step/assign/"))
    assert "Or in working days" in form
    told = post(client, case, "assign", lead=cast.health.pk, due_on=DUE, working_days=10)
    assert "by 17 March 2026." in text_of(told)
    assert Case.objects.get(pk=case.pk).due_on == date(2026, 3, 17)


@pytest.mark.parametrize("days", ["0", "401", "ten"])
def test_days_that_make_no_sense_are_said_and_kept(cast: Cast, sign_in: SignIn, days: str) -> None:
    case = received(cast)
    answer = post(sign_in(cast.coordinator), case, "assign", lead=cast.health.pk, working_days=days)
    assert answer.status_code == 422
    assert f'value="{days}"' in answer.content.decode()


def test_neither_is_said(cast: Cast, sign_in: SignIn) -> None:
    answer = post(sign_in(cast.coordinator), received(cast), "assign", lead=cast.health.pk)
    assert "Give a due date, or working days." in text_of(answer)


def test_many_are_assigned_by_working_days(cast: Cast, sign_in: SignIn, morocco: Calendar) -> None:
    case = received(cast)
    given = {"which": "ticked", "case": case.reference, "lead": "health", "due_on": "", "working_days": 10}
    sign_in(cast.coordinator).post("/desk/assign/", given)
    assert Case.objects.get(pk=case.pk).due_on == date(2026, 3, 17)


def test_a_date_on_a_day_off_is_taken_with_a_hint(cast: Cast, sign_in: SignIn, morocco: Calendar) -> None:
    case = received(cast)
    told = post(sign_in(cast.coordinator), case, "assign", lead=cast.health.pk, due_on="2026-03-13")
    assert (
        "13 March 2026 is a day off (Eid al-Fitr); the next working day is Monday 16 March 2026."
        in text_of(told)
    )
    assert Case.objects.get(pk=case.pk).due_on == date(2026, 3, 13)


def test_the_explanation_goes_step_by_step(cast: Cast, sign_in: SignIn, morocco: Calendar) -> None:
    case, client = received(cast), sign_in(cast.coordinator)
    post(client, case, "assign", lead=cast.health.pk, working_days=10)
    post(client, case, "pause", reason="A census is under way.")
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        client = sign_in(cast.coordinator)
        post(client, case, "resume")
        assert (
            f'href="/case/{case.reference}/due-date/"'
            in client.get(f"/case/{case.reference}/").content.decode()
        )
        page = text_of(client.get(f"/case/{case.reference}/due-date/"))
    for said in (
        "Coordinator assigned the case, due on Tuesday 17 March 2026.",
        "Monday 2 March 2026, and 10 working days more: Tuesday 17 March 2026.",
        "5 days off on the way were skipped, by the calendar “Morocco”.",
        "Friday 13 March 2026 was a holiday: Eid al-Fitr (estimated then).",
        "A census is under way.",
        "Paused from Monday 2 March 2026 until Wednesday 4 March 2026",
        "Tuesday 17 March 2026, and 2 working days more: Thursday 19 March 2026.",
        "The case is due on Thursday 19 March 2026.",
    ):
        assert said in page, said
    assert "The calendar has changed" not in page


def test_it_says_where_the_calendar_has_changed_since(cast: Cast, sign_in: SignIn, morocco: Calendar) -> None:
    case, client = received(cast), sign_in(cast.coordinator)
    post(client, case, "assign", lead=cast.health.pk, working_days=10)
    morocco.holidays.all().delete()
    page = text_of(client.get(f"/case/{case.reference}/due-date/"))
    assert "Counted today, the date would be Monday 16 March 2026" in page


def test_without_a_date_or_its_history_it_says_so(cast: Cast, sign_in: SignIn) -> None:
    case, client = received(cast), sign_in(cast.coordinator)
    assert "has no due date yet" in text_of(client.get(f"/case/{case.reference}/due-date/"))
    Case.objects.filter(pk=case.pk).update(due_on=DUE)
    assert "History says nothing" in text_of(client.get(f"/case/{case.reference}/due-date/"))


def test_a_paused_case_says_so_everywhere(cast: Cast, sign_in: SignIn) -> None:
    case, client = drafted(cast), sign_in(cast.coordinator)
    shown = client.get(f"/case/{case.reference}/").content.decode()
    assert f"/case/{case.reference}/step/pause/" in shown
    assert "The case is not paused." not in shown
    told = text_of(post(client, case, "pause", reason="A census."))
    assert "It is paused: nobody is late or reminded" in told
    assert "Paused since 2 March 2026." in told
    assert "paused" in text_of(client.get("/desk/?paused=on"))
    assert ">paused<" in sign_in(cast.focal_point).get("/my-work/").content.decode()


def test_the_desk_narrows_down_to_paused_cases(cast: Cast, sign_in: SignIn) -> None:
    case, _other, client = assigned(cast), assigned(cast), sign_in(cast.coordinator)
    post(client, case, "pause", reason="A census.")
    assert [row.case for row in client.get("/desk/?paused=on").context["rows"]] == [case]


def test_a_validator_returns_by_working_days(cast: Cast, sign_in: SignIn, morocco: Calendar) -> None:
    case = sent(cast)
    given = {"seen": case.version, "decision": "return", "reason": "A source is missing.", "working_days": 5}
    assert sign_in(cast.validator).post(f"/case/{case.reference}/review/", given).status_code == 302
    assert Case.objects.get(pk=case.pk).due_on == date(2026, 3, 9)


def test_more_time_is_asked_and_granted_by_working_days(
    cast: Cast, sign_in: SignIn, morocco: Calendar
) -> None:
    case = assigned(cast)
    given = {"seen": 0, "working_days": 5, "reason": "A survey."}
    sign_in(cast.focal_point).post(f"/case/{case.reference}/more-time/", given)
    request = case.answer.requests.get()
    assert request.wanted_on == date(2026, 4, 22)
    address = f"/case/{case.reference}/more-time/{request.pk}/grant/"
    sign_in(cast.coordinator).post(address, {"seen": 1, "granted_on": "", "working_days": 2})
    assert Case.objects.get(pk=case.pk).due_on == date(2026, 4, 17)


@pytest.mark.parametrize("moves", [1, 8])
def test_the_explanation_asks_a_fixed_number_of_queries(
    cast: Cast, sign_in: SignIn, moves: int, django_assert_num_queries: Any
) -> None:
    case, client = assigned(cast), sign_in(cast.coordinator)
    for _ in range(moves):
        act = {"by": cast.coordinator, "now": NOW, "comment": "So.", "working_days": 7}
        actions.take_step(case, "redate", **act)
        case.refresh_from_db()
    with django_assert_num_queries(14):
        client.get(f"/case/{case.reference}/due-date/")
