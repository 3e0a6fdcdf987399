"""The one importer, whatever the layout: previews an edition, or brings it in, all or nothing.

Known recommendations are revised, new ones get a case; cases, leads and narratives are never touched.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cases.importing import bodies, contexts, writing
from cases.importing.batches import BATCH
from cases.importing.before import before_of
from cases.importing.comparison import Comparison
from cases.importing.edition import Edition
from cases.importing.found import Found, Outcome, found_in, newer_edition
from cases.importing.rows import BadFile
from cases.importing.terms import terms_of
from cases.importing.writing import Progress
from cases.models import Brought, Import, KnownAs, Recommendation
from cases.people.models import User
from cases.rounds import rounds


class NotAllGood(Exception):  # noqa: N818 - named after what the person hit
    """Some lines need a look, so nothing was imported. ``outcome`` counts nothing and names them."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__("Nothing was imported.")
        self.outcome = outcome


class Stale(Exception):  # noqa: N818 - what happened, not an error
    """What stands has changed since the person looked; nothing was imported."""


def preview(edition: Edition) -> Outcome:
    """What :func:`bring_in` would do with the good rows. Changes nothing."""
    if newer := newer_edition(edition):
        return Outcome(same=len(edition.rows), superseded_by=newer)
    return found_in(edition).outcome()


def bring_in(
    edition: Edition,
    *,
    now: datetime,
    by: User | None = None,
    on_progress: Progress = lambda done, all: None,
    into: Import | None = None,
    expected: tuple[int, int, int] | None = None,
) -> Outcome:
    """Import the edition in one transaction. A second time it changes nothing.

    ``into`` is the import that a person confirmed, who saw ``expected``: how many are new, changed, the same.

    Raises :class:`NotAllGood` where lines need a look, unless ``edition.without_bad_rows()`` was given;
    :class:`BadFile` where another import was quicker, :class:`Stale` where it is not as expected any more.
    """
    with _alone():
        return _brought_in(edition, now, by, on_progress, into, expected)


def bring_in_with_departments(
    edition: Edition, *, now: datetime, by: User | None = None, on_progress: Progress = lambda done, all: None
) -> Outcome:
    """The same, and every body that is unknown becomes a department first."""
    with _alone():
        added = bodies.add_departments(edition.rows)
        outcome = _brought_in(edition, now, by, on_progress, None, None)
        outcome.added = added
        return outcome


@contextmanager
def _alone() -> Iterator[None]:
    """One transaction, which a second import at the same moment does not survive."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        sentence = _("Somebody else imported at the same moment; nothing was imported here. Try again.")
        raise BadFile(sentence) from error


def _brought_in(
    edition: Edition,
    now: datetime,
    by: User | None,
    on_progress: Progress,
    into: Import | None,
    expected: tuple[int, int, int] | None,
) -> Outcome:
    if newer := newer_edition(edition):
        return Outcome(same=len(edition.rows), superseded_by=newer)
    found = found_in(edition)
    outcome = found.outcome()
    if outcome.problems and edition.all_or_nothing:
        raise NotAllGood(Outcome(problems=outcome.problems, notes=outcome.notes))
    if expected is not None and expected != (outcome.new, outcome.changed, outcome.same):
        raise Stale
    if into is not None and _revised_since(into, found.comparison):
        raise Stale
    kept = _keep(edition, outcome, now, by, into)
    _write(found, kept, now, on_progress)
    outcome.recognised = bodies.recognise_anew(edition.source, bodies.known_bodies())
    return outcome


def _revised_since(into: Import, comparison: Comparison) -> bool:
    """Whether another import wrote, or was taken back, since somebody saw what stands beside the rows."""
    since = Q(by__written_at__gt=into.read_at) | Q(by__undone_at__gt=into.read_at)
    revised = set(Brought.objects.filter(since).values_list("recommendation", flat=True))
    return any(one.recommendation.pk in revised for one in comparison.changed)


def _write(found: Found, kept: Import | None, now: datetime, on_progress: Progress) -> None:
    comparison, source = found.comparison, found.edition.source
    before = {one.recommendation.pk: before_of(one) for one in comparison.changed}
    added: list[Recommendation] = []
    if comparison.new or comparison.changed:
        how: dict[str, Any] = {"terms": terms_of(found.own_rows()), "known": bodies.known_bodies()}
        asked_in = rounds.current_or_opened(now)
        added = writing.add(comparison.new, source, asked_in=asked_in, on_progress=on_progress, **how)
        writing.revise(comparison.changed, now=now, **how)
    Recommendation.objects.bulk_update(comparison.moved, ["place"], batch_size=BATCH)
    for one, known_as in _known_as(comparison, source):
        before.setdefault(one.pk, {})["known_as"] = known_as.pk
    brought_context = contexts.write(found.contexts, source)
    if kept is not None:
        _keep_what_it_brought(kept, added, before)
        contexts.keep(brought_context, kept)


def _known_as(comparison: Comparison, source: str) -> list[tuple[Recommendation, KnownAs]]:
    rows = [
        KnownAs(recommendation=one, source=source, source_key=row.key) for one, row in comparison.known_as
    ]
    KnownAs.objects.bulk_create(rows, batch_size=BATCH)
    return [(one, known) for (one, _row), known in zip(comparison.known_as, rows, strict=True)]


def _keep_what_it_brought(kept: Import, added: list[Recommendation], before: dict[int, Any]) -> None:
    new = [Brought(by=kept, recommendation=one, is_new=True) for one in added]
    revised = [Brought(by=kept, recommendation_id=pk, is_new=False, before=how) for pk, how in before.items()]
    Brought.objects.bulk_create([*new, *revised], batch_size=BATCH)


def _keep(
    edition: Edition, outcome: Outcome, now: datetime, by: User | None, into: Import | None
) -> Import | None:
    """Keep that this file was imported; once, unless it brought something again."""
    came = {
        "new": outcome.new,
        "changed": outcome.changed,
        "same": outcome.same,
        "skipped": len(outcome.problems),
        "written_at": now,
    }
    if into is not None:
        waiting = Import.objects.filter(pk=into.pk, written_at=None, attempts=into.attempts)
        if not waiting.update(**came, lease_until=None):
            raise BadFile(_("This import is being written already."))
        return into
    known = Import.objects.standing().filter(source=edition.source, sha256=edition.sha256).exists()
    if known and not (outcome.new or outcome.changed or outcome.context):
        return None
    about = {"file_name": edition.file_name[:255], "sha256": edition.sha256, "source": edition.source}
    return Import.objects.create(**about, **came, at=now, read_at=now, by=by)
