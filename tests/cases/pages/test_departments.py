"""The departments: how many cases stand where, how late, in a fixed number of queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from cases import actions
from cases.models import Case
from cases.overview.counting import count_what_is_due
from cases.people.models import Calendar, Department
from tests.cases import stations
from tests.cast import NOW, Cast, assigned, department, drafted, received


@pytest.fixture
def page(client: Client, cast: Cast) -> Any:
    client.force_login(cast.coordinator)
    return lambda: client.get("/departments/")


def make_late(case: Case, days: int) -> None:
    Case.objects.filter(pk=case.pk).update(due_on=(NOW - timedelta(days=days)).date())


def test_cases_are_counted_by_department_and_standing(page: Any, cast: Cast) -> None:
    assigned(cast), assigned(cast), drafted(cast), assigned(cast, cast.justice), stations.AT["closed"](cast)
    loads = {str(load.department): load for load in page().context["loads"]}
    cells = {cell.code: cell for cell in loads["Ministry of Health"].cells}
    assert [cells[code].count for code in ("to-do", "drafting", "approved")] == [2, 1, 0]
    assert [cells[code].shade for code in ("to-do", "drafting", "approved")] == [3, 1, 0]
    assert loads["Ministry of Justice"].total == 1


def test_the_latest_stand_first_with_the_working_days_of_their_worst(page: Any, cast: Cast) -> None:
    """Nine days ago was a Saturday: six working days have passed since."""
    assigned(cast)
    late, worst = assigned(cast, cast.justice), assigned(cast, cast.justice)
    make_late(late, 2), make_late(worst, 9)
    first, second = page().context["loads"]
    assert (first.department, first.late, first.days_late) == (cast.justice, 2, 6)
    assert (second.late, second.days_late) == (0, 0)


def test_what_is_approved_is_never_late(page: Any, cast: Cast) -> None:
    make_late(stations.AT["approved"](cast), 5)
    assert page().context["loads"][0].late == 0
    assert "No case is late." in page().content.decode()


def test_a_count_leads_to_those_cases_on_the_desk(client: Client, page: Any, cast: Cast) -> None:
    make_late(assigned(cast), 2)
    content = page().content.decode()
    for query in ("lead=health", "lead=health&amp;late=on", "lead=health&amp;standing=to-do"):
        assert f"/desk/?{query}" in content
        answer = client.get("/desk/?" + query.replace("&amp;", "&"))
        assert len(answer.context["rows"]) == 1


def test_a_holiday_makes_nobody_later(page: Any, cast: Cast) -> None:
    calendar = Calendar.objects.create(code="here", name="Here")
    calendar.holidays.create(on=(NOW - timedelta(days=4)).date(), key="feast")
    make_late(assigned(cast), 9)
    assert page().context["loads"][0].days_late == 5


def test_what_the_worker_counted_is_shown_with_the_time_and_not_counted_again(
    page: Any, cast: Cast, django_assert_num_queries: Any
) -> None:
    assigned(cast)
    count_what_is_due(NOW - timedelta(minutes=1))
    assigned(cast)
    with django_assert_num_queries(14):
        answer = page()
    assert answer.context["loads"][0].total == 1
    assert "Counted at" in answer.content.decode()
    assert "08:59" in answer.content.decode()


def test_what_was_counted_long_ago_is_counted_anew(page: Any, cast: Cast) -> None:
    count_what_is_due(NOW - timedelta(minutes=11))
    assigned(cast)
    assert page().context["loads"][0].total == 1


def test_it_is_ordered_as_one_likes(client: Client, page: Any, cast: Cast) -> None:
    make_late(assigned(cast, cast.justice), 2), assigned(cast), assigned(cast)
    for order, first in (
        ("", cast.justice),
        ("name", cast.health),
        ("all", cast.health),
        ("no", cast.justice),
    ):
        assert client.get("/departments/", {"sort": order}).context["loads"][0].department == first


def test_a_part_says_of_which_department_it_is_a_part(page: Any, cast: Cast) -> None:
    courts = department("courts", "Directorate of Courts")
    Department.objects.filter(pk=courts.pk).update(parent=cast.justice)
    assigned(cast, courts)
    assert "part of <span" in page().content.decode()


def test_departments_without_cases_are_named(page: Any, cast: Cast) -> None:
    assigned(cast)
    assert page().context["idle"] == [cast.justice]


def test_cases_without_a_lead_are_counted(page: Any, cast: Cast) -> None:
    assigned(cast), received(cast)
    assert "1 case has no lead yet." in page().content.decode()


def test_before_anything_is_assigned_it_says_what_to_do(page: Any, cast: Cast) -> None:
    received(cast)
    assert "1 case waits for a lead" in page().content.decode()


def test_with_nothing_at_all(page: Any) -> None:
    assert "there are no cases under way" in page().content.decode()


@pytest.mark.parametrize("name", ["coordinator", "validator", "editor", "observer"])
def test_national_roles_open_it(client: Client, cast: Cast, name: str) -> None:
    client.force_login(getattr(cast, name))
    assert client.get("/departments/").status_code == 200


@pytest.mark.parametrize("name", ["focal_point", "head", "stranger"])
def test_others_are_refused(client: Client, cast: Cast, name: str) -> None:
    client.force_login(getattr(cast, name))
    assert client.get("/departments/").status_code == 403


@pytest.mark.parametrize("count", [2, 25])
def test_more_departments_ask_no_more_queries(
    page: Any, cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for number in range(count):
        make_late(assigned(cast, department(f"department-{number}", f"Department {number}")), number)
    with django_assert_num_queries(17):
        page()


class TestOneDepartment:
    @pytest.mark.parametrize("name", ["focal_point", "alternate", "head", "coordinator", "observer"])
    def test_those_concerned_open_it(self, client: Client, cast: Cast, name: str) -> None:
        client.force_login(getattr(cast, name))
        make_late(assigned(cast), 9)
        answer = client.get("/departments/health/")
        assert answer.context["load"].late == 1
        assert "0 of 1 answer is approved." in " ".join(answer.content.decode().split())
        assert "The oldest is late by 6 working days." in answer.content.decode()

    @pytest.mark.parametrize("name", ["justice_focal_point", "stranger"])
    def test_to_others_it_is_not_there(self, client: Client, cast: Cast, name: str) -> None:
        client.force_login(getattr(cast, name))
        assert client.get("/departments/health/").status_code == 404

    def test_an_independent_body_has_none(self, client: Client, cast: Cast) -> None:
        Department.objects.filter(pk=cast.health.pk).update(independent=True)
        client.force_login(cast.coordinator)
        assert client.get("/departments/health/").status_code == 404

    def test_it_says_how_long_open_cases_are_open(self, client: Client, cast: Cast) -> None:
        assigned(cast), stations.AT["validation"](cast), stations.AT["approved"](cast)
        client.force_login(cast.head)
        with time_machine.travel(NOW + timedelta(days=20), tick=False):
            client.force_login(cast.head)
            ages = client.get("/departments/health/").context["ages"]
        assert [row["count"] for row in ages] == [0, 2, 0, 0, 0]

    def test_a_restricted_case_counts_for_who_is_named_in_it(self, client: Client, cast: Cast) -> None:
        assigned(cast)
        hidden = assigned(cast)
        actions.take_step(hidden, "restrict", by=cast.coordinator, now=NOW, comment="A witness.")
        client.force_login(cast.head)
        seen = client.get("/departments/health/").context
        assert (seen["load"].total, sum(row["count"] for row in seen["ages"])) == (1, 1)
        actions.take_step(hidden, "name_person", by=cast.coordinator, now=NOW, person=cast.head)
        seen = client.get("/departments/health/").context
        assert (seen["load"].total, sum(row["count"] for row in seen["ages"])) == (2, 2)

    def test_before_anything_is_asked_of_it(self, client: Client, cast: Cast) -> None:
        client.force_login(cast.head)
        assert "This department leads no case." in client.get("/departments/health/").content.decode()
