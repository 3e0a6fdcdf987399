"""Keeps the rows of a file that was read, each with what would be done with it, until somebody confirms.

The worker calls it (``waiting.py``); ``mending.py`` puts single rows right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.importing import bodies
from cases.importing.batches import batches
from cases.importing.edition import Edition
from cases.importing.found import Found, found_in, newer_edition
from cases.importing.plain_rows import as_plain, from_plain
from cases.importing.rows import Problem, Row
from cases.models import Import, StagedRow
from cases.models.imports import AGAIN

MOST_NAMED = 20
MOST_MENDED = 500
"""More rows are not mended by hand; it keeps the question to the database short."""
NEW, CHANGED, SAME, LOOK = (
    StagedRow.Standing.NEW,
    StagedRow.Standing.CHANGED,
    StagedRow.Standing.SAME,
    StagedRow.Standing.LOOK,
)


def stage(one: Import, edition: Edition, *, now: datetime) -> None:
    """Keep all rows of the edition in the place of those that were kept before. Not one transaction: how far
    it is can be seen meanwhile, and it counts only once ``read_at`` is set. It ends where somebody left the
    import meanwhile, or another worker has it."""
    edition = with_what_was_mended(edition)
    rows = sorted(_staged(one, edition), key=lambda row: (row.line, row.key))
    if not Import.objects.held(one).update(done=0, total=len(rows)):
        return
    one.rows.all().delete()
    for place, row in enumerate(rows):
        row.place = place
    done = 0
    for batch in batches(rows):
        StagedRow.objects.bulk_create(batch)
        done += len(batch)
        if not Import.objects.held(one).update(done=done):
            return
    count(one)
    notes = [*edition.notes, *_about(rows, edition)]
    read = {"read_at": now, "source": edition.source[:60], "notes": notes, "lease_until": None, "tries": 0}
    Import.objects.held(one).update(**read)


def with_what_was_mended(edition: Edition) -> Edition:
    """The same file sent again: rows that somebody put right before it was imported are so again."""
    lines = Counter(problem.line for problem in edition.problems)
    earlier = (
        StagedRow.objects.exclude(mended={})
        .exclude(standing=LOOK)
        .filter(
            of__in=Import.objects.standing().filter(source=edition.source, sha256=edition.sha256),
            line__in=[line for line, count in lines.items() if count == 1][:MOST_MENDED],
        )
    )
    mended = {staged.line: from_plain(staged.row) for staged in earlier.order_by("of__written_at")}
    taken = {row.key for row in edition.rows}
    again = {line: row for line, row in mended.items() if row.key not in taken}
    problems = [problem for problem in edition.problems if problem.line not in again]
    return replace(edition, rows=[*edition.rows, *again.values()], problems=problems)


def edition_of(one: Import) -> Edition:
    """The edition as its staged rows say it, mended where somebody mended them."""
    rows: list[Row] = []
    problems: list[Problem] = []
    decided: dict[str, int] = {}
    for staged in one.rows.order_by("place").iterator():
        row = from_plain(staged.row)
        if "is" in staged.mended:
            decided[row.key] = staged.mended["is"]
        if staged.standing == LOOK:
            problems.append(Problem(staged.line, staged.key, staged.reason, row))
        else:
            rows.append(row)
    read = Edition(one.file_name, one.sha256, one.source, rows, problems, one.notes, decided=decided)
    return read.without_bad_rows()


def stage_again(one: Import, *, now: datetime) -> None:
    """Look anew what would be done: what stands has changed. What was mended stays so."""
    mended = {row.key: row.mended for row in one.rows.exclude(mended={}).iterator()}
    edition = edition_of(one)
    again = AGAIN + _("What stands here has changed since you looked. Look again, and confirm then.")
    notes = [again, *(note for note in edition.notes if note != again)]
    stage(one, replace(edition, notes=notes), now=now)
    for row in one.rows.filter(key__in=mended):
        row.mended = mended[row.key]
        row.save(update_fields=["mended"])


def count(one: Import) -> None:
    """How many recommendations of the file are new, changed, the same, and need a look."""
    rows = one.rows.values_list("standing", "row__kind").iterator()
    counts = Counter(standing for standing, kind in rows if kind != "context")
    one.new, one.changed, one.same, one.skipped = (
        counts[standing] for standing in (NEW, CHANGED, SAME, LOOK)
    )
    one.save(update_fields=["new", "changed", "same", "skipped"])


def _staged(one: Import, edition: Edition) -> Iterator[StagedRow]:
    if newer_edition(edition):
        yield from (_row(one, row, SAME) for row in edition.rows)
        return
    yield from staged_rows(one, found_in(edition))
    yield from _to_look_at(one, edition.problems)


def staged_rows(one: Import, found: Found) -> Iterator[StagedRow]:
    """A row for each row of what was found, with what is to be done with it; not saved yet."""
    comparison, contexts = found.comparison, found.contexts
    yield from (_row(one, row, NEW) for row, _place in comparison.new)
    yield from (_row(one, at.row, CHANGED, at.recommendation.pk) for at in comparison.changed)
    yield from (_row(one, row, SAME, known.pk) for row, known in comparison.same)
    yield from _to_look_at(one, comparison.problems)
    yield from (_row(one, row, NEW) for row in contexts.new)
    yield from (_row(one, row, CHANGED) for _context, row in contexts.changed)
    yield from (_row(one, row, SAME) for row in contexts.same)


def _row(one: Import, row: Row, standing: str, known: int | None = None) -> StagedRow:
    return StagedRow(
        of=one,
        line=row.line,
        key=row.key[:255],
        standing=standing,
        recommendation_id=known,
        row=as_plain(row),
    )


def _to_look_at(one: Import, problems: Iterable[Problem]) -> Iterator[StagedRow]:
    for problem in problems:
        row = _row(one, problem.row or Row(problem.line, problem.key), LOOK)
        row.reason = problem.reason
        yield row


def _about(rows: list[StagedRow], edition: Edition) -> list[str]:
    said = []
    if newer := newer_edition(edition):
        said.append(
            _("This file was imported before, and “%(file)s” after it: it would change nothing.")
            % {"file": newer}
        )
    unknown = bodies.unknown_bodies(edition.recommendations, bodies.known_bodies())
    if unknown:
        names = "; ".join(f"{name} ({number})" for name, number in unknown.most_common(MOST_NAMED))
        said.append(
            _(
                "Bodies that are no department here yet, and how often the file names them: %(names)s. They "
                "are kept by name; once they are departments, send the file again."
            )
            % {"names": names}
        )
    if context := sum(row.row.get("kind") == "context" for row in rows):
        said.append(
            ngettext(
                "%(count)d concern or observation is kept as context of the recommendations beside it.",
                "%(count)d concerns and observations are kept as context of the recommendations beside them.",
                context,
            )
            % {"count": context}
        )
    return [sentence for sentence in said if sentence not in edition.notes]
