"""The Overview: a round on one page, exact against a scene made by hand."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from cases import actions
from cases.extensions.extending import ask_for_more_time
from cases.models import Case, Round
from cases.overview.counting import count_what_is_due
from cases.overview.pace import pace
from cases.pages.whole import sentences
from cases.people.models import Department
from cases.people.wording import set_apart
from cases.rounds import plans
from cases.rounds.planning import DEFAULTS
from tests.cases import stations
from tests.cast import LATER, NOW, Cast, approved, assigned, department, received, sent
from tests.exports import scene
from tests.exports.way import bring
from workflow.clocks import DayOff

DAY = timedelta(days=1)


@pytest.fixture
def page(client: Client, cast: Cast) -> Any:
    client.force_login(cast.coordinator)
    return lambda **words: client.get("/overview/", words)


def plan(cast: Cast, submission_on: date) -> None:
    given = {"submission_on": submission_on, "lengths": DEFAULTS, "seen": ""}
    plans.make(cast.round, **given, by=cast.coordinator, now=NOW)


def late_by(case: Case, days: int) -> None:
    Case.objects.filter(pk=case.pk).update(due_on=(NOW - days * DAY).date())


def said(page: Any) -> list[str]:
    return [one.sentence for one in page().context["decisions"]]


def test_four_numbers_and_a_sentence(page: Any, cast: Cast) -> None:
    approved(cast), stations.AT["submitted"](cast), sent(cast), received(cast), stations.AT["closed"](cast)
    assigned(cast), late_by(assigned(cast), 3)
    whole = page().context["totals"]
    assert (whole.asked, whole.approved, whole.with_validator) == (6, 2, 1)
    assert (whole.with_department, whole.without_lead, whole.late) == (2, 1, 1)
    assert page().context["going"].standing == "2 of 6 answers are approved. 1 is late."


def test_independent_bodies_owe_nothing_and_are_not_counted(page: Any, cast: Cast) -> None:
    assigned(cast), assigned(cast, cast.justice)
    Department.objects.filter(pk=cast.justice.pk).update(independent=True)
    context = page().context
    assert (context["totals"].asked, [row["load"].department for row in context["departments"]]) == (
        1, [cast.health],
    )  # fmt: skip


def test_restricted_cases_are_counted_in_the_whole_and_named_nowhere(client: Client, cast: Cast) -> None:
    hidden, _seen = assigned(cast), assigned(cast)
    actions.take_step(hidden, "restrict", by=cast.coordinator, now=NOW, comment="A witness.")
    client.force_login(cast.observer)
    context = client.get("/overview/").context
    assert context["totals"].asked == 2
    assert [row["load"].total for row in context["departments"]] == [1]


@pytest.mark.parametrize("name", ["coordinator", "validator", "editor", "observer"])
def test_national_roles_open_it(client: Client, cast: Cast, name: str) -> None:
    assigned(cast)
    client.force_login(getattr(cast, name))
    assert client.get("/overview/").status_code == 200


@pytest.mark.parametrize("name", ["focal_point", "head", "stranger"])
def test_others_are_refused(client: Client, cast: Cast, name: str) -> None:
    client.force_login(getattr(cast, name))
    assert client.get("/overview/").status_code == 403


def test_the_round_that_is_submitted_next_is_shown_and_others_on_demand(page: Any, cast: Cast) -> None:
    new = Round.objects.create(code="newer", title="Newer", opened_on=NOW.date())
    assert page().context["round"] == new
    plan(cast, date(2026, 12, 1))
    assert page().context["round"] == cast.round
    assert page(round="newer").context["round"] == new
    assert page(round="nothing").status_code == 404


def test_before_anything_is_asked(page: Any, cast: Cast) -> None:
    assert "Nothing is asked in this round yet." in page().content.decode()
    Round.objects.update(closed_on=NOW.date())
    assert "No round is open" in page().content.decode()


def test_the_plan_says_how_many_a_week_are_needed(page: Any, cast: Cast) -> None:
    """Ten working days from the Monday on which all is looked at, five of them a week."""
    for _each in range(4):
        assigned(cast)
    plan(cast, date(2026, 12, 1))
    going = page().context["going"]
    assert going.wanted_on is not None
    working = sum(
        1
        for number in range(1, (going.wanted_on - NOW.date()).days + 1)
        if (NOW + number * DAY).weekday() < 5
    )
    assert going.needed == -(-4 * 5 // working)
    assert "From now on 1 approval a week is needed." in " ".join(page().content.decode().split())


def test_without_a_plan_it_says_so(page: Any, cast: Cast) -> None:
    assigned(cast)
    assert "This round has no plan" in page().content.decode()


def test_requests_for_more_time_wait_for_a_decision(page: Any, cast: Cast) -> None:
    ask_for_more_time(assigned(cast), wanted_on=LATER, by=cast.focal_point, now=NOW, comment="A survey.")
    (one,) = page().context["decisions"]
    assert one.sentence == "1 request for more time waits for the coordinator’s decision."
    assert one.url == "/desk/?round=2026&more_time=on"


def test_a_department_that_is_long_late_is_named_and_several_are_counted(page: Any, cast: Cast) -> None:
    late_by(assigned(cast), 13)
    assert said(page) == []
    late_by(assigned(cast), 14)
    named = set_apart("Ministry of Health")
    first, second = said(page)
    assert first == f"{named} is late by 10 working days: take it to those above."
    assert second == "1 late answer can be escalated: the coordinator presses Send."
    late_by(assigned(cast, cast.justice), 28)
    both, _escalations = said(page)
    most = set_apart("Ministry of Justice")
    assert both.startswith(f"2 departments are late by 10 working days or more, most of all {most}: ")


def test_a_frozen_report_comes_first_and_three_are_enough(page: Any, cast: Cast) -> None:
    received(cast), late_by(assigned(cast), 20)
    ask_for_more_time(assigned(cast), wanted_on=LATER, by=cast.focal_point, now=NOW, comment="A survey.")
    bring(cast, scene.report(cast, introduction="We begin."), "frozen")
    first, *others = page().context["decisions"]
    named = set_apart("National report 2026")
    assert first.sentence == f"“{named}” waits for its adoption by the government."
    assert first.url == "/desk/reports/national-report-2026/"
    assert len(others) == 2
    assert not any("no department" in one.sentence for one in others)


def test_every_number_opens_as_many_cases(client: Client, page: Any, cast: Cast) -> None:
    sent(cast), late_by(assigned(cast), 3), received(cast)
    other = Round.objects.create(code="other", title="Other", opened_on=NOW.date() - DAY)
    for case in (assigned(cast), sent(cast)):
        late_by(case, 3)
        Case.objects.filter(pk=case.pk).update(round=other)
    content = page(round="2026").content.decode()
    for words in ("standing=with-validator", "late=on", "standing=to-assign"):
        assert f"/desk/?round=2026&amp;{words}" in content
        assert len(client.get(f"/desk/?round=2026&{words}").context["rows"]) == 1


@pytest.mark.parametrize("count", [2, 20])
def test_more_departments_ask_no_more_queries(
    page: Any, cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        late_by(assigned(cast, department(f"department-{number}", f"Department {number}")), number)
    count_what_is_due(NOW)
    with django_assert_num_queries(24):
        page()


def weekends(day: date) -> DayOff | None:
    return DayOff(day) if day.weekday() >= 5 else None


@pytest.mark.parametrize(
    ("approved_on", "left", "submission_on", "sentence"),
    [
        ({"2026-02-27": 20}, 9, "2026-03-01", "on 13 March 2026, 12 days after the submission date."),
        ({"2026-02-27": 20}, 9, "2026-03-13", "on 13 March 2026, on the very day of the submission."),
        ({"2026-02-27": 20}, 9, "2026-03-14", "on 13 March 2026, 1 day before the submission date."),
        ({"2026-02-27": 20}, 9, "", "the last four weeks the last answer is approved on 13 March 2026."),
        ({}, 30, "2026-06-01", "No answer is approved yet, so nothing can be said of the pace."),
        ({"2026-01-02": 5}, 9, "2026-06-01", "in the last four weeks: at this pace they never all are."),
        ({"2026-02-27": 1}, 29, "2026-06-01", "it takes more than two years until the last answer"),
        ({"2026-02-27": 21}, 9, "2026-02-27", "The submission date, 27 February 2026, is over, and 9 "),
        ({"2026-02-27": 30}, 0, "2026-02-27", "All answers are approved."),
    ],
)  # fmt: skip
def test_the_day_on_which_all_is_approved_in_a_sentence(
    approved_on: dict[str, int], left: int, submission_on: str, sentence: str
) -> None:
    today = date(2026, 2, 28) if submission_on == "2026-03-01" else date(2026, 3, 2)
    days = {date.fromisoformat(day): count for day, count in approved_on.items()}
    found = pace(
        days, left=left, asked=30, opened_on=date(2025, 1, 1), today=date(2026, 3, 2), calendar=weekends
    )
    with translation.override("en"):
        read = sentences.ready_by(found, date.fromisoformat(submission_on) if submission_on else None, today)
    assert sentence in read
