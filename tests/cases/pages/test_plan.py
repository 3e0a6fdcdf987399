"""The page of a round's plan: what follows from the day of submission, and the cases that break it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cases.models import Case, Plan, Round
from cases.people.models import Calendar
from cases.rounds import plans
from cases.rounds.planning import DEFAULTS
from tests.cast import NOW, Cast, assigned, drafted, received

PAGE = "/desk/plan/2026/"
TYPED = {"submission_on": "2026-10-30", "seen": ""} | DEFAULTS


@pytest.fixture
def desk(client: Client, cast: Cast) -> Client:
    client.force_login(cast.coordinator)
    return client


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def change(desk: Client, **typed: Any) -> Any:
    return desk.post(f"{PAGE}change/", TYPED | typed, follow=True)


def test_without_a_plan_it_says_what_to_do(desk: Client, cast: Cast) -> None:
    assert f'href="{PAGE}"' in text_of(desk.get("/desk/rounds/2026/"))
    page = text_of(desk.get(PAGE))
    assert "There is no plan yet. Say on which day the report is submitted" in page
    assert "details open" in page
    desk.force_login(cast.editor)
    page = text_of(desk.get(PAGE))
    assert "There is no plan yet. The coordinator makes it." in page
    assert "<form method" not in page.partition("<main")[2]


def test_the_stages_follow_from_the_submission(desk: Client, cast: Cast) -> None:
    morocco = Calendar.objects.create(code="ma", name="Morocco")
    march = morocco.holidays.create(on="2026-08-20", key="revolution", estimated=True)
    march.wordings.create(language="en", text="Revolution Day")
    page = text_of(change(desk))
    for said in (
        "The plan is saved.",
        "Friday 30 October 2026",
        "5 working days after",
        "5 days off skipped, among them <bdi>Revolution Day</bdi>",
        "estimated",
        "Planned by Coordinator",
        "counted by the calendar “Morocco”",
    ):
        assert said in page, said
    assert [row["standing"] for row in desk.get(PAGE).context["stages"]].count("coming") == 9


def test_too_early_a_day_names_the_first_stage_in_the_past_and_loses_nothing(desk: Client) -> None:
    answer = change(desk, submission_on="2026-05-04", review=7)
    page = text_of(answer)
    assert answer.status_code == 422
    assert "“Departments draft” would have had to be over on Thursday 15 January 2026." in page
    assert "These days follow from what you typed. They are not saved." in page
    assert 'value="2026-05-04"' in page
    assert 'value="7"' in page
    assert not Plan.objects.exists()


def test_it_is_saved_all_the_same_where_one_says_so(desk: Client) -> None:
    page = text_of(change(desk, submission_on="2026-05-04", anyway="on"))
    assert "The plan is saved." in page
    assert ">passed<" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"submission_on": ""}, "Choose the day on which the report is submitted."),
        ({"submission_on": "2026-03-01"}, "This day is over"),
        ({"submission_on": "9999-12-31"}, "more than five years ahead"),
        ({"review": "251"}, "less than or equal to 250"),
        ({"review": ""}, "Review: "),
    ],
)
def test_what_is_no_plan_is_refused(desk: Client, typed: dict[str, Any], said: str) -> None:
    answer = change(desk, **typed)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Plan.objects.exists()


def test_who_saves_over_anothers_plan_is_told_and_may_save_then(desk: Client) -> None:
    change(desk)
    answer = change(desk, review=7)
    assert answer.status_code == 409
    assert "Somebody changed the plan meanwhile." in text_of(answer)
    seen = answer.context["form"]["seen"].value()
    assert "The plan is saved." in text_of(change(desk, review=7, seen=seen))


def test_it_shows_who_breaks_the_plan_and_the_desk_shows_the_same(desk: Client, cast: Cast) -> None:
    change(desk)
    for_whom, fine = received(cast), assigned(cast)
    page = text_of(desk.get(PAGE))
    assert "Departments draft: 1 case breaks the plan" in page
    assert "1: no due date" in page
    assert "Signature: no case breaks the plan" in page
    assert for_whom.reference in page
    assert fine.reference not in page
    shown = desk.get("/desk/?breaks=2026:drafting")
    assert [row.case for row in shown.context["rows"]] == [for_whom]
    assert "Breaks the plan of National report 2026: Departments draft" in text_of(shown)


@pytest.mark.parametrize("word", ["none:drafting", "2026:holiday", "2026", "2026:translation"])
def test_the_desk_narrows_nothing_down_by_a_plan_that_is_none(desk: Client, cast: Cast, word: str) -> None:
    change(desk)
    case = received(cast)
    shown = desk.get(f"/desk/?breaks={word}")
    assert [row.case for row in shown.context["rows"]] == [case]
    assert "none of the choices" in text_of(shown)


def test_twenty_are_listed_and_all_are_counted(desk: Client, cast: Cast) -> None:
    change(desk)
    for _ in range(21):
        received(cast)
    page = text_of(desk.get(PAGE))
    assert "21 cases break the plan" in page
    assert "Show all 21 on the Desk" in page
    assert page.count('<th scope="row"><a') == 20


def test_a_restricted_case_is_neither_listed_nor_counted(desk: Client, cast: Cast) -> None:
    change(desk)
    Case.objects.filter(pk=received(cast).pk).update(restricted=True)
    assert "Departments draft: no case breaks the plan" in text_of(desk.get(PAGE))


def test_the_round_asks_for_answers_by_the_drafting_day(desk: Client, cast: Cast) -> None:
    change(desk)
    plan = plans.of_round(cast.round)
    page = text_of(desk.post(f"{PAGE}due-date/", {"seen": plans.version(plan)}, follow=True))
    day = Round.objects.get().due_on
    assert plan is not None
    assert day == plans.days_of(plan, Calendar.default())[0].due_on
    assert "The round now asks for answers by" in page
    assert "as the plan wants it" in page


def test_it_does_not_from_a_page_that_has_grown_old(desk: Client, cast: Cast) -> None:
    change(desk)
    answer = desk.post(f"{PAGE}due-date/", {"seen": NOW.isoformat() + "0"})
    assert answer.status_code == 409
    assert Round.objects.get().due_on == cast.round.due_on


def test_others_read_it(desk: Client, cast: Cast) -> None:
    change(desk)
    received(cast)
    desk.force_login(cast.observer)
    page = text_of(desk.get(PAGE))
    assert "1 case breaks the plan" in page
    assert "Save the plan" not in page
    assert "Ask for answers by" not in page


@pytest.mark.parametrize("cases", [1, 7])
def test_the_page_asks_a_fixed_number_of_queries(
    desk: Client, cast: Cast, cases: int, django_assert_num_queries: Any
) -> None:
    change(desk)
    for _ in range(cases):
        drafted(cast)
    Case.objects.update(due_on="2026-03-01")
    with django_assert_num_queries(14):
        desk.get(PAGE)
