"""The same by workbook: a row for each answer, in which only the answer can be written."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import translation

from cases.models.round import StatusName
from cases.offline import workbook_file
from cases.offline.apart.sheet import MARKS
from cases.offline.asked import open_answers
from cases.offline.workbook_file import FIRST_ROW
from tests.cases.offline.by_hand import sent_back
from tests.cast import SHORT, Cast, assigned, drafted


def taken_along(cast: Cast, language: str = "en") -> bytes:
    to = io.BytesIO()
    with translation.override(language):
        workbook_file.write(open_answers(cast.focal_point), to, language=language)
    return to.getvalue()


def edited(file: bytes, edit: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(file))
    edit(book.active)
    to = io.BytesIO()
    book.save(to)
    return to.getvalue()


def column(sheet: Any, name: str) -> int:
    """By the hidden first row."""
    return next(cell.column for cell in sheet[1] if cell.value == name)


ROWS = (FIRST_ROW, FIRST_ROW + 1)
TEXT = "=1+1 is no formula.\n\n- one\n- two[^1]\n\n[^1]: Act No. 12."


def test_an_untouched_workbook_says_what_stood_there(cast: Cast) -> None:
    case, other = drafted(cast, full_text=TEXT), assigned(cast)
    one, two = sorted(sent_back(taken_along(cast)).answers, key=lambda found: found.answer)
    assert (one.answer, one.number, one.full, one.short) == (case.answer_id, 1, TEXT, SHORT)
    assert (one.proposed, one.locked) == ("In progress", one.locked_now)
    assert (two.answer, two.number, two.full, two.proposed) == (other.answer_id, 0, "", "")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_only_the_answer_can_be_written(cast: Cast, language: str) -> None:
    drafted(cast)
    sheet = openpyxl.load_workbook(io.BytesIO(taken_along(cast, language))).active
    opened = {sheet.cell(1, cell.column).value for cell in sheet[FIRST_ROW] if not cell.protection.locked}
    assert opened == {"full", "short", "proposed"}
    assert sheet.protection.sheet
    assert sheet.sheet_view.rightToLeft == (language == "ar")
    assert sheet.row_dimensions[1].hidden
    assert all(sheet.column_dimensions[letter].hidden for letter in "ABCD")


def test_rows_and_columns_that_were_moved_are_found(cast: Cast) -> None:
    first, second = drafted(cast), assigned(cast)

    def edit(sheet: Any) -> None:
        sheet.protection.sheet = False
        rows = [[cell.value for cell in sheet[place]] for place in ROWS]
        for place, row in zip(reversed(ROWS), rows, strict=True):
            for at, value in enumerate(row, start=1):
                sheet.cell(place, at, value)
        own = next(place for place in ROWS if f"_{second.answer_id}_" in sheet.cell(place, 1).value)
        sheet.cell(own, column(sheet, "full"), "Written offline.")

    said = {one.answer: one.full for one in sent_back(edited(taken_along(cast), edit)).answers}
    assert said[second.answer_id] == "Written offline."
    assert said[first.answer_id].startswith("The Health Act")


def test_rows_sorted_without_their_hidden_marks_keep_their_answers(cast: Cast) -> None:
    first, second = drafted(cast), assigned(cast)

    def edit(sheet: Any) -> None:
        own = next(place for place in ROWS if f"_{second.answer_id}_" in sheet.cell(place, 1).value)
        sheet.cell(own, column(sheet, "full"), "Written offline.")
        seen = range(len(MARKS) + 1, sheet.max_column + 1)
        rows = [[sheet.cell(place, at).value for at in seen] for place in ROWS]
        for place, row in zip(reversed(ROWS), rows, strict=True):
            for at, value in zip(seen, row, strict=True):
                sheet.cell(place, at).value = value

    found = {one.answer: one for one in sent_back(edited(taken_along(cast), edit)).answers}
    assert found[second.answer_id].full == "Written offline."
    assert (found[first.answer_id].number, found[first.answer_id].short) == (1, SHORT)
    assert all(one.locked == one.locked_now for one in found.values())


def test_rows_above_ours_do_no_harm(cast: Cast) -> None:
    drafted(cast, full_text=TEXT)
    [one] = sent_back(edited(taken_along(cast), lambda sheet: sheet.insert_rows(1, 2))).answers
    assert one.full == TEXT


def test_the_introduction_is_no_text_of_a_person(cast: Cast) -> None:
    drafted(cast)
    assert sent_back(taken_along(cast, "fr")).outside == []


def test_a_formula_that_was_not_worked_out_is_named(cast: Cast) -> None:
    drafted(cast)
    file = edited(taken_along(cast), lambda sheet: sheet.cell(FIRST_ROW, column(sheet, "full"), "=1+1"))
    assert sent_back(file).formula == "H4"


def test_what_is_asked_is_known_to_have_been_changed(cast: Cast) -> None:
    drafted(cast)
    file = edited(
        taken_along(cast), lambda sheet: sheet.cell(FIRST_ROW, column(sheet, "asked"), "Close them.")
    )
    [one] = sent_back(file).answers
    assert one.locked != one.locked_now


def test_a_text_that_no_cell_holds_is_not_cut(cast: Cast) -> None:
    drafted(cast, full_text="Long. " * 6_000)
    [one] = sent_back(taken_along(cast)).answers
    assert (one.full, one.short) == ("", SHORT)


def test_no_name_of_a_status_is_taken_for_a_formula(cast: Cast) -> None:
    drafted(cast)
    StatusName.objects.update(text='=HYPERLINK("http://example.org","Done")')
    book = openpyxl.load_workbook(io.BytesIO(taken_along(cast)))
    types = {cell.data_type for sheet in book for row in sheet for cell in row if cell.value is not None}
    assert "s" in types
    assert "f" not in types


@pytest.mark.once
@pytest.mark.skipif(not shutil.which("localc"), reason="LibreOffice Calc is not installed")
def test_libreoffice_saves_it_again_and_nothing_is_lost(cast: Cast, tmp_path: Path) -> None:
    drafted(cast, full_text=TEXT)
    assigned(cast)
    file = taken_along(cast)
    (tmp_path / "answers.xlsx").write_bytes(file)
    program = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/home",
        "--headless",
        "--convert-to",
        "xlsx",
    ]
    out = ["--outdir", tmp_path / "out", tmp_path / "answers.xlsx"]
    subprocess.run([*program, *out], check=True, timeout=120)
    assert sent_back((tmp_path / "out" / "answers.xlsx").read_bytes()) == sent_back(file)
