"""In what a row differs from the recommendation that it is about, and so what an import would change in it.

``comparison.py`` sorts the rows by it, ``writing.py`` writes it, ``before.py`` keeps how it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.importing.rows import Row
from cases.importing.sameness import is_provisional, paragraph_parts
from cases.importing.terms import LISTS, Joined, codes
from cases.in_a_row import in_a_row
from cases.models import Recommendation, RecommendationText

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# fmt: off
FIELDS: dict[str, tuple[str, StrOrPromise]] = {
    "mechanism":         ("mechanism",   gettext_lazy("mechanism")),
    "cycle":             ("cycle",       gettext_lazy("cycle")),
    "session":           ("session",     gettext_lazy("session")),
    "symbol":            ("symbol",      gettext_lazy("document symbol")),
    "paragraph":         ("paragraph",   gettext_lazy("paragraph")),
    "year":              ("year",        gettext_lazy("year")),
    "adopted_on":        ("date",        gettext_lazy("date of the document")),
    "position":          ("position",    gettext_lazy("position")),
    "status_in_source":  ("status",      gettext_lazy("implementation status in the file")),
}
"""Column of a recommendation → attribute of a row, and what people call it."""
PLACED = ("cycle", "session", "symbol", "paragraph", "position")
"""What a source may tell of a recommendation that another one brought without it."""
NUMBERED = ("symbol", "paragraph")
"""What a draft report of the UPR working group has otherwise than the report that is adopted."""
LIST_NAMES = {
    "recommending_states": gettext_lazy("recommending states"),
    "themes": gettext_lazy("themes"),
    "affected_persons": gettext_lazy("affected persons"),
    "sdg_targets": gettext_lazy("SDG targets"),
}
# fmt: on


@dataclass(frozen=True)
class Change:
    """A known recommendation, its row in this edition, and in what they differ.

    ``only_adds``: the row is of another source, so it says nothing anew of what stands.
    """

    recommendation: Recommendation
    row: Row
    languages: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    bodies: bool = False
    only_adds: bool = False

    def __bool__(self) -> bool:
        return bool(self.languages or self.lists or self.fields or self.bodies)

    def in_words(self) -> str:
        texts = [_("text (%(language)s)") % {"language": language} for language in self.languages]
        fields = [self._field_in_words(name) for name in self.fields]
        lists = [str(LIST_NAMES[name]) for name in self.lists]
        return in_a_row([*texts, *fields, *lists, *([_("bodies named")] if self.bodies else [])])

    def _field_in_words(self, name: str) -> str:
        if name == "position" and self.recommendation.position_decided:
            return _("position in the file (the decision that is recorded here stands)")
        if name == "position" and not self.recommendation.position:
            return _("position, now known")
        return str(FIELDS[name][1])

    def column_of(self, name: str) -> str:
        """The column in which what the file says is kept."""
        return column_of(self.recommendation, name)


def change_of(one: Recommendation, row: Row, joined: Joined, *, source: str) -> Change:
    """In what the row differs; a row of another source says only what was not known."""
    return _revision(one, row, joined) if one.source == source else _addition(one, row)


def _revision(one: Recommendation, row: Row, joined: Joined) -> Change:
    """What the file does not say, or has no text for, stays: a language, a position, themes, bodies.

    A file in another language adds its text; its lists name in that language what is known.
    """
    texts = {wording.language: texts_of(wording) for wording in one.wordings.all()}
    lists = () if _is_a_translation(one, row) else tuple(LISTS)
    return Change(
        one,
        row,
        languages=tuple(code for code in row.texts if texts.get(code) != texts_in(row, code)),
        lists=tuple(name for name in lists if _lists_others(one, row, name, joined)),
        fields=tuple(column for column in _said_of(one, row) if _differs(one, row, column)),
        bodies=_names_others(one, row),
    )


def _said_of(one: Recommendation, row: Row) -> list[str]:
    """The columns of which the row says something; a provisional number says nothing beside the final one."""
    said = [column for column, (name, _) in FIELDS.items() if getattr(row, name)]
    if row.year != one.year and not row.date:
        said.append("adopted_on")
    if _is_final(one) and _is_provisional(row):
        return [column for column in said if column not in NUMBERED]
    return said


def _differs(one: Recommendation, row: Row, column: str) -> bool:
    return bool(getattr(one, column_of(one, column)) != getattr(row, FIELDS[column][0]))


def _is_provisional(one: Recommendation | Row) -> bool:
    return is_provisional(one.mechanism, paragraph_parts(one.paragraph))


def _is_final(one: Recommendation | Row) -> bool:
    return bool(one.paragraph) and not _is_provisional(one)


def _is_a_translation(one: Recommendation, row: Row) -> bool:
    """Whether the row has no text in the language in which the recommendation came in."""
    first = min(one.wordings.all(), key=lambda wording: wording.pk, default=None)
    return first is not None and bool(row.texts) and first.language not in row.texts


def _addition(one: Recommendation, row: Row) -> Change:
    """What was not known: texts in languages that had none, the position, and so on.

    The final number of a recommendation takes the place of the provisional one.
    """
    languages = {wording.language for wording in one.wordings.all()}
    unknown = [
        column
        for column in PLACED
        if getattr(row, FIELDS[column][0]) and not getattr(one, column_of(one, column))
    ]
    if _is_final(row) and _is_provisional(one):
        unknown += [
            column for column in NUMBERED if getattr(row, FIELDS[column][0]) and column not in unknown
        ]
    return Change(
        one,
        row,
        languages=tuple(code for code in row.texts if code not in languages),
        fields=tuple(column for column in unknown if _differs(one, row, column)),
        only_adds=True,
    )


def texts_of(wording: RecommendationText) -> tuple[str, str, str]:
    """Heading, opening and text, as they stand."""
    return wording.heading, wording.opening, wording.text


def texts_in(row: Row, language: str) -> tuple[str, str, str]:
    """The same, as the file has them."""
    return row.headings.get(language, ""), row.openings.get(language, ""), row.texts[language]


def column_of(standing: Recommendation, name: str) -> str:
    return standing.position_column if name == "position" else name


def _codes(standing: Recommendation, attribute: str) -> set[str]:
    return {term.code for term in getattr(standing, attribute).all()}


def _named_codes(row: Row, attribute: str, joined: Joined) -> set[str]:
    """A theme that was joined to another here is that one, whatever the file goes on calling it."""
    return {joined.get((LISTS[attribute], code), code) for code in codes(row, attribute)}


def _lists_others(standing: Recommendation, row: Row, attribute: str, joined: Joined) -> bool:
    """Whether the file lists anything, and something else than what stands."""
    named = _named_codes(row, attribute, joined)
    return bool(named) and named != _codes(standing, attribute)


def _names_others(standing: Recommendation, row: Row) -> bool:
    """Whether bodies came or went, where the file names any; one that a department proposed is known."""
    known = {one.named for one in standing.lead_proposals.all()}
    imported = {one.named for one in standing.lead_proposals.all() if one.by_id is None}
    named = set(row.bodies)
    return bool(named and (imported - named or named - known))
