"""Reads the tables of a Word document, row by row, and the paragraphs that stand outside them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from cases.importing.apart.bad import Bad

CHARACTERS = 30_000_000
PIECES = 100_000
"""Cells of tables, and paragraphs outside them: all are kept until the format is known."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TABLE, _ROW, _CELL, _PARAGRAPH = (_W + one for one in ("tbl", "tr", "tc", "p"))
_HEADER = re.compile(r"word/header\d*\.xml")
_SIGNS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}


def values(path: str) -> Iterator[Any]:
    """What the file is; ["text", paragraph] of each outside tables; ["row", number of its table, cells].

    A cell is [text, columns that it spans]. What was deleted with changes tracked is not there.
    """
    yield {"kind": "document", "written": "docx"}
    characters = pieces = 0
    with zipfile.ZipFile(path) as archive:
        for name in sorted(filter(_HEADER.fullmatch, archive.namelist())):
            with archive.open(name) as part:
                text = _words(etree.parse(part, _parser()).getroot())
            characters += len(text)
            if characters > CHARACTERS:
                raise Bad("too large once open")
            yield ["text", text]
        with archive.open("word/document.xml") as part:
            for value in _body(part):
                pieces += len(value[2]) or 1 if value[0] == "row" else 1
                characters += sum(len(text) for text, _ in value[2]) if value[0] == "row" else len(value[1])
                if characters > CHARACTERS or pieces > PIECES:
                    raise Bad("too large once open")
                yield value


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _body(part: Any) -> Iterator[Any]:
    """Each row as it ends, and is forgotten: a table within a table is text of its cell."""
    depth, table = 0, 0
    steps = etree.iterparse(
        part, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False
    )
    for event, element in steps:
        if element.tag == _TABLE:
            depth += 1 if event == "start" else -1
            table += 1 if event == "start" and depth == 1 else 0
        elif event == "end" and depth == 1 and element.tag == _ROW:
            yield ["row", table, [_cell(one) for one in element.iter(_CELL) if _is_of(one, element)]]
            element.clear()
        elif event == "end" and depth == 0 and element.tag == _PARAGRAPH:
            if text := _words(element):
                yield ["text", text]
            element.clear()


def _is_of(cell: Any, row: Any) -> bool:
    return next(cell.iterancestors(_ROW)) is row


def _cell(cell: Any) -> tuple[str, int]:
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    written = span.get(_W + "val", "1") if span is not None else "1"
    text = "\n".join(_words(paragraph) for paragraph in cell.iter(_PARAGRAPH))
    return text.strip(), int(written) if written.isdecimal() and len(written) < 4 else 1


def _words(element: Any) -> str:
    found = []
    for one in element.iter():
        if one.tag == _W + "t":
            found.append(one.text or "")
        elif one.tag in _SIGNS and one.getparent().tag == _W + "r":
            found.append(_SIGNS[one.tag])
    return "".join(found).strip()
