"""The same file as a workbook: a row for each answer, in which only the answer can be written.

The first row, which is hidden, says what each column is, and the first columns, hidden too, bear the marks of
their row: so rows and columns are found again wherever they were moved. Texts stand there in Markdown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

from django.utils.translation import get_language_bidi, gettext_lazy
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from cases.offline.apart.sheet import COLUMNS, MARKS
from cases.offline.asked import Asked, scale_of
from cases.offline.marks import FULL, LOCKED, PROPOSED, SHORT, Mark
from cases.offline.word_file import WITHIN_DEPARTMENT, as_they_stand
from cases.sheets import FORMULA, LONGEST, writable

INTRODUCTION = (
    gettext_lazy(
        "Write in the yellow cells, also without a network, and send this file back under My work, “Work by "
        "Word”. You see what it changes before anything is saved."
    ),
    gettext_lazy(
        "A line that begins with “- ” is an item of a list. All else is locked. An empty cell changes "
        "nothing."
    ),
    WITHIN_DEPARTMENT,
)
FIRST_ROW = 4
"""Of the answers: below the names of the columns, the introduction and the heads."""
WIDTHS = {"reference": 20, "due": 12, "asked": 60, "full": 80, "short": 50, "proposed": 24}
_FIRST = len(MARKS) + 1
_OPEN, _TOP = Protection(locked=False), Alignment(wrap_text=True, vertical="top")
_WRITTEN = PatternFill("solid", start_color="FFFBE6")
"""The colour of the cells that one writes in."""
_SCALES = "scales"
"""The hidden sheet with what can be proposed."""


def write(answers: Sequence[Asked], to: IO[bytes], *, language: str) -> None:
    """Write the workbook, in ``language``, which is active. Queries as for a Word file."""
    _Sheet(language).save(answers, to)


def too_long() -> str:
    """What stands instead of a text that no cell holds."""
    return _("[Too long for a workbook: take this answer along in Word]")


class _Sheet:
    def __init__(self, language: str) -> None:
        self.language = language
        self.workbook = Workbook()
        self.sheet: Any = self.workbook.active
        self.sheet.title = _("Answers")[:31]
        self.scales: Any = self.workbook.create_sheet(_SCALES)
        self.scales.sheet_state = "hidden"
        self._names: dict[bool, dict[str, str]] = {}
        self._lists: dict[bool, Any] = {}

    def save(self, answers: Sequence[Asked], to: IO[bytes]) -> None:
        self._head()
        self._introduce(answers)
        for place, one in enumerate(answers, start=FIRST_ROW):
            self._row(place, one)
        sheet = self.sheet
        sheet.sheet_view.rightToLeft = get_language_bidi()
        sheet.freeze_panes = sheet.cell(FIRST_ROW, _FIRST + 1)
        sheet.row_dimensions[1].hidden = True
        for place in range(1, _FIRST):
            sheet.column_dimensions[get_column_letter(place)].hidden = True
        for place, name in enumerate(COLUMNS, start=_FIRST):
            sheet.column_dimensions[get_column_letter(place)].width = WIDTHS[name]
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False
        self.workbook.save(to)

    def _head(self) -> None:
        said = {
            "reference": _("Reference"), "due": _("Due date"), "asked": _("What is asked"),
            "full": _("Full text"), "short": _("Short text"), "proposed": _("Proposed"),
        }  # fmt: skip
        for place, name in enumerate((*MARKS, *COLUMNS), start=1):
            self._put(1, place, name)
            self._put(FIRST_ROW - 1, place, said.get(name, name)).font = Font(bold=True)

    def _introduce(self, answers: Sequence[Asked]) -> None:
        """What to do with the file, above the table: a row that has no marks of an answer."""
        said = [as_they_stand(answers), *map(str, INTRODUCTION)]
        for place, name in enumerate(MARKS, start=1):
            self._put(2, place, name)
        self._put(2, _FIRST, "\n".join(said))
        self.sheet.merge_cells(start_row=2, end_row=2, start_column=_FIRST, end_column=_FIRST + 3)
        self.sheet.row_dimensions[2].height = 16 * (len(said) + 1)

    def _row(self, place: int, one: Asked) -> None:
        key, number = one.answer.pk, one.number
        full, short = one.texts
        marks = {
            LOCKED: Mark(LOCKED, key, said=one.digest(self.language)),
            FULL: Mark(FULL, key, number),
            SHORT: Mark(SHORT, key, number),
            PROPOSED: Mark(PROPOSED, key, number, one.proposed),
        }
        fits = {FULL: len(full) <= LONGEST, SHORT: len(short) <= LONGEST}
        for column, mark in enumerate(marks.values(), start=1):
            self._put(place, column, mark.written() if fits.get(mark.part, True) else "")
        asked = [f"{case.reference} {text}" for case, text in one.locked(self.language)]
        asks_position = one.answer.round.asks_position
        values: list[Any] = [
            "\n".join(one.references), one.cases[0].due_on,
            "\n".join([*asked, one.answer.round.question]).strip(),
            full if fits[FULL] else too_long(), short if fits[SHORT] else too_long(),
            self._scale(asks_position).get(one.proposed, ""),
        ]  # fmt: skip
        for column, value in enumerate(values, start=_FIRST):
            self._put(place, column, value)
        opened = [name for name, fit in (("full", fits[FULL]), ("short", fits[SHORT])) if fit]
        for name in (*opened, "proposed"):
            cell = self.sheet.cell(place, _FIRST + COLUMNS.index(name))
            cell.protection, cell.fill = _OPEN, _WRITTEN
        self._lists[asks_position].add(self.sheet.cell(place, _FIRST + COLUMNS.index("proposed")))

    def _put(self, row: int, column: int, value: Any, sheet: Any = None) -> Any:
        """A text is a text, whatever it begins with; a day is a day."""
        cell = (sheet or self.sheet).cell(row, column, writable(value))
        cell.alignment = _TOP
        if isinstance(value, str) and value:
            cell.data_type, cell.quotePrefix = "s", value.startswith(FORMULA)
        elif value is not None and not isinstance(value, str):
            cell.number_format = "yyyy-mm-dd"
        return cell

    def _scale(self, asks_position: bool) -> dict[str, str]:
        """The names that can be proposed; the first time they are put into the hidden sheet."""
        if asks_position not in self._names:
            self._names[asks_position] = names = scale_of(asks_position).names
            column = len(self._names)
            for row, name in enumerate(names.values(), start=1):
                self._put(row, column, name, self.scales)
            letter = get_column_letter(column)
            chosen = DataValidation(
                type="list",
                formula1=f"{_SCALES}!${letter}$1:${letter}${max(len(names), 1)}",
                allow_blank=True,
            )
            self.sheet.add_data_validation(chosen)
            self._lists[asks_position] = chosen
        return self._names[asks_position]
