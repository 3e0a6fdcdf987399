"""Files as a whole: encodings and delimiters that are read, and one clear sentence for what is not."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from cases.importing import child, edition, opening
from cases.importing.apart.main import LARGEST, LARGEST_RECORDS, OLE
from cases.importing.edition import read_edition
from cases.importing.opening import MOST_LINES
from cases.importing.rows import BadFile
from tests.cases.importing.files import (
    ANNOTATION,
    CLINICS,
    PLEDGE,
    PRISONS,
    REVIEWED,
    generic,
    matrix,
    uhri_json,
    upr_info,
    workbook,
    write,
)


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


def test_a_formula_in_a_workbook_that_nobody_worked_out_is_said(tmp_path: Path) -> None:
    edition = read_edition(write(tmp_path, workbook(PRISONS, {**CLINICS, "text_fr": "=1+1"}), "list.xlsx"))
    assert "The cell P3 holds a formula without its value" in edition.notes[0]
    assert "fr" not in edition.rows[1].texts


@pytest.mark.parametrize(("content", "name", "sentence"), [
    (b"",                                        "list.csv",  "is empty"),
    (b"anything",                                "list.pdf",  "of no layout that is known"),
    (b"%PDF-1.7 ",                               "list.csv",  "none of CSV, Excel"),
    (b"<html><table>",                           "list.xls",  "none of CSV, Excel"),
    (b"{\\rtf1 text}",                           "list.docx", "none of CSV, Excel"),
    (b"[]",                                      "list.json", "holds no recommendation"),
    (b"{}",                                      "list.json", "not one list of records"),
    (b"[1, 2]",                                  "list.json", "damaged or cut off"),
    (b"[" * 9_000,                               "list.json", "damaged or cut off"),
    (b'[{"a": 1}, {"a": 2}]',                    "list.json", "no format that is known. Their fields are: a"),
    (uhri_json(ANNOTATION, ANNOTATION).replace(b"}, {", b"} {"), "list.json", "damaged or cut off"),
    (uhri_json(ANNOTATION) + b" and more",       "list.json", "damaged or cut off"),
    (b'[{"a": "\xff"}]',                         "list.json", "not in UTF-8, as JSON must be"),
    (uhri_json(ANNOTATION)[:-40],                "list.json", "damaged or cut off"),
    (matrix(),                                   "list.docx", "holds no recommendation"),
    (matrix(("1", "b", "c", "d"), header=("A", "B", "C", "D")), "list.docx", "no table of recommendations"),
    (matrix(REVIEWED)[:900],                     "list.docx", "is damaged"),
    (b"a,b,c\n1,2,3\n",                          "list.csv",  "of no layout that is known"),
    (b"\n\n\n",                                  "list.csv",  "first line is empty"),
    (generic(),                                  "list.csv",  "no line below it"),
    (b"key,mechanism,date\n1,UPR,2022\n",        "list.csv",  "no column for the text"),
    (b"key,key,mechanism,date,text_en\n1,1,2,3,4", "list.csv",  "a column twice: key"),
    (generic(CLINICS).decode().encode("utf-16")[:-1], "list.csv", "is damaged"),
    (generic(CLINICS) + b"\0",                   "list.csv",  "NUL bytes"),
    (generic({**CLINICS, "text_en": "é"}).decode().encode("latin-1"), "list.csv", "not in UTF-8 (line 2)"),
    (generic(CLINICS)[:-30] + b',"no end',       "list.csv",  "quotation mark"),
    (b"not a zip",                               "list.xlsx", "of no layout that is known"),
    (workbook(CLINICS)[:900],                    "list.xlsx", "is damaged"),
    (OLE + b"\0" * 600,                          "list.docx", "has a password"),
    (OLE + b"\0" * 600,                          "list.xlsx", "has a password"),
])  # fmt: skip
def test_it_says_what_is_wrong(tmp_path: Path, content: bytes, name: str, sentence: str) -> None:
    assert sentence in refused(tmp_path, content, name)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "cp1252"])
def test_upr_info_in_any_encoding_and_with_any_line_ends(tmp_path: Path, ends: str, encoding: str) -> None:
    content = upr_info({**PLEDGE, "Text": "Protéger les élèves — à l’école"}, ends=ends)
    text = content.decode() if encoding != "latin-1" else content.decode().replace("—", "-").replace("’", "'")
    (row,) = read_edition(write(tmp_path, text.encode(encoding))).rows
    assert row.texts["fr"].startswith("Protéger les élèves")
    assert row.texts["fr"].endswith("école")


def test_utf8_that_was_cut_within_a_letter(tmp_path: Path) -> None:
    content = generic({**CLINICS, "text_ar": "افتحوا العيادات"}).rstrip()
    assert "not in UTF-8 (line 2)" in refused(tmp_path, content[:-1])


def test_utf8_that_was_damaged_is_not_taken_for_latin_1(tmp_path: Path) -> None:
    content = upr_info({**PLEDGE, "Text": "Protéger les élèves à l’école"}).replace(b"\xc3\xa0", b"\xc3 ")
    assert "not in UTF-8 (line 2)" in refused(tmp_path, content)


@pytest.mark.parametrize(("content", "name", "kind"), [
    (generic(CLINICS),       "list.xlsx", "CSV"),
    (workbook(CLINICS),      "list.csv",  "Excel"),
    (workbook(CLINICS),      "list.xls",  "Excel"),
    (matrix(REVIEWED),       "list.doc",  "Word"),
    (uhri_json(ANNOTATION),  "list.txt",  "JSON"),
])  # fmt: skip
def test_what_it_is_counts_not_what_its_name_ends_in(
    tmp_path: Path, content: bytes, name: str, kind: str
) -> None:
    edition = read_edition(write(tmp_path, content, name))
    assert len(edition.rows) == 1
    assert f"of the kind {kind}" in edition.notes[0]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="cannot be opened"):
        read_edition(tmp_path / "none.csv")


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(BadFile, match="cannot be opened"):
        read_edition(tmp_path / "folder.csv")


def test_a_format_that_does_not_fit(tmp_path: Path) -> None:
    assert "columns are missing" in refused(tmp_path, generic(CLINICS), layout="morocco")


@pytest.mark.parametrize(
    ("size", "begins", "said"),
    [(LARGEST, b"x", "50 MB"), (2 * LARGEST, b"PK", "50 MB"), (LARGEST_RECORDS, b"[", "1 GB")],
)
def test_a_file_that_is_too_large(tmp_path: Path, size: int, begins: bytes, said: str) -> None:
    path = write(tmp_path, begins)
    with path.open("r+b") as file:
        file.truncate(size + 1)
    with pytest.raises(BadFile, match=f"larger than {said}"):
        read_edition(path)


def test_more_than_fifty_thousand_lines(tmp_path: Path) -> None:
    content = b"key,mechanism,date,text_en\n" + b"1,2,3,4\n" * (MOST_LINES + 1)
    assert "50,000 lines" in refused(tmp_path, content)


def test_more_recommendations_than_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A paragraph with sub-items is several, so that a few lines may be very many."""
    monkeypatch.setattr(edition, "MOST_ROWS", 3)
    items = {**ANNOTATION, "text": "31. The State party should: (a) Open clinics; (b) Staff them."}
    assert len(read_edition(write(tmp_path, uhri_json(items))).rows) == 2
    both = uhri_json(items, {**items, "key": "another"})
    assert "more than 50,000 recommendations" in refused(tmp_path, both)


