"""Which words of a report count, and how many there are: from its content alone, no query.

A word is what stands between two blanks in what is printed, in any script; ``cases/prose.py`` and
``suivi.js`` count by the same rule while somebody writes. The rule belongs to the type of report.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exports.annexes import figure_number, matrix_heads, titles, told_in_full
from exports.content import Content, Figure, Row, Section, words_in, words_of_html

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


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


WITHOUT_ANNEXES = Counting(
    "without-notes-and-annexes",
    gettext_lazy("Headings and numbered paragraphs; not the contents, notes and annexes."),
    notes=False,
    annexes=False,
)
WITH_NOTES = Counting(
    "without-annexes",
    gettext_lazy("Headings, numbered paragraphs and notes; not the contents and annexes."),
    notes=True,
    annexes=False,
)
ALL = Counting(
    "all",
    gettext_lazy("Everything that is printed but the contents: headings, paragraphs, notes, annexes."),
    notes=True,
    annexes=True,
)
RULES = {rule.code: rule for rule in (WITHOUT_ANNEXES, WITH_NOTES, ALL)}


def words_of_notes(content: Content) -> int:
    return sum(words_of_html(note["html"]) for note in content.get("notes", []))


def words_of_annexes(content: Content) -> int:
    """Of those that are printed: titles and heads of tables too, as Word counts them."""
    counts = {"figures": _words_of_figures, "matrix": _words_of_matrix, "full": _words_of_full_texts}
    with translation.override(content["language"]):
        return sum(_count(title) + counts[name](content) for name, title in titles(content))


def _words_of_figures(content: Content) -> int:
    figures = enumerate(content.get("figures", []), start=1)
    return sum(_count(figure_number(place)) + _words_of_figure(one) for place, one in figures)


def _words_of_matrix(content: Content) -> int:
    rows = content["matrix"]
    if not rows:
        return _count(_("The round has no recommendations yet."))
    mechanisms = [mechanism for mechanism, _rows in groupby(row["mechanism"] for row in rows)]
    return _count(*matrix_heads(), *mechanisms) + sum(_count(*_cells_of(row)) for row in rows)


def _words_of_full_texts(content: Content) -> int:
    """Under the headings of the report, whose numbers are not repeated."""
    return sum(_words_of_full_text(section) for section in told_in_full(content["sections"]))


def _words_of_full_text(section: Section) -> int:
    heading = _count(section["title"]["text"])
    if section["kind"] != "narrative":
        return heading
    said = [one["text"] for one in (section.get("attribution"), section.get("note")) if one]
    return heading + _count(*section["references"], *said) + words_of_html(section["full"])


def _words_of_figure(figure: Figure) -> int:
    """Each number is a word, as in the matrix."""
    said = [figure["title"], *figure["degrees"], *(one["label"] for one in figure["shares"])]
    return _count(*(one["text"] for one in said)) + sum(len(one["counts"]) for one in figure["shares"])


def _cells_of(row: Row) -> list[str]:
    cited = [row["symbol"], *([_("para."), row["paragraph"]] if row["paragraph"] else [])]
    worded = [row[name]["text"] for name in ("text", "department", "status")]
    plain = (row["reference"], *(cited if row["symbol"] else []), row["position"], row["answered_in"])
    return [str(row["number"]), *plain, *worded]


def _count(*texts: str) -> int:
    return sum(len(text.split()) for text in texts)
