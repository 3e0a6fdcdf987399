"""The controlled lists of an import: finds each entry by its code, and adds what is unknown, in bulk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from cases.importing.batches import BATCH
from cases.importing.rows import Entry, Row
from cases.models import Recommendation, Term, TermName

LISTS: dict[str, str] = {
    "recommending_states": Term.Vocabulary.STATE,
    "themes": Term.Vocabulary.THEME,
    "affected_persons": Term.Vocabulary.AFFECTED_PERSONS,
    "sdg_targets": Term.Vocabulary.SDG_TARGET,
}
"""Which attribute of a row and of a recommendation speaks of which list."""

Terms = dict[tuple[str, str], int]
"""The id of each term by (vocabulary, code)."""
Joined = dict[tuple[str, str], str]
"""By vocabulary and code of a theme that was joined to another: the code of that one."""


def terms_of(rows: Iterable[Row]) -> Terms:
    """Every term that the rows name; those that are unknown are made, with their names.

    A theme that was joined to another is that one; one that was retired is in use again. They are locked,
    so that nobody joins one (``settling/joining.py``) while recommendations are being tied to it.
    """
    named = _named(rows)
    held = Term.objects.filter(vocabulary__in=LISTS.values()).select_for_update(no_key=True)
    standing = {(one.vocabulary, one.code): one for one in held.order_by("pk")}
    known: Terms = {key: one.merged_into_id or one.pk for key, one in standing.items()}
    retired = [one.pk for key, one in standing.items() if one.retired_at and key in named]
    if retired:
        Term.objects.filter(pk__in=retired).update(retired_at=None)
    wholes = {key: found for key, found in named.items() if not any(entry.part_of for entry in found)}
    _make(wholes, known)
    _make({key: found for key, found in named.items() if key not in wholes}, known)
    joined = {key for key, one in standing.items() if one.merged_into_id}
    _give_names({key: found for key, found in named.items() if key not in joined}, known)
    return known


def joined_codes() -> Joined:
    """One query."""
    joined = Term.objects.filter(merged_into__isnull=False)
    return {
        (one, code): into for one, code, into in joined.values_list("vocabulary", "code", "merged_into__code")
    }


def tie(recommendations: list[tuple[Recommendation, Row]], known: Terms) -> None:
    """Tie recommendations that have no terms yet to those that their rows name."""
    for attribute, vocabulary in LISTS.items():
        through = getattr(Recommendation, attribute).through
        through.objects.bulk_create(
            [
                through(recommendation_id=recommendation.pk, term_id=pk)
                for recommendation, row in recommendations
                for pk in dict.fromkeys(known[vocabulary, code] for code in codes(row, attribute))
            ],
            batch_size=BATCH,
        )


def codes(row: Row, attribute: str) -> list[str]:
    """The codes that the row names in one of its lists, each once."""
    entries: tuple[Entry, ...] = getattr(row, attribute)
    return list(dict.fromkeys(entry.code for entry in entries))


def _named(rows: Iterable[Row]) -> dict[tuple[str, str], Counter[Entry]]:
    """How often each entry is named, by (vocabulary, code): one code may come with several wholes."""
    named: dict[tuple[str, str], Counter[Entry]] = {}
    for row in rows:
        for attribute, vocabulary in LISTS.items():
            for entry in getattr(row, attribute):
                named.setdefault((vocabulary, entry.code), Counter())[entry] += 1
    return named


def _make(named: dict[tuple[str, str], Counter[Entry]], known: Terms) -> None:
    unknown = [(key, _most_often(found)) for key, found in named.items() if key not in known]
    made = Term.objects.bulk_create(
        [
            Term(
                vocabulary=vocabulary,
                code=code,
                parent_id=known.get((vocabulary, entry.part_of.code)) if entry.part_of else None,
            )
            for (vocabulary, code), entry in unknown
        ],
        batch_size=BATCH,
    )
    known.update({(term.vocabulary, term.code): term.pk for term in made})


def _give_names(named: dict[tuple[str, str], Counter[Entry]], known: Terms) -> None:
    """Names in languages in which a term has none yet; a name that stands is left alone."""
    standing = set(
        TermName.objects.filter(of__vocabulary__in=LISTS.values()).values_list("of_id", "language")
    )
    wanted = {
        (known[key], language): name
        for key, found in named.items()
        for entry in reversed(list(found))
        for language, name in entry.names
    }
    TermName.objects.bulk_create(
        [
            TermName(of_id=pk, language=language, text=name)
            for (pk, language), name in wanted.items()
            if (pk, language) not in standing
        ],
        batch_size=BATCH,
    )


def _most_often(found: Counter[Entry]) -> Entry:
    """A sub-theme that files under several themes is a part of the one under which it stands most often."""
    return found.most_common(1)[0][0]
