"""What a type of report is made of: its limit and counting rule, its headings, what its title page needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exports.content import Content
from exports.counting import Counting

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TEXT, ANSWERS, NOTHING = "text", "answers", "nothing"
"""What may stand under a heading: the editor's text, approved answers, or lower headings only."""
BY_THEME, BY_PARAGRAPH = "theme", "paragraph"
"""How answers are grouped where they flow in: by theme, or in the order of the UN document's paragraphs."""
MASTHEAD = ("body", "dated_on", "original_language")
"""What a UN document is not taken without. Its symbol the UN gives it, and its distribution."""


@dataclass(frozen=True)
class PlannedHeading:
    """A heading of the outline with which a report of the type begins.

    ``code`` is what other headings and the database call it, ``level`` is 1 (I.), 2 (A.) or 3 (1.), and
    ``titles`` are by language. ``groups`` says how answers are grouped under it, where it takes answers.
    ``share`` is in per cent of the report's words; 0: no share of its own. ``guidance`` is one sentence
    on what belongs there.
    """

    code: str
    level: int
    titles: Mapping[str, str]
    takes: str = TEXT
    groups: str = BY_THEME
    share: int = 0
    guidance: StrOrPromise = ""

    def title_in(self, language: str) -> str:
        """The title in ``language``, else that of the first code of a language that there is."""
        others = (self.titles[code] for code in sorted(self.titles))
        return self.titles.get(language.split("-")[0]) or next(others, "")


@dataclass(frozen=True)
class Kind:
    """``limit`` is in words. Where it is only ``advised``, a longer report is not held up.

    ``masthead`` names the fields of the report that its title page needs, ``annexes`` those that are printed
    (of ``figures``, ``matrix``, ``full``), and ``notes_at`` is ``page`` or ``end``. One that is ``hidden``
    is offered no more for new reports.
    """

    code: str
    label: StrOrPromise
    limit: int
    counting: Counting
    sections: tuple[PlannedHeading, ...]
    advised: bool = False
    masthead: tuple[str, ...] = MASTHEAD
    annexes: tuple[str, ...] = ("figures", "matrix", "full")
    notes_at: str = "page"
    hidden: bool = False

    def words_in(self, content: Content) -> int:
        """The words of ``content`` that count for this kind."""
        return self.counting.words_in(content)
