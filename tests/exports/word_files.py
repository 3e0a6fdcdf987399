"""Reading a Word file in a test: its parts, its text with the numbers that Word would give, its changes."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
LETTERS = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
ROMAN = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]


def parts(path: Path) -> dict[str, Any]:
    """Every XML part by its name, parsed."""
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}


def document(path: Path) -> Any:
    return parts(path)["word/document.xml"]


def val(element: Any, path: str) -> str:
    found = element.find(path)
    return "" if found is None else found.get(f"{W}val", "")


def text_of(element: Any) -> str:
    """What a person reads in it, without numbers that Word gives; a note's reference is ``[n]``."""
    pieces = []
    hidden = False  # in a field that says the number of a note
    for one in element.iter():
        tag = str(one.tag).removeprefix(W)
        if tag in ("instrText", "delInstrText"):
            hidden = "NOTEREF" in (one.text or "")
        elif tag == "fldChar":
            hidden = hidden and one.get(f"{W}fldCharType") != "end"
        elif tag in ("t", "delText") and not hidden:
            pieces.append(one.text or "")
        elif tag in ("tab", "br") and one.getparent().tag == f"{W}r":
            pieces.append("\t" if tag == "tab" else "\n")
    return "".join(pieces)


@dataclass
class Line:
    """A paragraph as it is read: its style, the number that Word gives it, its text."""

    style: str
    number: str
    text: str


def lines(path: Path) -> list[Line]:
    """All paragraphs of the body, those of tables too, but not the table of contents."""
    read = parts(path)
    counter = Counter(read["word/numbering.xml"])
    styles = {one.get(f"{W}styleId"): one for one in read["word/styles.xml"].iter(f"{W}style")}
    found = []
    for paragraph in read["word/document.xml"].iter(f"{W}p"):
        if next(paragraph.iterancestors(f"{W}sdt"), None) is None:
            style = val(paragraph, f"{W}pPr/{W}pStyle")
            numbering = paragraph.find(f"{W}pPr/{W}numPr")
            number = counter.next(numbering if numbering is not None else inherited(styles, style))
            found.append(Line(style, number, text_of(paragraph)))
    return found


def inherited(styles: dict[str, Any], style: str) -> Any:
    while style in styles:
        if (found := styles[style].find(f"{W}pPr/{W}numPr")) is not None:
            return found
        style = val(styles[style], f"{W}basedOn")
    return None


class Counter:
    """Counts as Word does: lists of one abstract list go on, unless one begins anew."""

    def __init__(self, numbering: Any) -> None:
        self.levels = {
            (abstract.get(f"{W}abstractNumId"), level.get(f"{W}ilvl")): level
            for abstract in numbering.iter(f"{W}abstractNum")
            for level in abstract.iter(f"{W}lvl")
        }
        self.lists = {one.get(f"{W}numId"): one for one in numbering.iter(f"{W}num")}
        self.at: dict[str, dict[int, int]] = {}
        self.begun: set[str] = set()

    def next(self, numbering: Any) -> str:
        """The number of the next paragraph of this list and level; empty where there is none."""
        number = "0" if numbering is None else val(numbering, f"{W}numId")
        if number == "0":
            return ""
        level = int(val(numbering, f"{W}ilvl") or 0)
        one = self.lists[number]
        abstract = val(one, f"{W}abstractNumId")
        counts = self.at.setdefault(abstract, {})
        counts[level] = counts.get(level, 0) + 1
        for override in one.iter(f"{W}lvlOverride"):
            if number not in self.begun and int(override.get(f"{W}ilvl")) == level:
                counts[level] = int(val(override, f"{W}startOverride"))
        self.begun.add(number)
        for lower in [key for key in counts if key > level]:
            del counts[lower]
        form = self.levels[abstract, str(level)]
        shown = _shown(counts[level], val(form, f"{W}numFmt"))
        return re.sub(r"%\d", shown, val(form, f"{W}lvlText"))


def _shown(number: int, form: str) -> str:
    match form:
        case "decimal":
            return str(number)
        case "upperLetter":
            return chr(64 + number)
        case "lowerLetter":
            return chr(96 + number)
        case "arabicAbjad":
            return LETTERS[number - 1]
        case "upperRoman" | "lowerRoman":
            return _roman(number) if form == "upperRoman" else _roman(number).lower()
        case "bullet":
            return ""
    raise AssertionError(form)


def _roman(number: int) -> str:
    letters = ""
    for value, letter in ROMAN:
        count, number = divmod(number, value)
        letters += letter * count
    return letters


def words_of(path: Path, style: str = "") -> int:
    return sum(len(line.text.split()) for line in lines(path) if not style or line.style == style)


def accepted(body: Any) -> Any:
    """The text with every change accepted."""
    return _settled(body, out="del", stays="ins")


def rejected(body: Any) -> Any:
    """The text with every change taken back."""
    return _settled(body, out="ins", stays="del")


def _settled(body: Any, *, out: str, stays: str) -> Any:
    settled = copy.deepcopy(body)
    for row in list(settled.iter(f"{W}tr")):
        if row.find(f"{W}trPr/{W}{out}") is not None:
            row.getparent().remove(row)
    for table in [one for one in settled.iter(f"{W}tbl") if one.find(f"{W}tr") is None]:
        table.getparent().remove(table)
    for paragraph in list(settled.iter(f"{W}p")):
        if paragraph.find(f"{W}pPr/{W}rPr/{W}{out}") is not None:
            assert not _left(paragraph, out), "a paragraph that goes still holds text"
            paragraph.getparent().remove(paragraph)
    for change in list(settled.iter(f"{W}{out}")):
        change.getparent().remove(change)
    return settled


def _left(paragraph: Any, out: str) -> str:
    kept = copy.deepcopy(paragraph)
    for change in list(kept.iter(f"{W}{out}")):
        change.getparent().remove(change)
    return text_of(kept).strip()


def read_through(body: Any, notes: Any) -> list[str]:
    """The paragraphs as they are read, notes in their place; not the table of contents."""
    said = {one.get(f"{W}id"): text_of(one).strip() for one in notes} if notes is not None else {}
    return list(_read_through(body, said))


def _read_through(body: Any, said: dict[str, str]) -> Iterator[str]:
    for paragraph in body.iter(f"{W}p"):
        if next(paragraph.iterancestors(f"{W}sdt"), None) is None:
            references = [
                f"[{said[one.get(f'{W}id')]}]"
                for one in paragraph.iter(f"{W}footnoteReference", f"{W}endnoteReference")
            ]
            style = val(paragraph, f"{W}pPr/{W}pStyle")
            if style == "Empty":  # ends the pages of one kind
                continue
            yield f"{style}: {text_of(paragraph)} {' '.join(references)}".strip()
