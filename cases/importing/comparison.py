"""Compares the rows of an edition with the recommendations that stand: new, changed, same, needs a look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.importing.rows import Problem, Row
from cases.importing.terms import LISTS, codes, joined_codes
from cases.models import Recommendation

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

BATCH = 500

# fmt: off
FIELDS: dict[str, tuple[str, StrOrPromise]] = {
    "mechanism":  ("mechanism",  gettext_lazy("mechanism")),
    "cycle":      ("cycle",      gettext_lazy("cycle")),
    "session":    ("session",    gettext_lazy("session")),
    "symbol":     ("symbol",     gettext_lazy("document symbol")),
    "paragraph":  ("paragraph",  gettext_lazy("paragraph")),
    "year":       ("year",       gettext_lazy("year")),
    "adopted_on": ("date",       gettext_lazy("date of the document")),
    "position":   ("position",   gettext_lazy("position")),
}
"""Column of a recommendation → attribute of a row, and what people call it."""
_LISTS = {
    "recommending_states": gettext_lazy("recommending states"),
    "themes": gettext_lazy("themes"),
    "affected_persons": gettext_lazy("affected persons"),
    "sdg_targets": gettext_lazy("SDG targets"),
}
# fmt: on


Joined = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Change:
    """A known recommendation, its row in this edition, and in what they differ."""

    recommendation: Recommendation
    row: Row
    languages: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    bodies: bool = False

    def __bool__(self) -> bool:
        return bool(self.languages or self.lists or self.fields or self.bodies)

    def in_words(self) -> str:
        texts = [_("text (%(language)s)") % {"language": language} for language in self.languages]
        fields = [self._field_in_words(name) for name in self.fields]
        lists = [str(_LISTS[name]) for name in self.lists]
        return ", ".join([*texts, *fields, *lists, *([_("bodies named")] if self.bodies else [])])

    def _field_in_words(self, name: str) -> str:
        if name == "position" and self.recommendation.position_decided:
            return _("position in the file (the decision that is recorded here stands)")
        return str(FIELDS[name][1])

    def column_of(self, name: str) -> str:
        """The column in which what the file says is kept."""
        return column_of(self.recommendation, name)


@dataclass
class Comparison:
    """``places`` are known recommendations that moved within their file, which is no change."""

    new: list[tuple[Row, int]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: int = 0
    moved: list[Recommendation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def compare(rows: list[Row], source: str) -> Comparison:
    """Read what stands under the keys of ``rows``, in batches, and sort the rows by what is to be done."""
    found, joined = Comparison(), joined_codes()
    for begins in range(0, len(rows), BATCH):
        batch = rows[begins : begins + BATCH]
        standing = {one.source_key: one for one in _standing(source, [row.key for row in batch])}
        for place, row in enumerate(batch, start=begins + 1):
            _sort_in(row, place, standing.get(row.key), found, joined)
    return found


def _sort_in(
    row: Row, place: int, standing: Recommendation | None, found: Comparison, joined: Joined
) -> None:
    if standing is None:
        found.new.append((row, place))
        return
    if _is_another(standing, row):
        sentence = _("Its key is that of %(reference)s. Is it another source? Name it with --source.")
        found.problems.append(Problem(row.line, row.key, sentence % {"reference": standing.reference}))
        return
    if standing.place != place:
        standing.place = place
        found.moved.append(standing)
    change = change_of(standing, row, joined)
    if change:
        found.changed.append(change)
    else:
        found.same += 1


def change_of(standing: Recommendation, row: Row, joined: Joined) -> Change:
    """In what the row differs. A language that the file has no text in keeps the text that stands."""
    texts = {wording.language: wording.text for wording in standing.wordings.all()}
    return Change(
        standing,
        row,
        languages=tuple(one for one, text in row.texts.items() if texts.get(one) != text),
        lists=tuple(one for one in LISTS if _codes(standing, one) != _named_codes(row, one, joined)),
        fields=tuple(
            one
            for one, (name, _) in FIELDS.items()
            if getattr(standing, column_of(standing, one)) != getattr(row, name)
        ),
        bodies=_names_others(standing, row),
    )


def column_of(standing: Recommendation, name: str) -> str:
    return standing.position_column if name == "position" else name


def _standing(source: str, keys: list[str]) -> Iterator[Recommendation]:
    known = Recommendation.objects.filter(source=source, source_key__in=keys)
    return iter(known.prefetch_related("wordings", "lead_proposals", *LISTS))


def _is_another(standing: Recommendation, row: Row) -> bool:
    """Another mechanism, or both another year and another paragraph: that is no correction."""
    elsewhere = (standing.year, standing.paragraph)
    return standing.mechanism != row.mechanism or all(
        one != other for one, other in zip(elsewhere, (row.year, row.paragraph), strict=True)
    )


def _codes(standing: Recommendation, attribute: str) -> set[str]:
    return {term.code for term in getattr(standing, attribute).all()}


def _named_codes(row: Row, attribute: str, joined: Joined) -> set[str]:
    """A theme that was joined to another here is that one, whatever the file goes on calling it."""
    return {joined.get((LISTS[attribute], code), code) for code in codes(row, attribute)}


def _names_others(standing: Recommendation, row: Row) -> bool:
    """Whether bodies of the file came or went; a body that a department proposed is known already."""
    known = {one.named for one in standing.lead_proposals.all()}
    imported = {one.named for one in standing.lead_proposals.all() if one.by_id is None}
    return bool(imported - set(row.bodies) or set(row.bodies) - known)
