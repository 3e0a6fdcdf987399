"""The page of what was found in a report: who opens it, where each finding leads, what it costs."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from cases import actions
from exports.models import Report
from exports.pages.checks_shown import headings_above
from tests.cast import DUE, NOW, Cast, assigned, draft
from tests.exports.scene import answered, asked, report, theme
from tests.exports.way import bring

WITHOUT = "Recommendations without an answer"


def checks(client: Client, shown: Report, user: Any, **query: str) -> str:
    client.force_login(user)
    return client.get(reverse("report-checks", args=[shown.reference]), query).content.decode()


def file(client: Client, shown: Report, user: Any, kind: str) -> bytes:
    client.force_login(user)
    answer = client.get(reverse("report-missing", args=[shown.reference, kind]))
    assert answer.status_code == 200
    return b"".join(answer)  # type: ignore[arg-type]


@pytest.mark.parametrize("who", ["editor", "coordinator", "validator", "observer"])
def test_national_roles_open_it(client: Client, cast: Cast, who: str) -> None:
    asked(cast)

    assert WITHOUT in checks(client, report(cast), getattr(cast, who))


@pytest.mark.parametrize("who", ["focal_point", "head", "stranger"])
def test_others_are_told_for_whom_it_is(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))

    assert client.get(reverse("report-checks", args=[report(cast).reference])).status_code == 403


def test_each_finding_leads_to_its_place_and_to_where_it_is_mended(client: Client, cast: Cast) -> None:
    case = asked(cast)
    answered(cast, case, short="The CNDH wrote.")

    page = checks(client, report(cast, dated_on=NOW.date()), cast.editor)

    assert "“CNDH” is not explained in paragraph 1" in page
    assert '<a href="/desk/reports/national-report-2026/#p-1">To paragraph 1</a>' in page
    assert f'href="/case/{case.reference}/"' in page
    assert "The title page lacks: original language. Add it." in page
    assert 'href="/desk/reports/national-report-2026/edit/"' in page


def test_the_way_opens_the_heading_under_which_it_stands(client: Client, cast: Cast) -> None:
    answered(cast, asked(cast), short="The CNDH wrote.")
    shown = bring(cast, report(cast), "assembling")
    above = headings_above(shown.text)

    page = checks(client, shown, cast.editor)

    assert above["p-1"] in set(shown.headings.values_list("pk", flat=True))
    assert f'href="/desk/reports/national-report-2026/?at=h{above["p-1"]}#p-1"' in page


def test_while_others_read_it_no_way_leads_to_the_title_page(client: Client, cast: Cast) -> None:
    shown = bring(cast, report(cast, introduction="We begin."), "review")

    page = checks(client, shown, cast.editor)

    assert "The title page lacks" in page
    assert "/edit/" not in page


def test_emphasis_is_found_in_what_was_typed(client: Client, cast: Cast) -> None:
    answered(cast, asked(cast), short="Clinics **opened** here.")

    assert "“**” was typed at “Recommendation 1”" in checks(client, report(cast), cast.editor)


def test_what_is_missing_says_lead_standing_and_days_late(client: Client, cast: Cast) -> None:
    case = assigned(cast)
    with time_machine.travel(NOW + timedelta(days=50), tick=False):
        page = checks(client, report(cast), cast.observer)

    late = (NOW.date() + timedelta(days=50) - DUE).days
    assert f"{case.reference} is not answered. Lead: Ministry of Health. It stands at “To do”." in page
    assert f"{late} days late" in page


def test_of_a_sort_the_first_ten_are_shown_and_the_rest_counted(client: Client, cast: Cast) -> None:
    for _each in range(12):
        asked(cast)
    shown = report(cast)

    page = checks(client, shown, cast.editor)
    assert page.count(" is not answered. Lead: nobody yet.") == 10
    assert "Show 2 more" in page

    assert checks(client, shown, cast.editor, check="missing").count(" is not answered.") == 12


def test_a_group_is_shown_by_itself(client: Client, cast: Cast) -> None:
    asked(cast)
    shown = report(cast)

    assert WITHOUT not in checks(client, shown, cast.editor, only="form")
    assert WITHOUT in checks(client, shown, cast.editor, only="holding")
    assert WITHOUT in checks(client, shown, cast.editor, only="nonsense")


def test_an_empty_list_says_what_that_means(client: Client, cast: Cast) -> None:
    answered(cast, asked(cast))
    shown = report(cast, dated_on=NOW.date(), original_language="en")

    assert "Nothing to find: every recommendation is answered once" in checks(client, shown, cast.editor)


def test_before_it_has_a_type_nothing_is_asked(client: Client, cast: Cast) -> None:
    assert "The report has no type yet" in checks(client, report(cast, kind=""), cast.editor)


def test_the_report_says_how_much_there_is_and_leads_there(client: Client, cast: Cast) -> None:
    answered(cast, asked(cast), short="The CNDH wrote.")
    asked(cast)
    client.force_login(cast.editor)

    page = client.get(reverse("report", args=[report(cast).reference])).content.decode()

    assert 'href="/desk/reports/national-report-2026/checks/"' in page
    assert "3 things to look at · <strong>2 hold up the freezing</strong>" in page


def test_what_is_not_translated_is_said_too(client: Client, cast: Cast) -> None:
    answered(cast, asked(cast))

    page = checks(client, report(cast, language="fr"), cast.editor)

    assert "1 passage is not translated (paragraphs 1)" in page
    assert "Languages" in page


def test_an_answer_approved_anew_after_it_flowed_in_is_named(client: Client, cast: Cast) -> None:
    case = asked(cast)
    answered(cast, case)
    shown = bring(cast, report(cast), "assembling")
    assert "was approved anew" not in checks(client, shown, cast.editor)

    actions.take_step(case, "reopen", by=cast.coordinator, now=NOW, comment="A figure is wrong.")
    draft(case, by=cast.focal_point, full_text="All of it.", short_text="Clinics opened in 2025.")
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    actions.take_step(case, "approve", by=cast.validator, now=NOW)

    assert "The answer under “Recommendation 1” was approved anew" in checks(client, shown, cast.editor)


def test_a_restricted_case_is_named_to_those_alone_who_see_it(client: Client, cast: Cast) -> None:
    case = asked(cast)
    actions.assign_together([case], lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)
    case.refresh_from_db()
    actions.take_step(case, "restrict", by=cast.coordinator, now=NOW, comment="A child is named.")
    shown = report(cast)

    assert case.reference in checks(client, shown, cast.coordinator)
    assert case.reference not in checks(client, shown, cast.observer)


def test_the_missing_ones_come_as_a_file(client: Client, cast: Cast) -> None:
    answered(cast, asked(cast))
    case = assigned(cast)
    shown = report(cast)

    [header, line] = csv.reader(io.StringIO(file(client, shown, cast.observer, "csv").decode("utf-8-sig")))
    assert dict(zip(header, line, strict=True))["Reference"] == case.reference
    assert "To do" in line

    sheet = load_workbook(io.BytesIO(file(client, shown, cast.observer, "xlsx"))).active
    assert [one.value for one in sheet[2]][:2] == [2, case.reference]


def test_a_file_of_another_kind_is_not_found(client: Client, cast: Cast) -> None:
    client.force_login(cast.editor)

    assert client.get(reverse("report-missing", args=[report(cast).reference, "exe"])).status_code == 404


@pytest.mark.parametrize("many", [2, 12])
def test_it_asks_the_database_as_often_for_any_number_of_cases(
    client: Client, cast: Cast, django_assert_num_queries: Any, many: int
) -> None:
    health = theme("Health")
    for _each in range(many):
        answered(cast, asked(cast, health))
        asked(cast)
    shown = report(cast)
    client.force_login(cast.editor)

    with django_assert_num_queries(QUERIES):
        client.get(reverse("report-checks", args=[shown.reference]))


QUERIES = 27
