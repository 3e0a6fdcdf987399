"""What changed between two bodies, as changes that Word tracks: accept them all, and the newer text is there.

By paragraph and row first, then by word, as ``cases/difference.py`` compares texts. What was moved is taken
out in one place and put in at another. The table of contents is the newer one's: a field, and not tracked.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from cases.difference import ALIKE, TOO_LONG, WORD, likeness, matched
from cases.word.pieces import (
    DELETED,
    INSERTED,
    SAME,
    Block,
    Body,
    Cell,
    Contents,
    Note,
    Paragraph,
    Part,
    Row,
    Run,
    Table,
)
from exports.aligning import aligned

NAMES = ("text", "across", "full")


class _Atom(NamedTuple):
    """A word, a blank or a reference to a note: what it is compared by, its letters, and its run."""

    key: Hashable
    text: str
    run: Run


def compared(older: Body, newer: Body) -> Body:
    """The newer body with what came and went against the older one."""
    return _Comparison(older, newer).body()


class _Comparison:
    def __init__(self, older: Body, newer: Body) -> None:
        self._older, self._newer = older, newer
        self._shift = max((note.number for note in newer.notes), default=0)
        self._notes = {
            **{note.number: note.paragraph.text for note in newer.notes},
            **{note.number + self._shift: note.paragraph.text for note in older.notes},
        }

    def body(self) -> Body:
        before = {part.name: self._shifted(part) for part in self._older.parts}
        after = {part.name: part for part in self._newer.parts}
        empty: tuple[Block, ...] = ()
        parts = [
            Part(
                name,
                list(
                    self._blocks(
                        before[name].blocks if name in before else empty,
                        after[name].blocks if name in after else empty,
                    )
                ),
            )
            for name in NAMES
            if name in before or name in after
        ]
        return Body(parts, [*self._newer.notes, *self._gone(parts)])

    def _gone(self, parts: list[Part]) -> Iterator[Note]:
        """Notes of the older text that are referred to where it was taken out."""
        taken = {run.note for part in parts for run in _runs_in(part.blocks) if run.note > self._shift}
        for note in self._older.notes:
            if note.number + self._shift in taken:
                yield Note(note.number + self._shift, note.paragraph)

    def _shifted(self, part: Part) -> Part:
        """The older part, its notes numbered behind the newer ones."""
        return replace(part, blocks=[_each_run(block, self._shift_note) for block in part.blocks])

    def _shift_note(self, run: Run) -> Run:
        return replace(run, note=run.note + self._shift) if run.note else run

    # Paragraphs and tables

    def _blocks(self, older: Sequence[Block], newer: Sequence[Block]) -> Iterator[Block]:
        for was, now in aligned(older, newer, self._key, self._alike):
            if now is not None or not isinstance(was, Contents):
                yield self._block(was, now)

    def _block(self, was: Block | None, now: Block | None) -> Block:
        if was is None and now is not None:
            return _all(now, INSERTED)
        if now is None and was is not None:
            return _all(was, DELETED)
        if isinstance(was, Table) and isinstance(now, Table):
            return replace(
                now,
                rows=[
                    self._row(*pair) for pair in aligned(was.rows, now.rows, self._row_key, self._rows_alike)
                ],
            )
        if isinstance(was, Paragraph) and isinstance(now, Paragraph):
            return self._paragraph(was, now)
        assert now is not None  # noqa: S101 - one of the two is there
        return now

    def _row(self, was: Row | None, now: Row | None) -> Row:
        if was is None and now is not None:
            return _all_of_row(now, INSERTED)
        if now is None and was is not None:
            return _all_of_row(was, DELETED)
        assert was is not None and now is not None  # noqa: S101, PT018
        pairs = zip(was.cells, now.cells, strict=True)
        cells = [replace(new, paragraph=self._paragraph(old.paragraph, new.paragraph)) for old, new in pairs]
        return replace(now, cells=cells)

    def _paragraph(self, was: Paragraph, now: Paragraph) -> Paragraph:
        if self._key(was) == self._key(now):
            return now
        return replace(now, runs=list(_joined(_by_word(list(self._atoms(was)), list(self._atoms(now))))))

    # What is compared

    def _key(self, block: Block) -> tuple[Hashable, ...]:
        if isinstance(block, Table):
            return (block.style, len(block.widths), *(self._row_key(row) for row in block.rows))
        if isinstance(block, Contents):
            return ("contents",)
        return (block.style, *(self._run_key(run) for run in block.runs))

    def _run_key(self, run: Run) -> Hashable:
        if run.note:
            return ("note", run.again, self._notes.get(run.note, ""))
        return ("field", run.field) if run.field else (run.text, run.style)

    def _row_key(self, row: Row) -> tuple[Hashable, ...]:
        return tuple(self._key(cell.paragraph) for cell in row.cells)

    def _alike(self, was: Block, now: Block) -> bool:
        if isinstance(was, Table) and isinstance(now, Table):
            return was.style == now.style and len(was.widths) == len(now.widths)
        if not isinstance(was, Paragraph) or not isinstance(now, Paragraph):
            return isinstance(was, Contents) and isinstance(now, Contents)
        return was.style == now.style and likeness(was.text, now.text) >= ALIKE

    def _rows_alike(self, was: Row, now: Row) -> bool:
        same_form = was.is_head == now.is_head and [one.span for one in was.cells] == [
            one.span for one in now.cells
        ]
        return same_form and likeness(was.text, now.text) >= ALIKE

    def _atoms(self, paragraph: Paragraph) -> Iterator[_Atom]:
        for run in paragraph.runs:
            if run.note or run.field:
                yield _Atom(self._run_key(run), run.text, run)
            else:
                yield from (_Atom((word, run.style), word, run) for word in WORD.findall(run.text))


def _by_word(before: list[_Atom], after: list[_Atom]) -> Iterator[tuple[str, _Atom]]:
    """Each word with its mark."""
    if len(before) + len(after) > TOO_LONG:
        yield from _changed(before, after)
        return
    went: list[_Atom] = []
    came: list[_Atom] = []
    for tag, i1, i2, j1, j2 in matched([one.key for one in before], [one.key for one in after]):
        between = went and j2 < len(after) and all(one.text.isspace() for one in after[j1:j2])
        if tag != "equal" or between:  # a blank between two changes changes too
            went += before[i1:i2]
            came += after[j1:j2]
        else:
            yield from _changed(went, came)
            went, came = [], []
            yield from ((SAME, one) for one in after[j1:j2])
    yield from _changed(went, came)


def _changed(went: list[_Atom], came: list[_Atom]) -> Iterator[tuple[str, _Atom]]:
    yield from ((DELETED, one) for one in went)
    yield from ((INSERTED, one) for one in came)


def _joined(words: Iterator[tuple[str, _Atom]]) -> Iterator[Run]:
    """Neighbouring words of one run and mark as one run again."""
    for (mark, _run), group in groupby(words, key=lambda word: (word[0], id(word[1].run))):
        atoms = [atom for _mark, atom in group]
        yield replace(atoms[0].run, text="".join(atom.text for atom in atoms), mark=mark)


def _all(block: Block, mark: str) -> Block:
    if isinstance(block, Table):
        return replace(block, rows=[_all_of_row(row, mark) for row in block.rows])
    marked = _each_run(block, lambda run: replace(run, mark=mark))
    return replace(marked, mark=mark) if isinstance(marked, Paragraph) else marked


def _all_of_row(row: Row, mark: str) -> Row:
    return replace(_each_run_of_row(row, lambda run: replace(run, mark=mark)), mark=mark)


def _each_run(block: Block, change: Callable[[Run], Run]) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, runs=[change(run) for run in block.runs])
    if isinstance(block, Table):
        return replace(block, rows=[_each_run_of_row(row, change) for row in block.rows])
    return block


def _each_run_of_row(row: Row, change: Callable[[Run], Run]) -> Row:
    cells = [
        Cell(replace(cell.paragraph, runs=[change(run) for run in cell.paragraph.runs]), cell.span)
        for cell in row.cells
    ]
    return replace(row, cells=cells)


def _runs_in(blocks: Sequence[Block]) -> Iterator[Run]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.runs
        elif isinstance(block, Table):
            yield from (run for row in block.rows for cell in row.cells for run in cell.paragraph.runs)
