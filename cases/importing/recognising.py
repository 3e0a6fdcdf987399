"""Which recommendation a row is about: by its own key, by one recorded before, or by document and text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cases.importing.matching import matched
from cases.importing.rows import Row
from cases.importing.terms import LISTS
from cases.models import KnownAs, Recommendation

SHOWN = ("wordings", "lead_proposals", *LISTS)
NEW = 0
"""What a person decides of a doubtful row: it is none of those that stand."""


@dataclass
class Recognised:
    """``elsewhere``: ids by the keys of rows that stand under another key; ``recorded``: which of these are
    known since an earlier import; ``doubtful``: why it is not certain which one a row is."""

    elsewhere: dict[str, int] = field(default_factory=dict)
    recorded: frozenset[str] = frozenset()
    doubtful: dict[str, str] = field(default_factory=dict)


def recognised(rows: Sequence[Row], source: str, decided: Mapping[str, int]) -> Recognised:
    """Of all rows of an edition at once. ``decided`` is what a person said: an id by key, or ``NEW``."""
    keys = {row.key for row in rows}
    recorded = {key: pk for key, pk in _recorded(source) if key in keys}
    found = matched(rows, source)
    elsewhere = {**found.same, **recorded, **{key: pk for key, pk in decided.items() if pk != NEW}}
    for key, pk in decided.items():
        if pk == NEW:
            elsewhere.pop(key, None)
    doubtful = {
        key: why for key, why in found.doubtful.items() if key not in decided and key not in elsewhere
    }
    return Recognised(elsewhere, frozenset(recorded), doubtful)


def standing(source: str, keys: Iterable[str]) -> dict[str, Recommendation]:
    """By key, those that have these keys as their own, with all that is compared."""
    known = Recommendation.objects.filter(source=source, source_key__in=list(keys))
    return {one.source_key: one for one in known.prefetch_related(*SHOWN)}


def with_ids(pks: Iterable[int]) -> dict[int, Recommendation]:
    return Recommendation.objects.prefetch_related(*SHOWN).in_bulk(list(pks))


def _recorded(source: str) -> Iterator[tuple[str, int]]:
    rows = KnownAs.objects.filter(source=source).order_by("pk")
    return iter(rows.values_list("source_key", "recommendation_id"))
