"""Which words of a report count, and how many there are: from its content alone, no query.

A word is what stands between two blanks in what is printed, in any script; ``cases/prose.py`` and
``suivi.js`` count by the same rule while somebody writes. The rule belongs to the type of report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from exports.content import Content, Figure, Row, text_of, words_in

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

ANNEXES = ("figures", "matrix", "full")
"""What may be printed behind the text, in its order."""


@dataclass(frozen=True)
class Counting:
    """A rule. ``label`` says it to people; headings and paragraphs count in each."""

    code: str
    label: StrOrPromise
    notes: bool
    annexes: bool

    def words_in(self, content: Content) -> int:
        """The words of ``content`` that count."""
        notes = words_of_notes(content) if self.notes else 0
        annexes = words_of_annexes(content) if self.annexes else 0
        return words_in(content) + notes + annexes


# fmt: off
WITHOUT_ANNEXES = Counting(
    "without-notes-and-annexes", _("Headings and numbered paragraphs; not the contents, notes and annexes."),
    notes=False, annexes=False,
)
WITH_NOTES = Counting(
    "without-annexes", _("Headings, numbered paragraphs and notes; not the contents and annexes."),
    notes=True, annexes=False,
)
ALL = Counting(
    "all", _("Everything that is printed but the contents: headings, paragraphs, notes, annexes."),
    notes=True, annexes=True,
)
# fmt: on
RULES = {rule.code: rule for rule in (WITHOUT_ANNEXES, WITH_NOTES, ALL)}


def words_of_notes(content: Content) -> int:
    return sum(len(text_of(note["html"]).split()) for note in content.get("notes", []))


def words_of_annexes(content: Content) -> int:
    """Of those that are printed; contents of older formats, which name none, print them all."""
    printed = content.get("annexes", ANNEXES)
    counts = {"figures": _words_of_figures, "matrix": _words_of_matrix, "full": _words_of_full_texts}
    return sum(count(content) for name, count in counts.items() if name in printed)


def _words_of_figures(content: Content) -> int:
    return sum(_words_of_figure(one) for one in content.get("figures", []))


def _words_of_matrix(content: Content) -> int:
    return sum(len(" ".join(_cells_of(row)).split()) for row in content["matrix"])


def _words_of_full_texts(content: Content) -> int:
    return sum(len(text_of(section["full"]).split()) for section in content["sections"])


def _words_of_figure(figure: Figure) -> int:
    """Each number is a word, as in the matrix."""
    said = [figure["title"], *figure["degrees"], *(one["label"] for one in figure["shares"])]
    words = sum(len(one["text"].split()) for one in said)
    return words + sum(len(one["counts"]) for one in figure["shares"])


def _cells_of(row: Row) -> list[str]:
    worded = [row[name]["text"] for name in ("text", "department", "status")]
    plain = (row["reference"], row["symbol"], row["paragraph"], row["position"], row["answered_in"])
    return [str(row["number"]), *plain, *worded]
