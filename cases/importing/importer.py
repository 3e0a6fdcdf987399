"""The one importer, whatever the layout: previews an edition, or brings it in, all or nothing.

Known recommendations are revised, new ones get a case; cases, leads and narratives are never touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cases.importing import bodies
from cases.importing.comparison import BATCH, FIELDS, Change, Comparison, compare
from cases.importing.edition import Edition
from cases.importing.references import free_reference, reference_of
from cases.importing.rows import BadFile, Problem, Row
from cases.importing.terms import LISTS, Terms, terms_of, tie
from cases.models import Case, FormerText, Import, Recommendation, RecommendationText, Round
from cases.people.models import User
from cases.rounds import rounds
from cases.searching import index

Progress = Callable[[int, int], None]
"""Told how many of how many new recommendations are written."""


@dataclass
class Report:
    """What came of an edition, or would come of it. ``problems`` are the lines that need a look."""

    new: int = 0
    changed: int = 0
    same: int = 0
    problems: list[Problem] = field(default_factory=list)
    changes: list[tuple[int, str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    added: list[str] = field(default_factory=list)
    recognised: int = 0
    superseded_by: str = ""


class NotAllGood(Exception):  # noqa: N818 - named after what the person hit
    """Some lines need a look, so nothing was imported. ``report`` counts nothing and names them."""

    def __init__(self, report: Report) -> None:
        super().__init__("Nothing was imported.")
        self.report = report


def preview(edition: Edition) -> Report:
    """What :func:`bring_in` would do with the good rows. Changes nothing."""
    if newer := _newer_edition(edition):
        return Report(same=len(edition.rows), superseded_by=newer)
    return _report(edition, compare(edition.rows, edition.source))


def bring_in(
    edition: Edition, *, now: datetime, by: User | None = None, on_progress: Progress = lambda done, all: None
) -> Report:
    """Import the edition in one transaction. A second time it changes nothing.

    Raises :class:`NotAllGood` where lines need a look, unless ``edition.without_bad_rows()`` was given;
    :class:`BadFile` where another import was quicker.
    """
    with _alone():
        return _brought_in(edition, now, by, on_progress)


def bring_in_with_departments(
    edition: Edition, *, now: datetime, by: User | None = None, on_progress: Progress = lambda done, all: None
) -> Report:
    """The same, and every body that is unknown becomes a department first."""
    with _alone():
        added = bodies.add_departments(edition.rows)
        report = _brought_in(edition, now, by, on_progress)
        report.added = added
        return report


@contextmanager
def _alone() -> Iterator[None]:
    """One transaction, which a second import at the same moment does not survive."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        sentence = _("Somebody else imported at the same moment; nothing was imported here. Try again.")
        raise BadFile(sentence) from error


def _brought_in(edition: Edition, now: datetime, by: User | None, on_progress: Progress) -> Report:
    if newer := _newer_edition(edition):
        return Report(same=len(edition.rows), superseded_by=newer)
    found = compare(edition.rows, edition.source)
    report = _report(edition, found)
    if report.problems and edition.all_or_nothing:
        raise NotAllGood(Report(problems=report.problems, notes=report.notes))
    known = bodies.known_bodies()
    if found.new or found.changed:
        terms = terms_of(edition.rows)
        _add(found.new, edition, terms, known, rounds.current_or_opened(now), on_progress)
        _revise(found.changed, terms, known, now)
    Recommendation.objects.bulk_update(found.moved, ["place"], batch_size=BATCH)
    report.recognised = bodies.recognise_anew(edition.source, known)
    _keep(edition, report, now, by)
    return report


def _add(
    new: list[tuple[Row, int]],
    edition: Edition,
    terms: Terms,
    known: bodies.Known,
    asked_in: Round,
    on_progress: Progress,
) -> None:
    taken = set(Recommendation.objects.values_list("reference", flat=True))
    for begins in range(0, len(new), BATCH):
        batch = new[begins : begins + BATCH]
        made = Recommendation.objects.bulk_create(
            [_recommendation(row, place, edition.source, taken) for row, place in batch]
        )
        pairs = [(one, row) for one, (row, _place) in zip(made, batch, strict=True)]
        _write_texts(pairs)
        index.refresh(one.pk for one in made)
        tie(pairs, terms)
        bodies.propose(pairs, known)
        Case.objects.bulk_create([Case(recommendation=one, round=asked_in) for one in made])
        on_progress(begins + len(batch), len(new))


