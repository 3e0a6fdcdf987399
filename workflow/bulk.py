"""One call takes a step on many rows: ``open_bulk`` writes down what is to be done, ``work_on`` does it.

Each row is authorised and checked by itself, through the engine, and has its own result. Here acts on many
are opened, taken back and stopped; ``workflow/bulk_work.py`` is the work.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from workflow import undoing
from workflow.bulk_rows import Bulk, BulkItem
from workflow.errors import NotAllowed, Refused, WrongState
from workflow.given import written_down
from workflow.models import Carried
from workflow.process import Process, process_named


@dataclass(frozen=True)
class Row:
    """One row that is meant: its id, the version that the person saw, what it is given beside the rest."""

    pk: int
    seen: int
    data: Mapping[str, Any] = field(default_factory=dict)


def open_bulk(
    process: Process,
    step: str,
    rows: Iterable[Row | Carried],
    *,
    by: Any,
    now: datetime,
    comment: str = "",
    form: UUID | None = None,
    **data: Any,
) -> Bulk:
    """Write down that ``by`` takes ``step`` on ``rows`` of ``process``; :func:`work_on` does it.

    Which rows are meant is fixed here. A carried instance stands for itself as it was read. ``comment`` and
    ``data`` are given to the step on each row. ``form`` is the id of the form that was sent: sent again with
    the same content, it finds the bulk that it made. Nothing is checked yet but that there is such a step.

    Raises :class:`WrongState` where there is none, :class:`Refused` where no row is meant, TypeError for data
    that cannot be written down.
    """
    if step not in process.steps:
        raise WrongState(_("There is no step “%(step)s” here.") % {"step": step})
    return _opened(process, step, rows, form=form, by=by, at=now, comment=comment, data=written_down(data))


def undo_bulk(bulk: Bulk, *, by: Any, now: datetime) -> Bulk:
    """A bulk that takes back every row that ``bulk`` has done and that can be taken back still.

    Pressed twice, it is the same one. Raises :class:`NotAllowed` for anybody but who opened it,
    :class:`WrongState` where its step is not one to undo or it is under way, :class:`Refused` where nothing
    was done.
    """
    bulk.refresh_from_db()
    if bulk.by_id != by.pk:
        raise NotAllowed(_("Only the person who took the step can undo it."))
    if bulk.is_under_way or not is_undoable(bulk):
        raise WrongState(_("This cannot be undone as a whole."))
    done = bulk.items.filter(state=BulkItem.State.DONE).order_by("row_id").values_list("row_id", "seen")
    rows = (Row(pk, seen + 1) for pk, seen in done.iterator())
    return _opened(process_named(bulk.process), undoing.UNDO, rows, by=by, at=now, undoes=bulk)


def is_undoable(bulk: Bulk) -> bool:
    """Whether its step is one that can be taken back at all; each row's own time decides."""
    return bulk.step in undoing.undoable_steps(process_named(bulk.process))


def cancel(bulk: Bulk, *, now: datetime) -> None:
    """Leave what has not begun. What was done stays done. Raises :class:`WrongState` where it has ended."""
    ended = {"state": Bulk.State.CANCELLED, "lease_until": None, "finished_at": now}
    if not Bulk.objects.filter(pk=bulk.pk).under_way().update(**ended):
        raise WrongState(_("All of it was done already; there is nothing left to stop."))
    bulk.refresh_from_db()


def _opened(
    process: Process, step: str, rows: Iterable[Row | Carried], *, form: UUID | None = None, **kept: Any
) -> Bulk:
    bulk = Bulk(process=process.name, step=step, form=form, language=translation.get_language() or "", **kept)
    try:
        with transaction.atomic():
            bulk.save()
            bulk.size, bulk.content = _write_items(bulk, rows)
            if not bulk.size:
                raise Refused(_("There is nothing to do: no row was chosen."))
            bulk.save(update_fields=["size", "content"])
    except IntegrityError:
        if found := _opened_before(bulk):
            return found
        raise
    return bulk


def _opened_before(bulk: Bulk) -> Bulk | None:
    """The bulk that the same form made, or that takes back the same one."""
    if bulk.undoes_id is not None:
        return Bulk.objects.filter(undoes=bulk.undoes_id).first()
    if bulk.form is None:
        return None
    return Bulk.objects.filter(by=bulk.by, form=bulk.form, content=bulk.content).first()


def _write_items(bulk: Bulk, rows: Iterable[Row | Carried]) -> tuple[int, str]:
    """Write the rows that are meant, each once, and return how many there are with a digest of it all."""
    digest = hashlib.sha256(canonical([bulk.process, bulk.step, bulk.comment, bulk.data]).encode())
    known: set[int] = set()
    items = _items(bulk, rows, known, digest)
    while several := list(islice(items, 500)):
        BulkItem.objects.bulk_create(several)
    return len(known), digest.hexdigest()


def _items(bulk: Bulk, rows: Iterable[Row | Carried], known: set[int], digest: Any) -> Iterator[BulkItem]:
    for one in rows:
        row = Row(one.pk, one.version) if isinstance(one, Carried) else one
        if row.pk in known:
            continue
        known.add(row.pk)
        data = written_down(row.data)
        digest.update(canonical([row.pk, data]).encode())
        yield BulkItem(bulk=bulk, process=bulk.process, row_id=row.pk, seen=row.seen, data=data)


def canonical(kept: Any) -> str:
    """The same JSON as one and the same text."""
    return json.dumps(kept, sort_keys=True, ensure_ascii=False)
