"""What was written in Word as the Markdown of answers (``cases/prose.py``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import count
from typing import Any

from cases import prose
from cases.offline.apart.letters import NOTE, NOTE_ENDS
from cases.offline.styles import FIRST_HEADING

Block = Mapping[str, Any]
_REFERENCE = re.compile(f"{NOTE}([^{NOTE_ENDS}]*){NOTE_ENDS}")
_MEANS_SOMETHING = re.compile(r"[\\`*_\[\]<>|~&!]|^\s*(?:[-+=#]|\d{1,9}[.)])", re.MULTILINE)
"""Letters that may be marks of Markdown: without them a text is what it is."""
_MARKS = re.compile(r"[\\`*_\[\]<>|~&!]")
_AT_BEGIN = re.compile(r"^(\s*)([-+=#]|\d{1,9}(?=[.)]))", re.MULTILINE)
_BAR = re.compile(r"(?<!\\)\|")
_TAGS = re.compile(r"<[^<>]*>")


def written(blocks: list[Block], notes: Mapping[str, str]) -> str:
    """The blocks of one place (``apart/blocks.py``) as Markdown, with its notes at the end."""
    return _Writer(notes).written(blocks)


@dataclass(frozen=True)
class _Item:
    """An item of a list that is open: how far its text is set in, and its number, 0 for a bullet."""

    indent: int
    number: int


class _Writer:
    def __init__(self, notes: Mapping[str, str]) -> None:
        self._notes = notes
        self._numbers: dict[str, int] = {}
        self._next = count(1)
        self._items: list[_Item] = []

    def written(self, blocks: list[Block]) -> str:
        pieces: list[str] = []
        before: Block = {}
        for block in blocks:
            piece = self._block(block)
            if piece:
                pieces.append(("" if not pieces else self._between(before, block)) + piece)
                before = block
        if defined := list(self._defined()):
            pieces.append("\n\n" + "\n\n".join(defined))
        return "".join(pieces).strip("\n")

    def _between(self, before: Block, block: Block) -> str:
        if before["as"] == "quotation" == block["as"]:
            return "\n>\n"
        together = before["as"] == "item" == block["as"]
        is_one = block.get("level") or bool(before.get("number")) == bool(block.get("number"))
        return "\n" if together and is_one else "\n\n"

    def _block(self, block: Block) -> str:
        kind = block["as"]
        if kind not in ("item", "more"):
            self._items = []
        if kind == "table":
            return self._table(block["rows"])
        text = self._inline(block["text"])
        if kind == "item":
            return self._item(block, text)
        if kind == "more" and self._items:
            return _set_in(text, self._items[-1].indent, first=True)
        if kind == "heading":
            level = min(max(block["level"] - FIRST_HEADING + 1, 1), 6)
            return f"{'#' * level} {' '.join(text.split())}"
        if kind == "quotation":
            return "\n".join(f"> {line}" for line in text.split("\n"))
        return text

    def _item(self, block: Block, text: str) -> str:
        """Set in as far as the text of the item above it; a level that was left out is none."""
        depth = min(block["level"], len(self._items))
        beside = self._items[depth].number if depth < len(self._items) else 0
        self._items = self._items[:depth]
        number = beside + 1 if beside and block["number"] else block["number"]
        mark = f"{number}." if number else "-"
        before = self._items[-1].indent if self._items else 0
        indent = before + len(mark) + 1
        self._items.append(_Item(indent, number))
        return f"{' ' * before}{mark} {_set_in(text, indent)}"

    def _table(self, rows: list[list[str]]) -> str:
        columns = max(len(row) for row in rows)
        lines = [
            "| " + " | ".join(self._cell(cell) for cell in [*row, *[""] * (columns - len(row))]) + " |"
            for row in rows
        ]
        return "\n".join([lines[0], "|" + "---|" * columns, *lines[1:]])

    def _cell(self, text: str) -> str:
        return _BAR.sub(r"\\|", self._inline(" ".join(text.split()))) if text else ""

    # Letters

    def _inline(self, text: str) -> str:
        pieces = _REFERENCE.split(text)  # texts and keys of notes in turn
        pieces[::2] = [literal(piece) for piece in pieces[::2]]
        pieces[1::2] = [self._reference(key) for key in pieces[1::2]]
        return "".join(pieces)

    def _reference(self, key: str) -> str:
        if not self._notes.get(key, "").strip():
            return ""
        if key not in self._numbers:
            self._numbers[key] = next(self._next)
        return f"[^{self._numbers[key]}]"

    def _defined(self) -> Iterator[str]:
        for key, number in self._numbers.items():
            yield f"[^{number}]: {literal(' '.join(self._notes[key].split()))}"


def _set_in(text: str, indent: int, *, first: bool = False) -> str:
    lines = text.split("\n")
    blank = " " * indent
    return "\n".join((blank if place or first else "") + line for place, line in enumerate(lines))


def literal(text: str) -> str:
    """Markdown that shows exactly these letters; their line breaks are kept."""
    lines = [" ".join(line.split(" ")) for line in text.split("\n")]
    return "\\\n".join(_line(line) for line in lines)


def _line(text: str) -> str:
    if not _MEANS_SOMETHING.search(text) or _shows(text) == " ".join(text.split()):
        return text
    escaped = _MARKS.sub(r"\\\g<0>", text)
    return _AT_BEGIN.sub(_escaped_begin, escaped)


def _escaped_begin(found: re.Match[str]) -> str:
    """“1.” is escaped at its stop, other marks of a list or a heading before them."""
    return f"{found[1]}{found[2]}\\" if found[2].isdecimal() else f"{found[1]}\\{found[2]}"


def _shows(markdown: str) -> str | None:
    """What a reader sees of it, where it is one paragraph without anything in it; else None."""
    found = prose.parsed(markdown).blocks
    if len(found) != 1 or found[0].tag != "p":
        return None
    return " ".join(unescape(_TAGS.sub("", found[0].html)).split())
