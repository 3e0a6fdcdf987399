"""The report as a Word file: real styles, numbers, notes, tables and fields, the same as everywhere else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import docx
import pytest

from exports.content import Content
from exports.numbering import is_written_out
from exports.word import write
from tests.exports import word_content
from tests.exports.printed import section
from tests.exports.word_files import Line, W, document, lines, parts, text_of, val

pytestmark = pytest.mark.once

LANGUAGES = ["en", "fr", "ar"]
SUBPARAGRAPHS = {"en": ["(a)", "(i)", "(ii)", "(b)"], "fr": ["a)", "i)", "b)"], "ar": ["(أ)", "(1)", "(ب)"]}
MARK = {"en": "{}.", "fr": "{}.", "ar": "{}-"}


@pytest.fixture(params=LANGUAGES)
def language(request: Any) -> str:
    return str(request.param)


@pytest.fixture
def shown(language: str) -> Content:
    return word_content.content(language)


@pytest.fixture
def written(shown: Content, tmp_path: Path) -> Path:
    path = tmp_path / "report.docx"
    write(shown, path)
    return path


def of_style(path: Path, *styles: str) -> list[Line]:
    return [line for line in lines(path) if line.style.startswith(styles)]


def test_paragraphs_have_the_numbers_of_the_content(written: Path, shown: Content, language: str) -> None:
    numbers = [one["number"] for part in shown["sections"] for one in part["paragraphs"] if one["number"]]

    assert numbers == list(range(1, len(numbers) + 1))
    assert [line.number for line in of_style(written, "NumberedParagraph")] == [
        MARK[language].format(number) for number in numbers
    ]


def test_headings_have_the_marks_of_the_content(written: Path, shown: Content) -> None:
    expected = [(one["number"], one["title"]["text"]) for one in shown["sections"]]

    found = of_style(written, "Heading", "Answer")
    assert [_heading(line) for line in found] == expected


def _heading(line: Line) -> tuple[str, str]:
    """Number and title; an Arabic mark in words is text."""
    mark, tab, title = line.text.partition("\t")
    if tab:
        assert is_written_out(mark)
        assert not line.number
        return mark, title
    return line.number, line.text


def test_sub_paragraphs_are_lettered_as_the_language_does(written: Path, language: str) -> None:
    listed = [line.number for line in of_style(written, "ListParagraph") if line.number not in ("", "•")]

    of_one = SUBPARAGRAPHS[language]
    assert listed == of_one * (len(listed) // len(of_one))
    assert len(listed) == len(of_one) * 16  # eight short texts and eight full ones


def test_what_is_counted_is_not_typed(written: Path) -> None:
    for line in of_style(written, "NumberedParagraph", "ListParagraph"):
        assert not re.match(r"\(?[0-9a-z]{1,2}[.)-]", line.text)


@pytest.mark.parametrize(("at", "part"), [("page", "footnotes"), ("end", "endnotes")])
def test_notes_are_words_own(at: str, part: str, tmp_path: Path) -> None:
    shown = word_content.content("en", notes_at=at)
    write(shown, path := tmp_path / "report.docx")

    read = parts(path)
    tag = f"{W}{part[:-1]}Reference"
    notes = {one.get(f"{W}id"): text_of(one).strip() for one in read[f"word/{part}.xml"]}
    assert [int(one.get(f"{W}id")) for one in read["word/document.xml"].iter(tag)] == [
        note["number"] for note in shown["notes"]
    ]
    for note in shown["notes"]:
        assert notes[str(note["number"])] == re.sub("<[^<>]*>", "", note["html"])


def test_a_note_that_is_referred_to_again_is_named_by_a_field(tmp_path: Path) -> None:
    write(word_content.content("en"), path := tmp_path / "report.docx")

    told = [one.text.split()[1] for one in document(path).iter(f"{W}instrText") if "NOTEREF" in one.text]
    marks = {one.get(f"{W}name") for one in document(path).iter(f"{W}bookmarkStart")}
    assert len(told) == 8
    assert set(told) <= marks


def test_it_has_a_table_of_contents_that_word_keeps(written: Path, shown: Content) -> None:
    [contents] = document(written).iter(f"{W}sdt")

    entries = [text_of(one).strip() for one in contents.iter(f"{W}p")][1:]
    titles = [one for one in shown["sections"] if one["kind"] != "narrative"]
    assert [entry.split("\t")[:2] for entry in entries[: len(titles)]] == [
        [one["number"], one["title"]["text"]] for one in titles
    ]
    assert len(entries) == len(titles) + 3
    assert any("TOC" in one.text for one in contents.iter(f"{W}instrText"))
    marks = {one.get(f"{W}name") for one in document(written).iter(f"{W}bookmarkStart")}
    assert {one.get(f"{W}anchor") for one in contents.iter(f"{W}hyperlink")} <= marks


def test_tables_repeat_their_heads_and_split_no_row(written: Path, shown: Content) -> None:
    tables = list(document(written).iter(f"{W}tbl"))

    headed = [one for one in tables if val(one, f"{W}tblPr/{W}tblStyle") == "ReportTable"]
    assert all(table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None for table in headed)
    rows = [row for table in tables for row in table.iter(f"{W}tr")]
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    matrix = headed[-1] if "full" in shown.get("annexes", []) else max(headed, key=len)
    assert len(list(matrix.iter(f"{W}tr"))) == len(shown["matrix"]) + 3


def test_the_matrix_is_on_pages_across(written: Path) -> None:
    sizes = [one.get(f"{W}orient") for one in document(written).iter(f"{W}pgSz")]

    assert sizes == [None, "landscape", None]


def test_an_arabic_report_runs_from_right_to_left(tmp_path: Path) -> None:
    write(word_content.content("ar"), path := tmp_path / "report.docx")
    read = document(path)

    assert all(one.find(f"{W}bidi") is not None for one in read.iter(f"{W}sectPr"))
    assert all(one.find(f"{W}tblPr/{W}bidiVisual") is not None for one in read.iter(f"{W}tbl"))
    for run in read.iter(f"{W}r"):
        letters = text_of(run)
        is_rtl = run.find(f"{W}rPr/{W}rtl") is not None
        assert is_rtl or not re.search("[\u0620-\u06ff]", letters), letters
        assert not (is_rtl and re.search("[A-Za-z]", letters)), letters
    symbols = [text_of(run) for run in read.iter(f"{W}r") if val(run, f"{W}rPr/{W}rStyle") == "Symbol"]
    assert "CEDAW/C/XYZ/CO/5-6" in symbols


def test_an_arabic_name_in_an_english_report_is_arabic(tmp_path: Path) -> None:
    write(word_content.content("en"), path := tmp_path / "report.docx")

    [*found] = [run for run in document(path).iter(f"{W}r") if "وزارة" in text_of(run)]
    assert found
    assert all(run.find(f"{W}rPr/{W}rtl") is not None for run in found)
    assert {run.find(f"{W}rPr/{W}lang").get(f"{W}bidi") for run in found} == {"ar-SA"}


def test_it_says_who_wrote_what_in_which_language(written: Path, language: str) -> None:
    told = docx.Document(str(written)).core_properties

    assert (told.title, told.author) == (word_content.TITLE[language], word_content.STATE[language])
    assert told.language == {"en": "en-GB", "fr": "fr-FR", "ar": "ar-SA"}[language]


def test_the_masthead_is_that_of_a_un_document(tmp_path: Path) -> None:
    write(word_content.content("en"), path := tmp_path / "report.docx")

    found = [line.text for line in lines(path) if line.style.startswith(("Masthead", "Title"))]
    assert found == [
        "Republic of Atlasia",
        "A/HRC/WG.6/55/XYZ/1",
        "Human Rights Council",
        "Distr.: General\n2 March 2026\nOriginal: English",
        "National report",
    ]


def test_head_and_foot_run_through_it(tmp_path: Path) -> None:
    write(word_content.content("en"), path := tmp_path / "report.docx")

    read = parts(path)
    assert text_of(read["word/header1.xml"]) == "National report\tA/HRC/WG.6/55/XYZ/1"
    fields = [one.text.strip() for one in read["word/footer1.xml"].iter(f"{W}instrText")]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "Draft" not in text_of(read["word/footer1.xml"])


def test_a_draft_says_so_on_each_page(tmp_path: Path) -> None:
    write(word_content.content("en"), path := tmp_path / "report.docx", draft=True)

    read = parts(path)
    assert text_of(read["word/footer1.xml"]).startswith("Draft")
    for name in ("header1", "header2", "header3"):
        [shape] = read[f"word/{name}.xml"].iter("{urn:schemas-microsoft-com:vml}shape")
        assert shape.find("{urn:schemas-microsoft-com:vml}textpath").get("string") == "Draft"


def test_the_same_content_makes_the_same_bytes(shown: Content, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(shown, tmp_path / name)

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_contents_of_older_formats_are_written_too(tmp_path: Path) -> None:
    old = word_content.content("en")
    for name in ("notes", "notes_at", "kind", "figures"):
        del old[name]  # type: ignore[misc]
    old["format"] = 1

    write(old, path := tmp_path / "report.docx")

    assert docx.Document(str(path)).paragraphs


def test_only_the_annexes_of_its_type_are_written(tmp_path: Path) -> None:
    write(word_content.content("en", annexes=["matrix"]), path := tmp_path / "report.docx")

    [title] = of_style(path, "AnnexTitle")
    assert title.text == "Annex I. Matrix of recommendations"


def test_an_empty_report_says_so(tmp_path: Path) -> None:
    empty = word_content.content("en", sections=[], narratives=[], matrix=[], figures=[], notes=[])

    write(empty, path := tmp_path / "report.docx")

    said = [line.text for line in lines(path)]
    assert "No answer has been approved yet." in said
    assert "The round has no recommendations yet." in said


def test_paragraphs_whose_numbers_leap_keep_them(tmp_path: Path) -> None:
    """A translation keeps the numbers of its original, and may have fewer paragraphs."""
    text = section("Title", "<p>a</p>", "<p>b</p>", "<p>c</p>", "<p>d</p>")
    for paragraph, number in zip(text["paragraphs"], (1, 4, 5, 0), strict=True):
        paragraph["number"] = number
    write(word_content.content("en", sections=[text], notes=[]), path := tmp_path / "report.docx")

    found = [(line.number, line.text) for line in lines(path) if line.text in "abcd" and line.text]
    assert found == [("1.", "a"), ("4.", "b"), ("5.", "c"), ("", "d")]


def test_headings_that_begin_anew_keep_their_marks(tmp_path: Path) -> None:
    """Passages right under a chapter and the headings below it are both lettered from A."""
    marks = [
        ("I.", 1),
        ("A.", 2),
        ("B.", 2),
        ("A.", 2),
        ("1.", 3),
        ("B.", 2),
        ("", 2),
        ("1.", 3),
        ("III.", 1),
    ]
    made = [section("Title", number=mark, level=level, kind="chapter") for mark, level in marks]
    shown = word_content.content("en", sections=made, notes=[])

    write(shown, path := tmp_path / "report.docx")

    assert [line.number for line in of_style(path, "Heading")] == [mark for mark, _level in marks]
