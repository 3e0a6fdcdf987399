"""What makes a row bad: each reason is said with its line, and a good row passes."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from cases.importing.edition import Edition, read_edition
from cases.importing.template import as_csv, as_xlsx
from tests.cases.importing.files import CLINICS, PRISONS, WELL, generic, morocco, workbook, write


def read(folder: Path, *rows: dict[str, str]) -> Edition:
    return read_edition(write(folder, generic(*rows)))


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("key", "", "no key"),
        ("mechanism", "", "name the mechanism"),
        ("mechanism", "Human Rights Watch", "names no mechanism that is known: Human Rights Watch"),
        ("date", "", "no year"),
        ("date", "32/07/2022", "is not a date"),
        ("date", "2022-13-40", "is not a date"),
        ("date", "3022-01-01", "is not a date"),
        ("position", "perhaps", "none of supported"),
        ("cycle", "third", "is not a number"),
        ("cycle", "-1", "is not a number"),
        ("session", "9" * 40, "is not a number"),
        ("text_en", "", "no text in any language"),
        ("text_en", "x" * 20_001, "longer than 20000 characters"),
        ("text_en", "Bell \x07.", "control character"),
        ("key", "k" * 121, "longer than 120 characters"),
        ("symbol", "s" * 61, "longer than 60 characters"),
        ("paragraph", "p" * 41, "longer than 40 characters"),
        ("themes", "t" * 256, "longer than 255 characters"),
        ("responsible_bodies", "b" * 256, "longer than 255 characters"),
    ],
)
def test_it_refuses_the_row(tmp_path: Path, column: str, value: str, reason: str) -> None:
    edition = read(tmp_path, CLINICS, {**PRISONS, column: value})
    assert [row.key for row in edition.rows] == ["1"]
    (problem,) = edition.problems
    assert problem.line == 3
    assert reason in problem.reason


def test_the_line_is_the_one_on_which_the_row_begins(tmp_path: Path) -> None:
    edition = read(tmp_path, {**CLINICS, "text_en": "Over\nthree\nlines."}, {**PRISONS, "key": ""})
    assert [problem.line for problem in edition.problems] == [5]


def test_a_key_twice_with_different_content_is_refused(tmp_path: Path) -> None:
    edition = read(tmp_path, CLINICS, {**CLINICS, "text_en": "Close clinics."})
    assert len(edition.rows) == 1
    assert "Line 2 has the same key" in edition.problems[0].reason


def test_a_line_repeated_word_for_word_is_read_once(tmp_path: Path) -> None:
    edition = read(tmp_path, CLINICS, CLINICS)
    assert (len(edition.rows), edition.problems) == (1, [])
    assert "repeat another line" in edition.notes[0]


@pytest.mark.parametrize(
    ("written", "year", "day"),
    [("2022-07-12", 2022, "2022-07-12"), ("2022", 2022, "None"), ("44754", 2022, "2022-07-12")],
)
def test_a_date_is_iso_or_a_year_or_excels(tmp_path: Path, written: str, year: int, day: str) -> None:
    (row,) = read(tmp_path, {**CLINICS, "date": written}).rows
    assert (row.year, str(row.date)) == (year, day)


def test_a_date_cell_of_excel_is_a_date(tmp_path: Path) -> None:
    path = write(tmp_path, workbook({**CLINICS, "date": date(2022, 7, 12), "key": 1}), "list.xlsx")
    (row,) = read_edition(path).rows
    assert (row.key, str(row.date)) == ("1", "2022-07-12")


@pytest.mark.parametrize("position", ["supported", "Partly supported", "NOTED", ""])
def test_a_position_is_read_in_words(tmp_path: Path, position: str) -> None:
    (row,) = read(tmp_path, {**CLINICS, "position": position}).rows
    assert row.position == position.lower().replace(" ", "-")


@pytest.mark.parametrize(
    "name", ["CRPD", "crpd", "Committee on the Rights of Persons with Disabilities", " CRPD "]
)
def test_a_mechanism_is_known_by_code_or_name(tmp_path: Path, name: str) -> None:
    (row,) = read(tmp_path, {**CLINICS, "mechanism": name}).rows
    assert row.mechanism == "CRPD"


@pytest.mark.parametrize(
    ("code", "paragraph"),
    [
        ("R144.12", "144.12"),
        ("R15P4", "15.4"),
        ("R24P1P2P3", "24.1-2-3"),
        ("R 144.153", "144.153"),
        ("R15 P1P2", "15.1-2"),
        ("P1R 144.111", "144.111.1"),
        ("144.161", "144.161"),
        ("P65", "65"),
        ("Annexe", "Annexe"),
        ("", ""),
    ],
)
def test_a_code_of_morocco_tells_the_paragraph(tmp_path: Path, code: str, paragraph: str) -> None:
    (row,) = read_edition(write(tmp_path, morocco({**WELL, "code": code}))).rows
    assert row.paragraph == paragraph


def test_morocco_names_the_review_in_its_own_spelling(tmp_path: Path) -> None:
    review = {
        **WELL,
        "mechanism": "Examen périodique universal",
        "treaty_body": "",
        "upr_cycle": "3ème cycle (2017)",
    }
    (row,) = read_edition(write(tmp_path, morocco(review))).rows
    assert (row.mechanism, row.cycle) == ("UPR", 3)


def test_a_committee_of_morocco_that_is_unknown_needs_a_look(tmp_path: Path) -> None:
    edition = read_edition(write(tmp_path, morocco({**WELL, "treaty_body": "XYZ"})))
    assert "names no mechanism that is known: XYZ" in edition.problems[0].reason


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_our_layout_is_read_under_the_names_of_its_template(tmp_path: Path, language: str) -> None:
    with override(language):
        header = as_csv().decode("utf-8-sig").strip()
    assert header.split(",")[0] in ("clé", "المفتاح")
    lines = generic(CLINICS, PRISONS).decode().partition("\r\n")
    translated = read_edition(write(tmp_path, f"{header}\r\n{lines[2]}".encode()))
    assert (translated.rows, translated.notes) == (read(tmp_path, CLINICS, PRISONS).rows, [])


def test_a_workbook_explains_the_columns_that_it_has() -> None:
    with override("fr"):
        book = load_workbook(BytesIO(as_xlsx()))
    columns, explained = book.worksheets
    assert [cell.value for cell in columns[1]] == [row[0].value for row in explained.iter_rows()]
