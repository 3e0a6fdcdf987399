"""Files as a whole: encodings and delimiters that are read, and one clear sentence for what is not."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from cases.importing import workbook as reader
from cases.importing.edition import read_edition
from cases.importing.rows import BadFile
from cases.importing.table import LARGEST, MOST_LINES
from cases.importing.workbook_child import OLE
from tests.cases.importing.files import CLINICS, PRISONS, generic, workbook, write


def refused(folder: Path, content: bytes, name: str = "list.csv", **options: str) -> str:
    with pytest.raises(BadFile) as caught:
        read_edition(write(folder, content, name), **options)
    return caught.value.sentence


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_utf8_with_commas_or_semicolons(tmp_path: Path, mark: bytes, delimiter: str) -> None:
    content = mark + generic(CLINICS, PRISONS, delimiter=delimiter)
    assert len(read_edition(write(tmp_path, content)).rows) == 2


def test_empty_lines_are_passed_over(tmp_path: Path) -> None:
    assert len(read_edition(write(tmp_path, generic(CLINICS) + b"\r\n,,,\r\n")).rows) == 1


def test_a_formula_is_a_text(tmp_path: Path) -> None:
    (row,) = read_edition(write(tmp_path, generic({**CLINICS, "text_en": "=1+1"}))).rows
    assert row.texts["en"] == "=1+1"


@pytest.mark.parametrize(("content", "name", "sentence"), [
    (b"",                                        "list.csv",  "is empty"),
    (b"anything",                                "list.pdf",  "neither .csv nor .xlsx"),
    (b"anything",                                "list.xls",  "neither .csv nor .xlsx"),
    (b"a,b,c\n1,2,3\n",                          "list.csv",  "of no layout that is known"),
    (b"\n\n\n",                                  "list.csv",  "first line is empty"),
    (generic(),                                  "list.csv",  "no line below it"),
    (b"key,mechanism,date\n1,UPR,2022\n",        "list.csv",  "no column for the text"),
    (b"key,key,mechanism,date,text_en\n1,1,2,3,4", "list.csv",  "a column twice: key"),
    (generic(CLINICS).decode().encode("utf-16"), "list.csv",  "in UTF-16"),
    (generic(CLINICS) + b"\0",                   "list.csv",  "NUL bytes"),
    (generic({**CLINICS, "text_en": "é"}).decode().encode("latin-1"), "list.csv", "not in UTF-8 (line 2)"),
    (generic(CLINICS)[:-30] + b',"no end',       "list.csv",  "quotation mark"),
    (b"not a zip",                               "list.xlsx", "not an .xlsx workbook"),
    (workbook(CLINICS)[:900],                    "list.xlsx", "not an .xlsx workbook"),
    (OLE + b"\0" * 600,                          "list.xlsx", "has a password"),
])  # fmt: skip
def test_it_says_what_is_wrong(tmp_path: Path, content: bytes, name: str, sentence: str) -> None:
    assert sentence in refused(tmp_path, content, name)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="cannot be opened"):
        read_edition(tmp_path / "none.csv")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(BadFile, match="cannot be opened"):
        read_edition(tmp_path / "folder.csv")


def test_a_format_that_does_not_fit(tmp_path: Path) -> None:
    assert "columns are missing" in refused(tmp_path, generic(CLINICS), layout="morocco")


def test_more_than_fifty_megabytes(tmp_path: Path) -> None:
    assert "50 MB" in refused(tmp_path, b"x" * (LARGEST + 1))


def test_more_than_fifty_thousand_lines(tmp_path: Path) -> None:
    content = b"key,mechanism,date,text_en\n" + b"1,2,3,4\n" * (MOST_LINES + 1)
    assert "50,000 lines" in refused(tmp_path, content)


def test_a_line_that_lost_its_end(tmp_path: Path) -> None:
    edition = read_edition(write(tmp_path, generic(CLINICS) + b"3,UPR,4\n"))
    assert "3 cells where the header has 16" in edition.problems[0].reason


def zipped(**parts: bytes) -> bytes:
    kept = io.BytesIO(workbook(CLINICS))
    with zipfile.ZipFile(kept, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return kept.getvalue()


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = zipped(bomb=b"\0" * (201 * 1024 * 1024))
    assert "too large once unpacked" in refused(tmp_path, bomb, "list.xlsx")


def test_too_many_parts(tmp_path: Path) -> None:
    parts = {f"part{number}": b"" for number in range(1_001)}
    assert "too large once unpacked" in refused(tmp_path, zipped(**parts), "list.xlsx")


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "a\\b", "c:/d"])
def test_names_that_lead_outside(tmp_path: Path, name: str) -> None:
    assert "no spreadsheet program writes" in refused(tmp_path, zipped(**{name: b""}), "list.xlsx")


def test_a_part_under_a_password(tmp_path: Path) -> None:
    content = bytearray(workbook(CLINICS))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 8] |= 1
    assert "has a password" in refused(tmp_path, bytes(content), "list.xlsx")


@pytest.mark.parametrize(("row", "column"), [("40000", "BZZ"), ("1048576", "XFD")])
def test_one_far_cell_is_ended_by_the_limit_of_memory(tmp_path: Path, row: str, column: str) -> None:
    """A sheet is read as a grid: 40,000 rows to the column BZZ would take 2.6 GB."""
    cell = f'<row r="{row}"><c r="{column}{row}" t="inlineStr"><is><t>x</t></is></c></row>'
    kept = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(CLINICS))) as source,
        zipfile.ZipFile(kept, "w") as target,
    ):
        for entry in source.infolist():
            content = source.read(entry).replace(b"</sheetData>", cell.encode() + b"</sheetData>")
            target.writestr(entry, content)
    assert "too large once unpacked" in refused(tmp_path, kept.getvalue(), "list.xlsx")


def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "SECONDS", 0.001)
    assert "took too long" in refused(tmp_path, workbook(CLINICS), "list.xlsx")
