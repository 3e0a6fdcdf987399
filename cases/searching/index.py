"""Keeps what is searched in step with the texts: who writes texts calls :func:`refresh` in the same act."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from cases.models import Recommendation, SearchText, Translation, Version, VersionText
from cases.searching import matching
from cases.searching.words import searchable

BATCH = 500


@dataclass(frozen=True)
class Searched:
    """``kept`` holds the words of each row of ``of``, as ``wanted`` reads them from its texts."""

    kept: Any
    of: Any
    wanted: Callable[[Sequence[int]], Iterator[tuple[int, str]]]


def refresh(pks: Iterable[int]) -> None:
    """Write anew what is searched of the recommendations with these ids."""
    _refresh(RECOMMENDATIONS, pks)


def refresh_answers(pks: Iterable[int]) -> None:
    """Likewise of these versions of answers: a translation was revised."""
    _refresh(ANSWERS, pks)


def reindex(searched: Searched, on_progress: Callable[[int], None] = lambda seen: None) -> int:
    """Mend what differs from the texts, and build the database's index afresh; how many rows were mended.

    ``on_progress`` is told how many rows were looked at so far.
    """
    mended = seen = 0
    for batch in _batches(_all(searched)):
        strayed_here = dict(_strayed(searched, batch))
        _write(searched, strayed_here)
        mended, seen = mended + len(strayed_here), seen + len(batch)
        on_progress(seen)
    matching.rebuild(connection, searched.kept.index)
    return mended


def strayed(searched: Searched) -> Iterator[int]:
    """The ids of the rows of which something else is searched than their texts say."""
    for batch in _batches(_all(searched)):
        yield from (pk for pk, _words in _strayed(searched, batch))


def _refresh(searched: Searched, pks: Iterable[int]) -> None:
    for batch in _batches(sorted(pks)):
        _write(searched, dict(searched.wanted(batch)))


def _all(searched: Searched) -> list[int]:
    return list(searched.of.objects.order_by("pk").values_list("pk", flat=True))


def _strayed(searched: Searched, batch: Sequence[int]) -> Iterator[tuple[int, str]]:
    kept = dict(searched.kept.objects.filter(pk__in=batch).values_list("pk", "words"))
    return ((pk, words) for pk, words in searched.wanted(batch) if kept.get(pk) != words)


def _of_recommendations(batch: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The UN texts in all languages, what people call it, and where it stands."""
    for one in Recommendation.objects.filter(pk__in=batch).prefetch_related("wordings").order_by("pk"):
        texts = sorted(one.wordings.all(), key=lambda wording: wording.language)
        codes = (one.reference, one.symbol, one.paragraph, one.mechanism)
        yield one.pk, searchable((*codes, *(wording.text for wording in texts)))


def _of_versions(batch: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The full and the short text, and those of its revised translations."""
    revised: dict[int, list[str]] = {}
    for one in Translation.objects.revised().filter(source__in=batch).order_by("language", "number"):
        revised.setdefault(one.source_id, []).extend(one.texts)
    for version in Version.objects.filter(pk__in=batch).order_by("pk"):
        yield version.pk, searchable((*version.texts, *revised.get(version.pk, ())))


def _write(searched: Searched, words: dict[int, str]) -> None:
    searched.kept.objects.bulk_create(
        [searched.kept(of_id=pk, words=text) for pk, text in words.items()],
        update_conflicts=True,
        unique_fields=["of"],
        update_fields=["words"],
    )


def _batches(pks: Sequence[int]) -> Iterator[Sequence[int]]:
    return (pks[begins : begins + BATCH] for begins in range(0, len(pks), BATCH))


RECOMMENDATIONS = Searched(SearchText, Recommendation, _of_recommendations)
ANSWERS = Searched(VersionText, Version, _of_versions)
