"""Keeps what is searched in step with the texts: who writes texts calls :func:`refresh` in the same act."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.db import connection

from cases.models import Recommendation
from cases.models.search import SearchText
from cases.searching import matching
from cases.searching.words import searchable

BATCH = 500


def refresh(pks: Iterable[int]) -> None:
    """Write anew what is searched of the recommendations with these ids."""
    for batch in _batches(sorted(pks)):
        _write(dict(_wanted(batch)))


def reindex(on_progress: Callable[[int], None] = lambda seen: None) -> int:
    """Mend what differs from the texts, and build the database's index afresh; how many rows were mended.

    ``on_progress`` is told how many recommendations were looked at so far.
    """
    mended = seen = 0
    for batch in _batches(_all()):
        strayed = dict(_strayed(batch))
        _write(strayed)
        mended, seen = mended + len(strayed), seen + len(batch)
        on_progress(seen)
    matching.rebuild(connection)
    return mended


def strayed() -> Iterator[int]:
    """The ids of the recommendations of which something else is searched than their texts say."""
    for batch in _batches(_all()):
        yield from (pk for pk, _words in _strayed(batch))


def _all() -> list[int]:
    return list(Recommendation.objects.order_by("pk").values_list("pk", flat=True))


def _strayed(batch: Sequence[int]) -> Iterator[tuple[int, str]]:
    kept = dict(SearchText.objects.filter(pk__in=batch).values_list("pk", "words"))
    return ((pk, words) for pk, words in _wanted(batch) if kept.get(pk) != words)


def _wanted(batch: Sequence[int]) -> Iterator[tuple[int, str]]:
    """What is to be searched: the UN texts in all languages, what people call it, and where it stands."""
    for one in Recommendation.objects.filter(pk__in=batch).prefetch_related("wordings").order_by("pk"):
        texts = sorted(one.wordings.all(), key=lambda wording: wording.language)
        codes = (one.reference, one.symbol, one.paragraph, one.mechanism)
        yield one.pk, searchable((*codes, *(wording.text for wording in texts)))


def _write(words: dict[int, str]) -> None:
    SearchText.objects.bulk_create(
        [SearchText(of_id=pk, words=text) for pk, text in words.items()],
        update_conflicts=True,
        unique_fields=["of"],
        update_fields=["words"],
    )


def _batches(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    return (pks[begins : begins + BATCH] for begins in range(0, len(pks), BATCH))
