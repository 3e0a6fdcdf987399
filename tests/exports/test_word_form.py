"""What Word asks of a file before it opens it without a word: parts, relations, styles, lists, order, ids."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from exports.word import write, write_changes
from tests.exports import word_content
from tests.exports.word_files import R, W, parts, val

pytestmark = pytest.mark.once

CONTENT_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"

# The order of children, as the schema of ISO/IEC 29500 has it (wml.xsd), of those that are used.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs bidi spacing ind jc "
    "outlineLvl rPr sectPr",
    "rPr": "ins del rStyle rFonts b bCs i iCs noProof color sz szCs vertAlign rtl lang",
    "tblPr": "tblStyle bidiVisual tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption",
    "trPr": "cantSplit tblHeader ins del",
    "tcPr": "tcW gridSpan tcBorders shd vAlign",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "tbl": "tblPr tblGrid tr",
    "tr": "trPr tc",
    "tc": "tcPr p",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar cols titlePg bidi",
    "footnotePr": "pos numFmt footnote",
    "endnotePr": "pos numFmt endnote",
    "style": "name basedOn next uiPriority semiHidden unhideWhenUsed qFormat pPr rPr tblPr tblStylePr",
    "styles": "docDefaults style",
    "lvl": "start numFmt pStyle suff lvlText lvlJc pPr rPr",
    "abstractNum": "nsid multiLevelType tmpl lvl",
    "num": "abstractNumId lvlOverride",
    "numbering": "abstractNum num",
    "settings": "zoom defaultTabStop characterSpacingControl footnotePr endnotePr compat themeFontLang "
    "decimalSymbol listSeparator",
    "sdt": "sdtPr sdtContent",
    "numPr": "ilvl numId",
}


@pytest.fixture(params=["en page", "fr end", "ar page", "ar end draft", "changes"])
def written(request: Any, tmp_path: Path) -> Path:
    path = tmp_path / "report.docx"
    if request.param == "changes":
        newer = word_content.content("en", matrix=[word_content.row(number, "en") for number in (1, 3, 9)])
        newer["sections"] = newer["sections"][:3] + newer["sections"][4:]
        write_changes(word_content.content("en"), newer, path)
    else:
        language, at, *draft = request.param.split()
        write(word_content.content(language, notes_at=at), path, draft=bool(draft))
    return path


def test_every_part_has_a_type_and_every_relation_leads_somewhere(written: Path) -> None:
    read = parts(written)
    types = read["[Content_Types].xml"]
    named = {one.get("PartName") for one in types.iter(f"{CONTENT_TYPES}Override")}

    assert named == {f"/{name}" for name in read if not name.endswith((".rels", "Types].xml"))}
    related = [
        one.get("Target") for one in read["word/_rels/document.xml.rels"].iter(f"{RELATIONS}Relationship")
    ]
    assert len(related) == len(set(related))
    assert {f"word/{target}" for target in related} == {
        name for name in read if name.startswith("word/") and not name.endswith((".rels", "document.xml"))
    }
    top = [one.get("Target") for one in read["_rels/.rels"].iter(f"{RELATIONS}Relationship")]
    assert set(top) <= set(read)


def test_relations_that_are_used_are_there(written: Path) -> None:
    read = parts(written)
    there = {one.get("Id") for one in read["word/_rels/document.xml.rels"].iter(f"{RELATIONS}Relationship")}

    used = [one.get(f"{R}id") for one in read["word/document.xml"].iter() if one.get(f"{R}id")]
    assert used
    assert set(used) <= there


def test_the_first_part_of_the_archive_says_the_types(written: Path) -> None:
    with ZipFile(written) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("kind", ["pStyle", "rStyle", "tblStyle", "basedOn", "next"])
def test_every_style_that_is_used_is_there(written: Path, kind: str) -> None:
    read = parts(written)
    styles = {one.get(f"{W}styleId") for one in read["word/styles.xml"].iter(f"{W}style")}

    used = {one.get(f"{W}val") for part in read.values() for one in part.iter(f"{W}{kind}")}
    assert used <= styles, used - styles
    assert used


def test_no_style_is_there_twice(written: Path) -> None:
    styles = list(parts(written)["word/styles.xml"].iter(f"{W}style"))

    assert not _twice(one.get(f"{W}styleId") for one in styles)
    assert not _twice(val(one, f"{W}name") for one in styles)


def test_every_list_that_is_used_is_there(written: Path) -> None:
    read = parts(written)
    numbering = read["word/numbering.xml"]
    kinds = [one.get(f"{W}abstractNumId") for one in numbering.iter(f"{W}abstractNum")]
    lists = [one.get(f"{W}numId") for one in numbering.iter(f"{W}num")]

    assert not _twice(kinds)
    assert not _twice(lists)
    assert {val(one, f"{W}abstractNumId") for one in numbering.iter(f"{W}num")} <= set(kinds)
    used = {one.get(f"{W}val") for part in read.values() for one in part.iter(f"{W}numId")}
    assert used - {"0"} <= set(lists)


def test_children_stand_in_the_order_of_the_schema(written: Path) -> None:
    for name, part in parts(written).items():
        for one in part.iter():
            tag = str(one.tag).removeprefix(W)
            if tag in ORDER:
                order = ORDER[tag].split()
                children = [str(child.tag).removeprefix(W) for child in one]
                assert set(children) <= set(order), (name, tag, children)
                places = [order.index(child) for child in children]
                assert places == sorted(places), (name, tag, children)


def test_no_id_is_there_twice(written: Path) -> None:
    read = parts(written)
    document = read["word/document.xml"]

    for kind in ("bookmarkStart", "bookmarkEnd"):
        assert not _twice(one.get(f"{W}id") for one in document.iter(f"{W}{kind}"))
    assert not _twice(one.get(f"{W}name") for one in document.iter(f"{W}bookmarkStart"))
    changes = [
        one.get(f"{W}id") for kind in ("ins", "del", "bookmarkStart") for one in document.iter(f"{W}{kind}")
    ]
    assert not _twice(changes)
    names = [one.get(f"{W}name") for one in document.iter(f"{W}bookmarkStart")]
    assert all(re.fullmatch(r"[A-Za-z_]\w{0,39}", name) for name in names)


def test_fields_end_where_they_began(written: Path) -> None:
    for part in parts(written).values():
        depth = 0
        for one in part.iter(f"{W}fldChar"):
            depth += {"begin": 1, "end": -1}.get(one.get(f"{W}fldCharType"), 0)
            assert depth >= 0
        assert depth == 0


def test_every_cell_ends_with_a_paragraph_and_every_row_fills_the_table(written: Path) -> None:
    for table in parts(written)["word/document.xml"].iter(f"{W}tbl"):
        columns = len(list(table.iter(f"{W}gridCol")))
        for row in table.iter(f"{W}tr"):
            spans = [int(val(cell, f"{W}tcPr/{W}gridSpan") or 1) for cell in row.iter(f"{W}tc")]
            assert sum(spans) == columns
        assert all(cell[-1].tag == f"{W}p" for cell in table.iter(f"{W}tc"))


def test_two_tables_do_not_touch_but_on_the_title_page(written: Path) -> None:
    body = parts(written)["word/document.xml"][0]

    touching = [one for one, after in pairwise(body) if one.tag == after.tag == f"{W}tbl"]
    assert len(touching) <= 1


def test_notes_are_each_referred_to_once(written: Path) -> None:
    read = parts(written)
    kind = "footnote" if "word/footnotes.xml" in read else "endnote"

    notes = [one.get(f"{W}id") for one in read[f"word/{kind}s.xml"].iter(f"{W}{kind}")]
    referred = [one.get(f"{W}id") for one in read["word/document.xml"].iter(f"{W}{kind}Reference")]
    assert not _twice(notes)
    assert sorted(referred) == sorted(set(notes) - {"-1", "0"})


def _twice(found: Any) -> list[Any]:
    return [one for one, times in Counter(found).items() if times > 1]
