"""The Desk as a page: who opens it, what it shows, how it is narrowed down; and its template to download."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cases.importing import template
from cases.models import Case, Term
from tests.cases import stations
from tests.cast import NOW, Cast, assigned, received

YESTERDAY = (NOW - timedelta(days=1)).date()


@pytest.fixture
def desk(client: Client, cast: Cast) -> Any:
    """Opens the Desk as the coordinator, with the words of an address."""
    client.force_login(cast.coordinator)
    return lambda query="": client.get(f"/desk/?{query}")


def shown(response: Any) -> set[str]:
    return {row.case.reference for row in response.context["rows"]}


@pytest.mark.parametrize("name", ["coordinator", "validator", "editor", "observer"])
def test_national_roles_open_it(client: Client, cast: Cast, name: str) -> None:
    case = received(cast)
    client.force_login(getattr(cast, name))
    assert shown(client.get("/desk/")) == {case.reference}


@pytest.mark.parametrize("name", ["stranger", "focal_point", "head"])
def test_others_are_refused_with_a_sentence(client: Client, cast: Cast, name: str) -> None:
    client.force_login(getattr(cast, name))
    response = client.get("/desk/")
    assert response.status_code == 403
    assert "This page is for the coordinator" in response.content.decode()


def test_who_is_not_signed_in_is_asked_to(client: Client, cast: Cast) -> None:
    assert client.get("/desk/").status_code == 302


@pytest.mark.parametrize("name", ["validator", "editor", "observer"])
def test_only_the_coordinator_finds_the_acts(client: Client, cast: Cast, name: str) -> None:
    received(cast)
    client.force_login(getattr(cast, name))
    page = client.get("/desk/").content.decode()
    assert "desk/assign" not in page
    assert "checkbox" not in page.split("<table")[1]


def test_a_row_says_what_the_case_is(desk: Any, cast: Cast) -> None:
    case = assigned(cast)
    page = desk().content.decode()
    for words in (
        case.reference,
        "Open clinics in rural areas.",
        "Ministry of Health",
        "To do",
        "15 April 2026",
    ):
        assert words in page


def test_an_unassigned_case_shows_who_is_named(desk: Any, cast: Cast) -> None:
    received(cast).recommendation.lead_proposals.create(named="Board of Wells")
    assert "Board of Wells" in desk().content.decode()


def test_nothing_yet_says_where_cases_come_from(desk: Any) -> None:
    assert "they come with an import" in desk().content.decode()


def test_no_match_says_how_to_see_all(desk: Any, cast: Cast) -> None:
    received(cast)
    page = desk("search=zebra").content.decode()
    assert "No case matches these filters" in page
    assert "Show all cases" in page


def test_search_finds_words_and_references(desk: Any, cast: Cast) -> None:
    wells, clinics = received(cast, "Dig wells."), received(cast)
    assert shown(desk("search=WELLS")) == {wells.reference}
    assert clinics.reference in shown(desk(f"search={clinics.reference.lower()}"))


def test_filters_narrow_down_together(desk: Any, cast: Cast) -> None:
    mine, other = assigned(cast), assigned(cast, cast.justice)
    review = received(cast, mechanism="CRC")
    assert shown(desk("lead=health")) == {mine.reference}
    assert shown(desk("lead=justice&standing=to-do")) == {other.reference}
    assert shown(desk("lead=none")) == shown(desk("mechanism=CRC")) == {review.reference}
    assert shown(desk("lead=health&mechanism=CRC")) == set()


@pytest.mark.parametrize(("station", "code"), [
    ("received", "to-assign"), ("assigned", "to-do"), ("drafting", "drafting"), ("sign-off", "for-signature"),
    ("validation", "with-validator"), ("agreement", "for-signature"), ("approved", "approved"),
    ("submitted", "submitted"), ("closed", "closed"),
])  # fmt: skip
def test_each_standing_has_its_filter(desk: Any, cast: Cast, station: str, code: str) -> None:
    case = stations.AT[station](cast)
    assert shown(desk(f"standing={code}")) == {case.reference}


def test_a_returned_case_is_not_among_those_drafted(desk: Any, cast: Cast) -> None:
    case = stations.drafted(cast)
    Case.objects.filter(pk=case.pk).update(returned=True)
    assert shown(desk("standing=returned")) == {case.reference}
    assert shown(desk("standing=drafting")) == set()


def test_late_only(desk: Any, cast: Cast) -> None:
    late, _on_time = assigned(cast), assigned(cast)
    Case.objects.filter(pk=late.pk).update(due_on=YESTERDAY)
    assert shown(desk("late=on")) == {late.reference}


def test_a_theme_stands_for_its_parts(desk: Any, cast: Cast) -> None:
    whole = Term.objects.create(vocabulary="theme", code="Water")
    part = Term.objects.create(vocabulary="theme", code="Wells", parent=whole)
    case, _other = received(cast), received(cast)
    case.recommendation.themes.add(part)
    assert shown(desk(f"theme={whole.pk}")) == shown(desk(f"theme={part.pk}")) == {case.reference}


def test_each_filter_is_a_chip_that_takes_it_away(desk: Any, cast: Cast) -> None:
    assigned(cast)
    chips = desk("lead=health&late=on&page=1").context["chips"]
    assert {chip["label"]: chip["without"] for chip in chips} == {
        "Ministry of Health": "late=on",
        "Late": "lead=health",
    }


@pytest.mark.parametrize("query", ["lead=nobody", "standing=asleep", "theme=999", "mechanism=X", "page=x"])
def test_an_unknown_filter_narrows_nothing_down(desk: Any, cast: Cast, query: str) -> None:
    case = received(cast)
    response = desk(query)
    assert shown(response) == {case.reference}
    assert ("none of the choices" in response.content.decode()) is not query.startswith("page")


def test_saved_views_count_whatever_the_filter(desk: Any, cast: Cast) -> None:
    received(cast)
    Case.objects.filter(pk=assigned(cast).pk).update(due_on=YESTERDAY)
    stations.AT["approved"](cast)
    views = desk("late=on").context["views"]
    assert [(str(view.label), view.count, view.current) for view in views] == [
        ("To assign", "1", False),
        ("Late", "1", True),
        ("Due this week", "0", False),
        ("With validator", "0", False),
        ("Returned", "0", False),
        ("More time asked for", "0", False),
        ("Approved", "1", False),
        ("All", "3", False),
    ]


def test_pages_keep_the_filters(desk: Any, cast: Cast) -> None:
    for _number in range(51):
        received(cast)
    first = desk("standing=to-assign")
    assert "?standing=to-assign&amp;page=2" in first.content.decode()
    assert len(desk("standing=to-assign&page=2").context["rows"]) == 1


def test_no_two_fields_share_an_id(desk: Any, cast: Cast) -> None:
    received(cast)
    ids = re.findall(r' id="([^"]+)"', desk().content.decode())
    assert len(ids) == len(set(ids))


def test_what_a_person_typed_is_shown_as_text(desk: Any, cast: Cast) -> None:
    received(cast, "<script>alert(1)</script>")
    page = desk("search=<script>").content.decode()
    assert "<script>alert" not in page
    assert "&lt;<mark>script</mark>&gt;alert" in page


@pytest.mark.parametrize("cases", [3, 40])
def test_more_cases_ask_no_more_queries(
    desk: Any, cast: Cast, cases: int, django_assert_num_queries: Any
) -> None:
    for _number in range(cases):
        assigned(cast).recommendation.lead_proposals.create(named="Board of Wells")
    with django_assert_num_queries(21):
        desk()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_is_a_file_to_keep(client: Client, cast: Cast, kind: str) -> None:
    client.force_login(cast.coordinator)
    response = client.get(f"/desk/import-template.{kind}")
    assert response.headers["Content-Disposition"] == f'attachment; filename="recommendations.{kind}"'
    if kind == "csv":
        assert response.content == template.as_csv()


def test_there_is_no_template_of_another_kind(client: Client, cast: Cast) -> None:
    client.force_login(cast.coordinator)
    assert client.get("/desk/import-template.exe").status_code == 404


def test_the_template_is_for_the_coordinator(client: Client, cast: Cast) -> None:
    client.force_login(cast.observer)
    assert client.get("/desk/import-template.csv").status_code == 403
