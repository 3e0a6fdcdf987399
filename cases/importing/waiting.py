"""What a worker does for an import: reads its file and keeps the rows, or writes what a person confirmed.

What is to be done stands in the database; one worker at a time has an import, by a lease. Who is killed
while reading is followed by one who begins again; writing is one transaction.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cases.importing import importer, staging
from cases.importing.edition import TooManyRows, read_edition
from cases.importing.importer import Stale
from cases.importing.matching import comparisons
from cases.importing.rows import BadFile, UnknownColumns
from cases.models import ColumnMatch, Import
from cases.models.imports import AGAIN
from cases.people import site
from cases.people.roles import COORDINATOR, grants_of

LEASE = timedelta(minutes=10)
"""Longer than the largest file takes: how soon a worker that died is followed."""
MOST_TRIES = 3
"""At one file, by workers that were ended by the system; a fault that is told is no further try."""
COMPARED = 1_000
"""Recommendations that each row may stand beside, where few rows are to be read."""
KEPT = timedelta(days=30)
"""How long a file waits that nobody confirms."""
Clock = Callable[[], datetime]

log = logging.getLogger(__name__)


def work_on(key: UUID, *, clock: Clock, most: int | None = None) -> Import | None:
    """Do what waits at this import; None where nothing does, another worker has it, or it was left.

    A file with more rows than ``most``, or with too much to compare them with, is left to who has no limit.
    """
    now = clock()
    if not Import.objects.all().take(key, now=now, until=now + LEASE):
        return None
    one = Import.objects.select_related("by").get(key=key)
    with translation.override(one.language or translation.get_language()):
        try:
            _act(one, clock, most)
        except Exception:
            log.exception("Import %s failed.", one.key)
            _failed(one)
    return Import.objects.filter(key=key).first()


def forget_old(now: datetime) -> None:
    """Files that nobody confirmed for a month go, with their rows."""
    for one in Import.objects.nobody_confirmed_since(now - KEPT):
        if Import.objects.nobody_confirmed_since(now - KEPT).filter(pk=one.pk).delete()[0] and one.file:
            one.file.delete(save=False)


def _act(one: Import, clock: Clock, most: int | None) -> None:
    if one.tries > MOST_TRIES:
        _give_up(one)
    elif one.is_read:
        _write(one, clock)
    else:
        _read(one, clock, most)


def _give_up(one: Import) -> None:
    """Whoever tried was ended, mostly for lack of memory: nobody tries again and again."""
    sentence = _(
        "It was too much for the server, which tried several times; nothing was imported. Divide it."
    )
    if one.is_read:
        _ask_again(one, sentence)
    else:
        _refuse(one, sentence)


def digest_of(header: list[str]) -> str:
    """By which the same header is known again."""
    return sha256("\n".join(header).encode()).hexdigest()


def progress_of(one: Import) -> tuple[int, int]:
    """How many rows of how many are read, or written: what a transaction does is seen in a file beside it."""
    if one.confirmed_at is None or one.written_at is not None:
        return one.done, one.total
    try:
        with default_storage.open(_counted(one)) as file:
            done, total = file.read().split()
            return int(done), int(total)
    except (OSError, ValueError):
        return 0, one.new


def _read(one: Import, clock: Clock, most: int | None) -> None:
    how = {"layout": one.layout, "source": one.source, "state": one.state_name, "name": one.file_name}
    path, home = Path(one.file.path), site.state_name()
    try:
        edition = read_edition(path, **how, home=home, columns=one.columns, most=most)
        if most is not None and comparisons(edition.recommendations) > most * COMPARED:
            raise TooManyRows
    except TooManyRows:
        Import.objects.held(one).update(lease_until=None, tries=0)
    except UnknownColumns as unknown:
        _ask_for_columns(one, list(unknown.header))
    except BadFile as bad:
        _refuse(one, bad.sentence)
    else:
        named = replace(edition, file_name=one.file_name, sha256=one.sha256)
        staging.stage(one, named, now=clock())


def _ask_for_columns(one: Import, header: list[str]) -> None:
    """The next try knows what the columns mean: from a file with this header before, or from the person."""
    known = ColumnMatch.objects.filter(digest=digest_of(header)).first()
    columns = known.columns if known else {}
    source = one.source or _source_of_before(header)
    asked = {"header": header, "columns": columns, "source": source, "lease_until": None, "tries": 0}
    Import.objects.held(one).update(**asked)


def _source_of_before(header: list[str]) -> str:
    """Whose list the last file with this header was."""
    before = Import.objects.standing().filter(header=header).order_by("-written_at", "-pk")
    return before.values_list("source", flat=True).first() or ""


def _write(one: Import, clock: Clock) -> None:
    if one.by is None or not (one.by.is_active and COORDINATOR.held(grants_of(one.by), None)):
        _ask_again(one, _("Who confirmed it is no coordinator any more, so nothing was imported."))
        return
    edition = staging.edition_of(one)
    expected = (one.new, one.changed, one.same)
    try:
        outcome = importer.bring_in(
            edition, now=clock(), by=one.by, on_progress=_count(one), into=one, expected=expected
        )
        if outcome.superseded_by:
            _ask_again(one)
    except Stale:
        with transaction.atomic():  # nobody confirms what is half looked at
            _ask_again(one)
            staging.stage_again(one, now=clock())
    except BadFile as bad:
        _ask_again(one, bad.sentence)
    default_storage.delete(_counted(one))


def _ask_again(one: Import, *notes: str) -> None:
    one.confirmed_at, one.notes = None, [*(AGAIN + note for note in notes), *one.notes]
    back = {"confirmed_at": None, "lease_until": None, "tries": 0, "notes": one.notes}
    Import.objects.held(one).update(**back)


def _refuse(one: Import, sentence: str) -> None:
    Import.objects.held(one).update(refused=sentence, lease_until=None)


def _failed(one: Import) -> None:
    """A fault of the server's own, which its log has: what is written is written, the rest is left."""
    now = Import.objects.held(one).first()
    if now is None or now.written_at is not None:  # it is left, another worker's by now, or done
        return
    if now.is_read:
        _ask_again(now, _("Something went wrong on the server, and nothing was imported. Try again."))
    else:
        _refuse(now, _("Something went wrong on the server while it read the file; nothing was imported."))


def _count(one: Import) -> importer.Progress:
    def keep(done: int, total: int) -> None:
        default_storage.delete(_counted(one))
        default_storage.save(_counted(one), ContentFile(f"{done} {total}"))

    return keep


def _counted(one: Import) -> str:
    return f"imports/{one.key}/counted"