def _recommendation(row: Row, place: int, source: str, taken: set[str]) -> Recommendation:
    reference = free_reference(reference_of(row), taken)
    values = {column: getattr(row, name) for column, (name, _label) in FIELDS.items()}
    return Recommendation(reference=reference, source=source, source_key=row.key, place=place, **values)


def _write_texts(pairs: list[tuple[Recommendation, Row]]) -> None:
    RecommendationText.objects.bulk_create(
        [
            RecommendationText(of=one, language=language, text=text)
            for one, row in pairs
            for language, text in row.texts.items()
        ],
        batch_size=BATCH,
    )


def _revise(changed: list[Change], terms: Terms, known: bodies.Known, now: datetime) -> None:
    for change in changed:
        for column in change.fields:
            setattr(change.recommendation, change.column_of(column), getattr(change.row, FIELDS[column][0]))
    of_fields = [change.recommendation for change in changed if change.fields]
    Recommendation.objects.bulk_update(of_fields, [*FIELDS, "position_in_source"], batch_size=100)
    _keep_former_texts(changed, now)
    _revise_texts(changed)
    index.refresh(change.recommendation.pk for change in changed)
    _revise_lists(changed, terms)
    bodies.propose_anew([(one.recommendation, one.row) for one in changed if one.bodies], known)


def _keep_former_texts(changed: list[Change], now: datetime) -> None:
    FormerText.objects.bulk_create(
        [
            FormerText(of=one.recommendation, language=former.language, text=former.text, until=now)
            for one in changed
            for former in one.recommendation.wordings.all()
            if former.language in one.languages
        ],
        batch_size=BATCH,
    )


def _revise_texts(changed: list[Change]) -> None:
    RecommendationText.objects.bulk_create(
        [
            RecommendationText(of=one.recommendation, language=language, text=one.row.texts[language])
            for one in changed
            for language in one.languages
        ],
        update_conflicts=True,
        unique_fields=["of", "language"],
        update_fields=["text"],
        batch_size=BATCH,
    )


def _revise_lists(changed: list[Change], terms: Terms) -> None:
    for attribute in LISTS:
        concerned = [change for change in changed if attribute in change.lists]
        through = getattr(Recommendation, attribute).through
        through.objects.filter(recommendation__in=[one.recommendation.pk for one in concerned]).delete()
    tie([(one.recommendation, _only(one.row, one.lists)) for one in changed if one.lists], terms)


def _only(row: Row, lists: tuple[str, ...]) -> Row:
    """The row with those lists only that are to be written anew."""
    kept = Row(row.line, row.key)
    for attribute in lists:
        setattr(kept, attribute, getattr(row, attribute))
    return kept


def _report(edition: Edition, found: Comparison) -> Report:
    return Report(
        new=len(found.new),
        changed=len(found.changed),
        same=found.same,
        problems=sorted([*edition.problems, *found.problems], key=lambda one: one.line),
        changes=[(one.row.line, one.recommendation.reference, one.in_words()) for one in found.changed],
        notes=edition.notes,
        unknown=bodies.unknown_bodies(edition.rows, bodies.known_bodies()),
    )


def _newer_edition(edition: Edition) -> str:
    """The name of an edition of this source that came after this very file was imported, if any did."""
    of_source = Import.objects.standing().filter(source=edition.source)
    last = of_source.filter(sha256=edition.sha256).aggregate(Max("pk"))["pk__max"]
    newer = of_source.filter(pk__gt=last).order_by("-pk").first() if last else None
    return newer.file_name if newer else ""


def _keep(edition: Edition, report: Report, now: datetime, by: User | None) -> None:
    """Keep that this file was imported; once, unless it brought something again."""
    known = Import.objects.standing().filter(source=edition.source, sha256=edition.sha256).exists()
    if known and not (report.new or report.changed):
        return
    Import.objects.create(
        file_name=edition.file_name[:255],
        sha256=edition.sha256,
        source=edition.source,
        at=now,
        read_at=now,
        written_at=now,
        by=by,
        new=report.new,
        changed=report.changed,
        same=report.same,
        skipped=len(report.problems),
    )
