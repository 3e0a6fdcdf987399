"""The departments: how many cases stand where, how late, in a fixed number of queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cases.models import Case
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
    health = {cell["code"]: cell["count"] for cell in loads["Ministry of Health"].counts}
    assert (health["to-do"], health["drafting"], health["approved"]) == (2, 1, 0)
    assert loads["Ministry of Justice"].total == 1


def test_the_latest_stand_first_with_their_worst_days(page: Any, cast: Cast) -> None:
    assigned(cast)
    late, worst = assigned(cast, cast.justice), assigned(cast, cast.justice)
    make_late(late, 2), make_late(worst, 9)
    first, second = page().context["loads"]
    assert (first.department, first.late, first.days_late) == (cast.justice, 2, 9)
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
    with django_assert_num_queries(10):
        page()
