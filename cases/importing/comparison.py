"""Compares the rows of an edition with the recommendations that stand: new, changed, same, needs a look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from django.utils.translation import gettext as _

from cases.importing.batches import batches
from cases.importing.change import Change, change_of
from cases.importing.recognising import Recognised, recognised, standing, with_ids
from cases.importing.rows import Problem, Row
from cases.importing.sameness import bare
from cases.importing.terms import Joined, joined_codes
from cases.models import Recommendation


@dataclass
class Comparison:
    """``moved`` are known recommendations that moved within their file, which is no change.

    ``known_as`` are keys of this source that stand under another one, to be recorded.
    """

    new: list[tuple[Row, int]] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    same: list[tuple[Row, Recommendation]] = field(default_factory=list)
    moved: list[Recommendation] = field(default_factory=list)
    known_as: list[tuple[Recommendation, Row]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def compare(rows: list[Row], source: str, decided: Mapping[str, int] | None = None) -> Comparison:
    """Read what stands under the keys of ``rows``, in batches, and sort the rows by what is to be done.

    ``decided`` says of keys that were doubtful which recommendation they are (``recognising.py``).
    """
    sorting = _Sorting(source, recognised(rows, source, decided or {}), joined_codes())
    for batch in batches(rows):
        sorting.sort(batch)
    return sorting.found


class _Sorting:
    """The rows of one edition, batch by batch."""

    def __init__(self, source: str, about: Recognised, joined: Joined) -> None:
        self.source, self.about, self.joined = source, about, joined
        self.found = Comparison()
        self._lines: dict[int, int] = {}
        self._places = count(1)

    def sort(self, batch: Sequence[Row]) -> None:
        own = standing(self.source, [row.key for row in batch])
        others = with_ids(self.about.elsewhere[row.key] for row in batch if row.key in self.about.elsewhere)
        for row, place in zip(batch, self._places, strict=False):
            one = own.get(row.key) or others.get(self.about.elsewhere.get(row.key, 0))
            if why := self._why_not(row, one, is_own=row.key in own):
                self.found.problems.append(Problem(row.line, row.key, why, row))
            elif one is None:
                self.found.new.append((row, place))
            else:
                self._sort_known(row, place, one)

    def _why_not(self, row: Row, one: Recommendation | None, *, is_own: bool) -> str:
        if one is None:
            return self.about.doubtful.get(row.key, "")
        if is_own and _is_another(one, row):
            sentence = _(
                "Its key is that of %(reference)s, which says something else. If this is another list, give "
                "it a source of its own."
            )
            return sentence % {"reference": one.reference}
        if (before := self._lines.setdefault(one.pk, row.line)) != row.line:
            sentence = _("It is %(reference)s, and so is line %(line)d of this file.")
            return sentence % {"reference": one.reference, "line": before}
        return ""

    def _sort_known(self, row: Row, place: int, one: Recommendation) -> None:
        if one.source_key != row.key and row.key not in self.about.recorded:
            self.found.known_as.append((one, row))
        if one.source == self.source and one.place != place:
            one.place = place
            self.found.moved.append(one)
        change = change_of(one, row, self.joined, source=self.source)
        if change:
            self.found.changed.append(change)
        else:
            self.found.same.append((row, one))


def _is_another(standing: Recommendation, row: Row) -> bool:
    """Another mechanism, or both another year and another paragraph: that is no correction.

    With the same words it is: what a draft report of one year numbered, the report of the next numbers anew.
    """
    elsewhere = (standing.year, standing.paragraph)
    return standing.mechanism != row.mechanism or (
        all(one != other for one, other in zip(elsewhere, (row.year, row.paragraph), strict=True))
        and not any(
            bare(wording.text) == bare(row.texts.get(wording.language, ""))
            for wording in standing.wordings.all()
        )
    )
