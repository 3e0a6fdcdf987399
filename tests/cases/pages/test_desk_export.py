"""The cases of the Desk as a file: the same as the list shows, in the reader's language, and harmless."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from cases.models import Case, Term
from cases.pages.desk import exporting
from tests.cases.pages.conftest import SignIn
from tests.cast import Cast, assigned, received


@pytest.fixture
def browser(sign_in: SignIn, cast: Cast) -> Client:
    return sign_in(cast.coordinator)


def as_csv(browser: Client, query: str = "") -> list[dict[str, str]]:
    content = b"".join(browser.get(f"/desk/cases.csv?{query}").streaming_content)
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def as_xlsx(browser: Client, query: str = "") -> Any:
    content = b"".join(browser.get(f"/desk/cases.xlsx?{query}").streaming_content)
    return load_workbook(io.BytesIO(content)).active


def test_it_holds_what_the_list_is_narrowed_down_to(browser: Client, cast: Cast) -> None:
    case, _other = assigned(cast), assigned(cast, cast.justice)
    case.recommendation.wordings.create(language="ar", text="افتحوا عيادات")
    case.recommendation.themes.add(Term.objects.create(vocabulary="theme", code="Water"))
    (row,) = as_csv(browser, "lead=health")
    assert row["Reference"] == case.reference
    assert (row["Lead department"], row["Where it stands"], row["Themes"]) == (
        "Ministry of Health", "To do", "Water"
    )  # fmt: skip
    assert (row["Text (en)"], row["Text (ar)"]) == ("Open clinics in rural areas.", "افتحوا عيادات")
    assert row["Due date"] == "2026-04-15"
    assert row["Page"] == f"http://testserver/case/{case.reference}/"


def test_a_workbook_has_real_days_and_texts(browser: Client, cast: Cast) -> None:
    assigned(cast)
    header, row = as_xlsx(browser).iter_rows(values_only=True)
    shown = dict(zip(header, row, strict=True))
    assert shown["Due date"].date() == date(2026, 4, 15)
    assert shown["Year"] == 2024


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")'])
def test_no_cell_is_a_formula(browser: Client, cast: Cast, text: str) -> None:
    received(cast, text)
    (row,) = as_csv(browser)
    assert row["Text (en)"] == f"'{text}"
    cells = [cell for line in as_xlsx(browser).iter_rows(min_row=2) for cell in line]
    assert "f" not in {cell.data_type for cell in cells}
    assert text in [cell.value for cell in cells]


def test_it_is_in_the_language_of_the_reader(
    browser: Client, cast: Cast, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.INTERFACE_LANGUAGES = ["en", "ar"]
    cast.coordinator.language = "ar"
    cast.coordinator.save()
    monkeypatch.setattr(exporting, "BATCH", 1)
    case = assigned(cast)
    assigned(cast)
    case.lead.wordings.create(language="ar", text="وزارة الصحة")
    content = b"".join(browser.get("/desk/cases.csv").streaming_content).decode("utf-8-sig")
    assert content.count("وزارة الصحة") == 2
    assert as_xlsx(browser).sheet_view.rightToLeft


def test_nobody_exports_what_he_does_not_see(browser: Client, cast: Cast) -> None:
    case = received(cast)
    Case.objects.filter(pk=case.pk).update(restricted=True)
    assert as_csv(browser) == []
    assert as_xlsx(browser).max_row == 1


def test_a_list_without_end_is_no_workbook(
    browser: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST", 1)
    received(cast), received(cast)
    answer = browser.get("/desk/cases.xlsx")
    assert answer.status_code == 422
    assert "take CSV" in answer.content.decode()
    assert len(as_csv(browser)) == 2


@pytest.mark.parametrize("cases", [2, 30])
def test_more_cases_ask_no_more_queries(
    browser: Client, cast: Cast, cases: int, django_assert_num_queries: Any
) -> None:
    for _number in range(cases):
        assigned(cast)
    with django_assert_num_queries(18):
        as_csv(browser)
