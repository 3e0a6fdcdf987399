"""What differs between two contents in one language: by section and paragraph, in the matrix, in words."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from cases.difference import ALIKE, difference, likeness, pieces
from exports.aligning import aligned
from exports.content import Content, Row, Section, Words
from exports.plain import without_notes

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


@dataclass(frozen=True)
class Line:
    """A paragraph as one edition has it: its number (0: none), and its text without elements."""

    number: int
    text: str


@dataclass(frozen=True)
class LineChange:
    """``number`` is the newer one, else the older; ``marked`` says in HTML what came and went."""

    mark: str
    number: int
    marked: SafeString
    came: int
    went: int


@dataclass
class SectionChange:
    """What changed under one heading; ``number`` and ``title`` are those of the heading above a text of none.

    ``lines`` are of the text, ``full`` of the annex of full texts.
    """

    mark: str
    number: str
    title: Words
    language: str
    direction: str
    lines: list[LineChange] = field(default_factory=list)
    full: list[LineChange] = field(default_factory=list)


@dataclass(frozen=True)
class RowChange:
    """A recommendation whose status, as printed, is another one."""

    reference: str
    was: Words
    now: Words


@dataclass
class Comparison:
    """``came`` and ``went`` are words of headings, paragraphs, notes and full texts."""

    sections: list[SectionChange]
    statuses: list[RowChange]
    newly_answered: list[str]
    no_longer_answered: list[str]
    new_rows: list[str]
    gone_rows: list[str]

    @property
    def came(self) -> int:
        return sum(line.came for one in self.sections for line in (*one.lines, *one.full))

    @property
    def went(self) -> int:
        return sum(line.went for one in self.sections for line in (*one.lines, *one.full))

    @property
    def rows(self) -> bool:
        """Whether anything differs in the matrix."""
        lists = (self.statuses, self.newly_answered, self.no_longer_answered, self.new_rows, self.gone_rows)
        return any(lists)


def compare(older: Content, newer: Content) -> Comparison:
    """Both in one language. What only got another number is no difference."""
    was = {row["reference"]: row for row in older["matrix"]}
    now = {row["reference"]: row for row in newer["matrix"]}
    both = [(was[name], row) for name, row in now.items() if name in was]
    return Comparison(
        sections=[*_sections(older, newer)],
        statuses=[
            RowChange(old["reference"], old["status"], new["status"])
            for old, new in both
            if old["status"]["text"] != new["status"]["text"]
        ],
        newly_answered=[new["reference"] for old, new in both if _answered(new) and not _answered(old)],
        no_longer_answered=[new["reference"] for old, new in both if _answered(old) and not _answered(new)],
        new_rows=[name for name in now if name not in was],
        gone_rows=[name for name in was if name not in now],
    )


def _answered(row: Row) -> bool:
    return bool(row["answered_in"])


def _sections(older: Content, newer: Content) -> Iterator[SectionChange]:
    above = _headings_above(older) | _headings_above(newer)
    for was, now in aligned(older["sections"], newer["sections"], _key, _same_place):
        change = _section(was, now, above)
        if change.lines or change.full:
            yield change
    notes = _lines_changed(_notes(older), _notes(newer))
    if notes:
        empty = Words(text="", language="", direction="auto")
        yield SectionChange("notes", "", empty, newer["language"], newer["direction"], notes)


def _key(section: Section) -> Hashable:
    """What is the same in both, whatever its words: its place in the outline, else what it answers."""
    if section.get("passage") or section.get("heading"):
        return section.get("passage"), section.get("heading")
    return section["kind"], section["level"], section["title"]["text"], tuple(section["references"])


def _same_place(was: Section, now: Section) -> bool:
    """A narrative that answers some of the same, or a heading that reads alike."""
    if was["references"] or now["references"]:
        return bool(set(was["references"]) & set(now["references"]))
    same_form = (was["kind"], was["level"]) == (now["kind"], now["level"])
    return same_form and likeness(was["title"]["text"], now["title"]["text"]) >= ALIKE


def _headings_above(content: Content) -> dict[int, Section]:
    """Of each section that has no title of its own, by its identity: the heading that it stands under."""
    found: dict[int, Section] = {}
    titled: list[Section] = []
    for section in content["sections"]:
        titled = [one for one in titled if one["level"] < section["level"]]
        if section["title"]["text"]:
            titled.append(section)
        elif titled:
            found[id(section)] = titled[-1]
    return found


def _section(was: Section | None, now: Section | None, above: dict[int, Section]) -> SectionChange:
    shown = now or was
    assert shown is not None  # noqa: S101 - one of the two is there
    heading = above.get(id(shown), shown)
    mark = CHANGED if was and now else ADDED if now else REMOVED
    return SectionChange(
        mark=mark,
        number=heading["number"],
        title=heading["title"],
        language=shown["language"],
        direction=shown["direction"],
        lines=_lines_changed(_lines(was), _lines(now)),
        full=_lines_changed(_full(was), _full(now)),
    )


def _lines(section: Section | None) -> list[Line]:
    """The heading first: it counts as words of the text."""
    if section is None:
        return []
    heading = [Line(0, section["title"]["text"])] if section["title"]["text"] else []
    return heading + [
        Line(one["number"], text) for one in section["paragraphs"] if (text := without_notes(one["html"]))
    ]


def _full(section: Section | None) -> list[Line]:
    text = without_notes(section["full"]) if section else ""
    return [Line(0, one) for one in text.split("\n") if one]


def _notes(content: Content) -> list[Line]:
    return [Line(one["number"], without_notes(one["html"])) for one in content.get("notes", [])]


def _lines_changed(older: Sequence[Line], newer: Sequence[Line]) -> list[LineChange]:
    if [one.text for one in older] == [one.text for one in newer]:
        return []
    pairs = aligned(
        older, newer, lambda one: one.text, lambda was, now: likeness(was.text, now.text) >= ALIKE
    )
    return [_line(was, now) for was, now in pairs if not (was and now and was.text == now.text)]


def _line(was: Line | None, now: Line | None) -> LineChange:
    old, new = was.text if was else "", now.text if now else ""
    found = pieces(old, new)
    return LineChange(
        mark=CHANGED if was and now else ADDED if now else REMOVED,
        number=(now or was or Line(0, "")).number,
        marked=difference(old, new),
        came=sum(len(one.text.split()) for one in found if one.mark == "ins"),
        went=sum(len(one.text.split()) for one in found if one.mark == "del"),
    )
