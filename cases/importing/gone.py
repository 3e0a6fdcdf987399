"""What stood in an earlier edition of a source and is missing from this one: told, and left as it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator
from typing import NamedTuple

from django.db.models import F

from cases.importing.formats import FORMATS
from cases.models import Case, Import, KnownAs, Recommendation
from cases.people.models import User


class Gone(NamedTuple):
    """A recommendation that is no longer in the file."""

    pk: int
    reference: str


class _Stood(NamedTuple):
    pk: int
    reference: str
    document: tuple[str, str]


def gone_from(source: str, *, known: Container[int], keys: Container[str]) -> list[Gone]:
    """Those of ``source`` that have none of the ``keys`` of a file and are not ``known`` to be in it.

    None where the file has nothing that stands: then it is another list, not another edition. A list of the
    UN's about one document (``of_documents`` of its format) says nothing of other documents. Two queries.
    """
    stood, keys_of = list(_stood(source)), _keys_of(source)
    shared = {one.document for one in stood if one.pk in known}
    anywhere = bool(shared) and not getattr(FORMATS.get(source), "of_documents", False)
    return [
        Gone(one.pk, one.reference)
        for one in stood
        if (anywhere or one.document in shared)
        and one.pk not in known
        and not any(key in keys for key in keys_of[one.pk])
    ]


def gone_from_staged(one: Import, by: User) -> list[Gone]:
    """The same, of a file that was read and is not confirmed yet; without those hidden from ``by``."""
    rows = list(one.rows.values_list("key", "recommendation_id"))
    gone = gone_from(one.source, known={pk for _key, pk in rows}, keys={key for key, _pk in rows})
    restricted = Case.objects.filter(restricted=True)
    hidden = restricted.exclude(pk__in=restricted.not_hidden_from(by).values("pk"))
    of_hidden = set(hidden.values_list("recommendation_id", flat=True)) if gone else set()
    return [each for each in gone if each.pk not in of_hidden]


def _stood(source: str) -> Iterator[_Stood]:
    also = KnownAs.objects.filter(source=source).values("recommendation")
    found = Recommendation.objects.filter(source=source) | Recommendation.objects.filter(pk__in=also)
    rows = found.order_by("place", "pk").values_list("pk", "reference", "mechanism", "symbol")
    return (_Stood(pk, reference, (mechanism, symbol)) for pk, reference, mechanism, symbol in rows)


def _keys_of(source: str) -> dict[int, list[str]]:
    own = Recommendation.objects.filter(source=source).values_list("pk", "source_key")
    also = KnownAs.objects.filter(source=source).values_list(F("recommendation"), "source_key")
    keys: dict[int, list[str]] = defaultdict(list)
    for pk, key in own.union(also, all=True):
        keys[pk].append(key)
    return keys
