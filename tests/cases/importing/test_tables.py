"""Tables as other programs write them: a title above the columns, several sheets, UTF-16, dates in words."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from cases.importing.edition import read_edition
from cases.importing.parts.dates import told
from cases.importing.rows import UnknownColumns
from tests.cases.importing.files import (
    ANNOTATION,
    CLINICS,
    PLEDGE,
    PRISONS,
    REVIEW,
    generic,
    uhri_xlsx,
    upr_info,
    workbook,
    write,
)

SEARCHED = "Search results\r\nCountry: Atlasia, Body: all, Type: all\r\n\r\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_columns_stand_below_what_was_searched_for(tmp_path: Path, delimiter: str) -> None:
    content = SEARCHED.encode() + generic(CLINICS, PRISONS, delimiter=delimiter)
    assert [row.key for row in read_edition(write(tmp_path, content)).rows] == ["1", "2"]


def test_a_line_by_which_excel_knows_the_delimiter(tmp_path: Path) -> None:
    content = b"sep=;\r\n" + generic(CLINICS, delimiter=";")
    assert len(read_edition(write(tmp_path, content)).rows) == 1


def test_commas_in_the_texts_say_nothing_where_semicolons_part_the_names(tmp_path: Path) -> None:
    texts = {
        **CLINICS,
        "text_en": "Open, run, staff, fund, and, inspect, rural, clinics, at, once, all, year",
    }
    content = SEARCHED.encode() + generic(texts, columns=tuple(CLINICS), delimiter=";")
    (row,) = read_edition(write(tmp_path, content)).rows
    assert row.texts["en"] == texts["text_en"]


def test_semicolons_in_a_line_of_a_text_part_nothing(tmp_path: Path) -> None:
    said = {
        "key": "1",
        "mechanism": "CEDAW",
        "date": "2022",
        "text_en": "Open:\nhealth; work; homes; law; votes",
    }
    content = generic(said, columns=tuple(said))
    (row,) = read_edition(write(tmp_path, content)).rows
    assert row.texts["en"] == said["text_en"]


def test_of_a_title_and_unknown_columns_the_columns_are_asked(tmp_path: Path) -> None:
    content = b"Our list\r\n\r\nnumber,body,said\r\n1,CEDAW,Open clinics\r\n"
    with pytest.raises(UnknownColumns) as asked:
        read_edition(write(tmp_path, content))
    assert asked.value.header == ("number", "body", "said")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_utf_16_as_excel_writes_unicode_text(tmp_path: Path, encoding: str, ends: str) -> None:
    text = upr_info({**PLEDGE, "Text": "Protéger les élèves à l’école — افتحوا"}).decode().replace(",", "\t")
    mark = "" if encoding == "utf-16" else "\ufeff"
    content = (mark + text.replace("\r\n", ends)).encode(encoding)
    (row,) = read_edition(write(tmp_path, content)).rows
    assert row.texts == {"fr": "Protéger les élèves à l’école — افتحوا"}


def test_the_first_sheet_that_holds_a_table_is_read(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(uhri_xlsx(ANNOTATION)))
    title = book.create_sheet("About", 0)
    title.append(["Universal Human Rights Index"])
    title.append(["Country", "Atlasia"])
    kept = io.BytesIO()
    book.save(kept)
    edition = read_edition(write(tmp_path, kept.getvalue(), "list.xlsx"))
    assert [row.key for row in edition.rows] == [ANNOTATION["key"]]
    assert edition.notes == ["The sheet “Sheet” was read: it is the first that holds a table."]


def test_a_workbook_with_its_only_line_below_the_columns_is_read(tmp_path: Path) -> None:
    assert len(read_edition(write(tmp_path, workbook(CLINICS), "list.xlsx")).rows) == 1


def test_a_workbook_with_a_title_above_the_columns(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Recommendations of 2022"])
    book.active.append([])
    book.active.append(list(CLINICS))
    book.active.append(list(CLINICS.values()))
    kept = io.BytesIO()
    book.save(kept)
    (row,) = read_edition(write(tmp_path, kept.getvalue(), "list.xlsx")).rows
    assert (row.key, row.line) == ("1", 4)


def test_values_behind_dashes_are_several_in_our_layout_too(tmp_path: Path) -> None:
    said = {**CLINICS, "mechanism": "- CEDAW", "themes": "- Health\n- Rural women", "position": "- Supported"}
    (row,) = read_edition(write(tmp_path, generic(said))).rows
    assert (row.mechanism, row.position) == ("CEDAW", "supported")
    assert [one.code for one in row.themes] == ["Health", "Rural women"]


@pytest.mark.parametrize(("written", "year", "day"), [
    ("2022-07-12",              2022, date(2022, 7, 12)),
    ("2022-07-12T00:00:00",     2022, date(2022, 7, 12)),
    ("44754",                   2022, date(2022, 7, 12)),
    ("2022/7/12",               2022, date(2022, 7, 12)),
    ("25/02/2026",              2026, date(2026, 2, 25)),
    ("25.02.2026",              2026, date(2026, 2, 25)),
    ("2/25/2026 12:00:00 AM",   2026, date(2026, 2, 25)),
    ("02/02/2026",              2026, date(2026, 2, 2)),
    ("03/04/2026",              2026, None),
    ("25 February 2026",        2026, date(2026, 2, 25)),
    ("25-Feb-2026",             2026, date(2026, 2, 25)),
    ("Feb 25, 2026",            2026, date(2026, 2, 25)),
    ("1er août 2021",           2021, date(2021, 8, 1)),
    ("25 févr. 2026",           2026, date(2026, 2, 25)),
    ("3 de marzo de 2020",      2020, date(2020, 3, 3)),
    ("25 فبراير 2026",          2026, date(2026, 2, 25)),
    ("2022",                    2022, None),
])  # fmt: skip
def test_a_date_is_read_as_files_write_it(written: str, year: int, day: date | None) -> None:
    assert told(written) == (year, day)


@pytest.mark.parametrize("written", [
    "soon", "31/02/2026", "99999", "12/13/26", "1/2/99999", "25 Ju 2026", "25 Nothing 2026", "1850-01-01",
])  # fmt: skip
def test_no_dates(written: str) -> None:
    assert told(written) is None


def test_an_export_of_the_index_that_another_program_wrote_again(tmp_path: Path) -> None:
    """The names of JSON in a table, several values on one line, a date as the program shows it."""
    columns = (
        "AnnotationId", "Symbol", "PublicationDate", "Body", "AnnotationType", "Countries", "Themes",
        "AffectedPersons", "Sdgs", "Text", "UprSession", "UprRecommendingStates", "UprPosition",
    )  # fmt: skip
    said = dict(zip(columns, (
        "a1", "A/HRC/53/9", "4/6/2023", "UPR", "Recommendations", "Atlasia",
        "Children: definition; general principles; protection; Death penalty", "Women & girls - Media",
        "16.3 - Promote the rule of law; 5.1 - End discrimination", REVIEW["text"], "42 Session",
        "Chile; Kenya", "Supported",
    ), strict=True))  # fmt: skip
    (row,) = read_edition(write(tmp_path, generic(said, columns=columns))).rows
    assert (row.key, row.mechanism, row.session, row.year, row.date) == ("a1", "UPR", 42, 2023, None)
    assert [one.code for one in row.recommending_states] == ["Chile", "Kenya"]
    assert [one.code for one in row.themes] == [
        "Children: definition; general principles; protection", "Death penalty",
    ]  # fmt: skip
    assert [one.code for one in row.affected_persons] == ["Women & girls", "Media"]
    assert [one.code for one in row.sdg_targets] == ["16.3", "5.1"]


def test_without_a_column_for_paragraphs_the_text_has_its_exact_parts(tmp_path: Path) -> None:
    """As the Index exports them under names that no layout knows, once a person said what they are."""
    said = {
        "Id": "a1", "Organe": "- CEDAW", "Date": "44754", "Thèmes": "- Santé\n- Femmes rurales",
        "Texte": "Femmes rurales 49.Le Comité recommande à l’État partie : a) D’ouvrir ; b) De former.",
    }  # fmt: skip
    columns = {"id": "key", "organe": "mechanism", "date": "date", "thèmes": "themes", "texte": "text_fr"}
    path = write(tmp_path, generic(said, columns=tuple(said)))
    first, second = read_edition(path, columns=columns).rows
    assert (first.key, first.paragraph, first.mechanism) == ("a1(a)", "49(a)", "CEDAW")
    assert (first.headings, second.texts) == ({"fr": "Femmes rurales"}, {"fr": "De former."})
    assert [one.code for one in first.themes] == ["Santé", "Femmes rurales"]


@pytest.mark.parametrize(("said", "kind"), [
    ("- Recommendations", "recommendation"), ("- Concerns/Observations", "context"), ("- Others", "context"),
    ("", "recommendation"), ("- Recommandations", "recommendation"), ("- توصيات", "recommendation"),
])  # fmt: skip
def test_what_is_no_recommendation_is_context(tmp_path: Path, said: str, kind: str) -> None:
    (row,) = read_edition(write(tmp_path, uhri_xlsx({**ANNOTATION, "type": said}), "list.xlsx")).rows
    assert row.kind == kind