def test_no_control_character_of_a_file_is_said_or_kept(tmp_path: Path) -> None:
    """PostgreSQL keeps no NUL."""
    assert "\0" not in refused(tmp_path, b'[{"a\\u0000b": 1}]', "list.json")
    with opening.Opened(write(tmp_path, b"ke\x01y,text\n1,2\n")) as opened:
        assert opened.header == ("key", "text")


@pytest.mark.parametrize("length", [opening.LONGEST_COLUMN, opening.LONGEST_COLUMN + 1])
def test_a_header_of_whole_texts(tmp_path: Path, length: int) -> None:
    said = refused(tmp_path, b"a" * length + b",b\n1,2\n")
    assert ("at great length" in said) == (length > opening.LONGEST_COLUMN)


@pytest.mark.parametrize("columns", [10_000, 100_000])
def test_a_line_without_an_end_is_not_kept(tmp_path: Path, columns: int) -> None:
    """Control: a shorter one is looked at."""
    said = refused(tmp_path, b",".join([b"a" * 100] * columns) + b"\n1\n")
    assert ("too large once unpacked" in said) == (columns == 100_000)


def test_a_line_that_lost_its_end(tmp_path: Path) -> None:
    found = read_edition(write(tmp_path, generic(CLINICS) + b"3,UPR,4\n"))
    assert "3 cells where the header has 17" in found.problems[0].reason


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
    assert "no office program writes" in refused(tmp_path, zipped(**{name: b""}), "list.xlsx")


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


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_entities_are_not_even_looked_at(tmp_path: Path, part: str) -> None:
    outside = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    assert "no office program writes" in refused(
        tmp_path, replaced(workbook(CLINICS), part, outside), "a.xlsx"
    )


def test_entities_in_a_document(tmp_path: Path) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
    assert "no office program writes" in refused(
        tmp_path, replaced(matrix(REVIEWED), "word/document.xml", bomb), "a.docx"
    )


def replaced(content: bytes, name: str, part: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(kept, "w") as target:
        for entry in source.infolist():
            if entry.filename != name:
                target.writestr(entry, source.read(entry))
        target.writestr(name, part)
    return kept.getvalue()


@pytest.mark.parametrize("piece", [b"<w:tbl><w:tr>%b</w:tr></w:tbl>" % (b"<w:tc/>" * 60_000), b"<w:p/>"])
def test_a_document_of_very_many_small_pieces(tmp_path: Path, piece: bytes) -> None:
    paragraphs = b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * (100_001 if piece == b"<w:p/>" else 40_001)
    names = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body = b"<w:document %b><w:body>%b%b</w:body></w:document>" % (names, piece, paragraphs)
    content = replaced(matrix(REVIEWED), "word/document.xml", body)
    assert "too large once unpacked" in refused(tmp_path, content, "list.docx")


@pytest.mark.parametrize("columns", [201, 30_000])
def test_a_header_of_very_many_columns(tmp_path: Path, columns: int) -> None:
    content = ",".join(f"c{at}" for at in range(columns)).encode() + b"\n1\n"
    assert f"names {columns} columns" in refused(tmp_path, content)


def test_a_reader_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "SECONDS", 0.001)
    assert "took too long" in refused(tmp_path, workbook(CLINICS), "list.xlsx")


def test_what_is_left_open_leaves_no_process(tmp_path: Path) -> None:
    with opening.Opened(write(tmp_path, generic(CLINICS))) as opened:
        child = opened._child.process
    assert child.returncode is not None
