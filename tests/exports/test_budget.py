"""The word budget: by heading, by department, against the shares that were planned; and its pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cases.models import Round
from exports.budget.counts import NOBODY, budget_of
from exports.budget.shares import loads_of, planned_words, shares_of_answers
from exports.counting import words_of_annexes
from exports.kinds import KINDS
from exports.models import Report
from exports.pages.budget import budget_for
from tests.cast import Cast
from tests.exports.printed import content, note, row, section
from tests.exports.scene import answered, asked, report, theme
from tests.exports.way import bring, take

UPR, PERIODIC = KINDS["upr"], KINDS["periodic"]

# Health (1 word) | Access (1): 4 + 2 words, Water (1): 3 words | Justice (1) | Courts (1): 2 words
TEXT = content(
    section("Health", kind="chapter", heading=1, anchor="s-1"),
    section("Access", "Two hundred clinics opened.", "And more.", level=2, departments=["health"]),
    section("Water", "Wells were dug.", level=2, departments=["health", "interior"]),
    section("Justice", kind="chapter", heading=2, anchor="s-4"),
    section("Courts", "Two opened.", level=2, departments=["justice"]),
    notes=[note("Law of 2024.")],
    matrix=[row("Open more clinics.")],
)


@pytest.fixture
def shown(cast: Cast) -> Report:
    """Assembled, with one answer on health."""
    answered(cast, asked(cast, theme("Health")), short="Two hundred clinics opened.")
    return take(report(cast, kind="", introduction="We begin."), "assemble", cast.editor)


def test_a_heading_has_the_words_of_all_below_it() -> None:
    parts = budget_of(TEXT, UPR, {}).parts
    assert [(one.title["text"], one.words, one.share) for one in parts] == [
        ("Health", 1 + 7 + 4, None),
        ("Justice", 1 + 3, None),
    ]


def test_notes_and_annexes_are_parts_where_they_count() -> None:
    parts = budget_of(TEXT, PERIODIC, {}).parts
    assert [(one.title["text"], one.words) for one in parts[2:]] == [
        ("Notes", 3),
        ("Annexes", words_of_annexes(TEXT)),
    ]


def test_the_parts_are_the_whole() -> None:
    for kind in (UPR, PERIODIC):
        budget = budget_of(TEXT, kind, {})
        assert budget.words == sum(one.words for one in budget.parts if one.level == 1)
    assert sum(budget_of(TEXT, UPR, {}).departments.values()) == budget_of(TEXT, UPR, {}).words


def test_a_passage_of_two_departments_is_divided() -> None:
    assert budget_of(TEXT, UPR, {}).departments == {NOBODY: 2, "health": 7 + 2, "interior": 2, "justice": 3}


def test_excess_over_a_share_the_furthest_first() -> None:
    budget = budget_of(TEXT, UPR, {1: 10, 2: 1})
    assert [(one.title["text"], one.excess) for one in budget.by_excess] == [("Justice", 3), ("Health", 2)]
    assert (budget.left, budget.over) == (10_700 - 16, 0)


def test_what_is_planned_is_the_type_s_share_or_the_editor_s_number(shown: Report) -> None:
    by_code = {one.code: one.pk for one in shown.headings.all() if one.code}
    shown.headings.filter(code="methodology").update(words=300)

    planned = planned_words(shown, UPR)

    assert planned[by_code["methodology"]] == 300
    assert planned[by_code["follow-up"]] == 10_700 // 2


def test_a_department_has_the_share_of_its_answers_and_a_text_of_the_editor_has_none(
    cast: Cast, shown: Report
) -> None:
    Round.objects.update(report_words=1_000)
    shown.round.refresh_from_db()
    budget = budget_for(shown)
    assert budget is not None

    own, health = loads_of(shown, budget, cast.editor)

    assert (own.department, own.share) == (None, None)
    assert (health.department, health.share) == (cast.health, 900)
    assert own.words + health.words == budget.words
    assert list(shares_of_answers(shown, cast.editor).values()) == [900]


def test_without_words_of_the_round_there_are_no_shares(cast: Cast, shown: Report) -> None:
    budget = budget_for(shown)
    assert budget is not None
    assert [one.share for one in loads_of(shown, budget, cast.editor)] == [None, None]
    assert shares_of_answers(shown, cast.editor) == {}


# The pages


def test_its_page_says_all_of_it(client: Client, cast: Cast, shown: Report) -> None:
    client.force_login(cast.editor)
    page = client.get(f"/desk/reports/{shown.reference}/words/").content.decode()
    for said in ("of 10,700 words", "By heading", "Follow-up to the previous review", "5,350",
                 "Ministry of Health", "Headings and text of the editor"):  # fmt: skip
        assert said in page


def test_without_a_type_it_says_when_there_is_one(client: Client, cast: Cast) -> None:
    client.force_login(cast.editor)
    page = client.get(f"/desk/reports/{report(cast, kind='').reference}/words/")
    assert page.status_code == 200
    assert "It is chosen when the report is assembled." in page.content.decode()


@pytest.mark.parametrize("page", ["", "edit/"])
def test_the_bar_is_in_sight_where_the_text_is(client: Client, cast: Cast, shown: Report, page: str) -> None:
    client.force_login(cast.editor)
    html = client.get(f"/desk/reports/{shown.reference}/{page}").content.decode()
    assert f'data-budget data-words="{budget_words(shown)}" data-limit="10700"' in html


def test_a_frozen_report_is_counted_as_it_was_frozen(client: Client, cast: Cast, shown: Report) -> None:
    bring(cast, shown, "frozen")
    again = Report.objects.get(pk=shown.pk)
    assert again.edition is not None
    assert budget_words(again) == again.edition.words


def budget_words(shown: Report) -> int:
    budget = budget_for(shown)
    assert budget is not None
    return budget.words


@pytest.mark.parametrize("many", [1, 6])
def test_as_many_queries_for_any_number_of_answers(
    client: Client, cast: Cast, django_assert_num_queries: Any, many: int
) -> None:
    Round.objects.update(report_words=1_000)
    for _each in range(many):
        answered(cast, asked(cast, theme(f"Theme {_each}")), short="Two hundred clinics opened.")
    shown = take(report(cast, kind=""), "assemble", cast.editor)
    client.force_login(cast.editor)
    with django_assert_num_queries(WORDS_QUERIES):
        client.get(f"/desk/reports/{shown.reference}/words/")
    with django_assert_num_queries(FITTING_QUERIES):
        client.get(f"/desk/reports/{shown.reference}/fitting/")


WORDS_QUERIES, FITTING_QUERIES = 30, 36
