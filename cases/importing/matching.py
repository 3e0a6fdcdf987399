"""Finds the recommendation that a row is about, where its own key says nothing: it is known from elsewhere.

From another source, under provisional or final numbering, or in another language. The document must be the
same, then the paragraph tells, then the text (``sameness.py``). Only what is certain is matched; what may be
one and may be another is for a person, with a sentence. Texts of other documents that say the same thing are
no matches: each keeps its case (``cases/alike``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count
from django.utils.translation import gettext as _

from cases.importing.rows import Row
from cases.importing.same_documents import document_of, same_documents
from cases.importing.sameness import Document, Likeness, Placed, paragraph_parts, ways_to_write
from cases.models import KnownAs, Recommendation, RecommendationText, Term


@dataclass
class Matched:
    """``same``: by the key of a row, the id of its recommendation. ``doubtful``: why it is not certain."""

    same: dict[str, int] = field(default_factory=dict)
    doubtful: dict[str, str] = field(default_factory=dict)


def matched(rows: Sequence[Row], source: str) -> Matched:
    """Look up all rows of one edition of ``source``. Rows that are known by their own key are left out.

    A recommendation that another row of the edition has by its key is taken. As many queries for any number.
    """
    keys = {row.key for row in rows}
    known = _known(source)
    taken = {pk for key, pk in known.items() if key in keys}
    standing = [one for one in _standing(rows) if one.pk not in taken]
    if not standing:
        return Matched()
    search = _Search(standing, own=set(known.values()))
    placed = [_of_row(row) for row in rows if row.key not in known]
    search.align(placed)
    for one in placed:
        search.add(one)
    return search.result()


def comparisons(rows: Iterable[Row]) -> int:
    """How many pairs of a row and a recommendation :func:`matched` looks at, at the most. One query."""
    named = Counter(row.mechanism for row in rows)
    standing = Recommendation.objects.filter(mechanism__in=named).values_list("mechanism")
    return sum(named[mechanism] * count for mechanism, count in standing.annotate(Count("pk")).order_by())


class _Search:
    """Passes over the rows, so that a text that is only near takes nothing from one that is the same.

    ``own`` are those that an earlier edition of this source had, and that this one has not under their keys.
    """

    def __init__(self, standing: Sequence[Placed], own: set[int]) -> None:
        self._own = own
        self._standing = standing
        self._aligned: dict[Document, list[Placed]] = {}
        self._under: dict[Document, list[Placed]] = defaultdict(list)
        for one in standing:
            for document in one.documents():
                self._under[document].append(one)
        self._rows: list[tuple[Placed, list[Placed]]] = []
        self._taken: set[int] = set()
        self._found = Matched()

    def align(self, rows: Sequence[Placed]) -> None:
        """Find documents that are one although their names do not tell (``same_documents.py``)."""
        by_name: dict[Document, list[Placed]] = defaultdict(list)
        for one in self._standing:
            if one.documents():
                by_name[document_of(one)].append(one)
        found = same_documents(rows, self._standing)
        self._aligned = {document: by_name[name] for document, name in found.items()}

    def add(self, row: Placed) -> None:
        near = {one.pk: one for document in row.documents() for one in self._under.get(document, ())}
        aligned = self._aligned.get(document_of(row), []) if row.documents() else []
        found = {one.pk: one for one in [*(one for one in near.values() if one.is_of(row)), *aligned]}
        within = list(found.values())
        if within:
            self._rows.append((row, within))

    def result(self) -> Matched:
        waiting = [pair for pair in self._rows if not self._sees_the_same(*pair)]
        at_paragraph: dict[tuple[Document, tuple[str, ...]], int] = defaultdict(int)
        for row, _within in waiting:
            at_paragraph[row.documents()[0], row.paragraph] += 1
        for row, within in waiting:
            alone = at_paragraph[row.documents()[0], row.paragraph] == 1
            if not self._at_its_paragraph(row, within, alone=alone):
                self._by_text(row, within)
        self._corrected([pair for pair in waiting if self._is_open(pair[0])])
        return self._found

    def _corrected(self, left: Sequence[tuple[Placed, list[Placed]]]) -> None:
        """A text without a number that the source has no more, and another of its States in its place."""
        pairs = [
            (row, one)
            for row, within in left
            for one in self._free(within)
            if one.pk in self._own and _is_corrected(row, one)
        ]
        for row, one in pairs:
            ways = [each for its, each in pairs if its is row]
            if len(ways) == 1 and sum(each is one for _row, each in pairs) == 1:
                self._take(row, ways)
            elif self._is_open(row):
                self._doubt(row, ways)

    def _is_open(self, row: Placed) -> bool:
        return row.key not in self._found.same and row.key not in self._found.doubtful

    def _sees_the_same(self, row: Placed, within: list[Placed]) -> bool:
        """Paragraph and text agree; where it was entered several times, the first that is free."""
        here = [one for one in _numbered_as(row, within) if row.reads_like(one) is Likeness.SAME]
        return self._take(row, self._free(here)[:1])

    def _at_its_paragraph(self, row: Placed, within: list[Placed], *, alone: bool) -> bool:
        """The text was revised, or stands in a language that the other has not."""
        here = self._free(_numbered_as(row, within))
        revised = [one for one in here if row.reads_like(one) >= Likeness.NEAR]
        unread = [one for one in here if row.reads_like(one) is Likeness.UNKNOWN]
        if len(revised) == 1 or (not revised and len(unread) == 1 and alone):
            return self._take(row, revised or unread)
        around = [one for one in self._free(within) if row.overlaps(one) and row.may_hold(one)]
        if doubtful := here or around:
            self._doubt(row, revised or unread or doubtful)
        return bool(doubtful)

    def _by_text(self, row: Placed, within: list[Placed]) -> None:
        """The paragraph says nothing, or is another in the draft of the report than in the report."""
        others = [one for one in self._free(within) if _may_be_renumbered(row, one) and not _clash(row, one)]
        same = [one for one in others if row.reads_like(one) is Likeness.SAME]
        near = [one for one in others if row.reads_like(one) is Likeness.VERY_NEAR]
        if len(same) == 1 or (not same and len(near) == 1 and near[0].states & row.states):
            self._take(row, same or near)
        elif same or near:
            self._doubt(row, same or near)

    def _free(self, found: Iterable[Placed]) -> list[Placed]:
        return [one for one in found if one.pk not in self._taken]

    def _take(self, row: Placed, found: Sequence[Placed]) -> bool:
        for one in found:
            self._taken.add(one.pk)
            self._found.same[row.key] = one.pk
        return bool(found)

    def _doubt(self, row: Placed, found: Sequence[Placed]) -> None:
        named = ", ".join(one.reference for one in found[:5])
        if len(found) == 1:
            sentence = _("It may be %(reference)s, which stands at the same place or reads much like it.")
        else:
            sentence = _("It may be any of %(reference)s; it is not certain which.")
        self._found.doubtful[row.key] = sentence % {"reference": named}


def _numbered_as(row: Placed, within: Iterable[Placed]) -> list[Placed]:
    return [one for one in within if row.paragraph and one.place == row.place]


def _is_corrected(row: Placed, other: Placed) -> bool:
    nowhere = not row.paragraph and not other.paragraph
    return nowhere and row.states == other.states and row.reads_like(other) >= Likeness.NEAR


def _may_be_renumbered(row: Placed, other: Placed) -> bool:
    """Two numbers of one counting are two recommendations, whatever they say."""
    if not (row.paragraph and other.paragraph):
        return True
    return row.paragraph != other.paragraph and row.is_provisional != other.is_provisional


def _clash(row: Placed, other: Placed) -> bool:
    """Several States ask for the same thing in the same words, each in a recommendation of its own."""
    return bool(row.states and other.states and not row.states & other.states)


def _of_row(row: Row) -> Placed:
    return Placed(
        key=row.key,
        mechanism=row.mechanism,
        cycle=row.cycle,
        session=row.session,
        symbol=row.symbol,
        year=row.year,
        paragraph=paragraph_parts(row.paragraph),
        states=frozenset(state.code for state in row.recommending_states),
        texts={code: ways_to_write(row.openings.get(code, ""), text) for code, text in row.texts.items()},
    )


def _known(source: str) -> dict[str, int]:
    """The recommendations by the keys of this source: their own, and those under which they are known too."""
    also = KnownAs.objects.filter(source=source).values_list("source_key", "recommendation")
    own = Recommendation.objects.filter(source=source).values_list("source_key", "pk")
    return {**dict(also), **dict(own)}


def _standing(rows: Iterable[Row]) -> list[Placed]:
    """What stands of the mechanisms that the rows name, in the order of their documents."""
    of_mechanisms = Recommendation.objects.filter(mechanism__in={row.mechanism for row in rows})
    found = list(of_mechanisms.order_by("place", "pk"))
    if not found:
        return []
    texts: dict[int, dict[str, frozenset[str]]] = defaultdict(dict)
    for wording in RecommendationText.objects.filter(of__in=of_mechanisms):
        texts[wording.of_id][wording.language] = ways_to_write(wording.opening, wording.text)
    states: dict[int, set[str]] = defaultdict(set)
    of_states = Term.objects.filter(vocabulary=Term.Vocabulary.STATE, recommended__in=of_mechanisms)
    for pk, code in of_states.values_list("recommended", "code"):
        states[pk].add(code)
    return [_of_standing(one, texts[one.pk], states[one.pk]) for one in found]


def _of_standing(one: Recommendation, texts: dict[str, frozenset[str]], states: set[str]) -> Placed:
    return Placed(
        key=one.source_key,
        mechanism=one.mechanism,
        cycle=one.cycle,
        session=one.session,
        symbol=one.symbol,
        year=one.year,
        paragraph=paragraph_parts(one.paragraph),
        states=frozenset(states),
        texts=texts,
        pk=one.pk,
        reference=one.reference,
    )
