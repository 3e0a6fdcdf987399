"""The rows of an outline as they were before an act: noted while it changes them, put back by the undo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Model

from exports.models.outline import (
    Heading,
    HeadingTitle,
    Passage,
    PassageAnswer,
    PassageText,
    Rearrangement,
)

KINDS: dict[str, Any] = {
    "heading": Heading,
    "title": HeadingTitle,
    "passage": Passage,
    "tells": PassageAnswer,
    "text": PassageText,
}
"""In the order in which rows are made; they are taken away in the opposite one."""


class Before:
    """Collects the earlier values of the rows that an act changes; ``write`` saves both."""

    def __init__(self) -> None:
        self._values: dict[str, dict[str, dict[str, Any] | None]] = defaultdict(dict)
        self._changed: dict[str, dict[int, Any]] = defaultdict(dict)

    def change(self, row: Model, **values: Any) -> None:
        """Set these attributes of ``row``; it is written with the others."""
        kind = _kind_of(row)
        for name, value in values.items():
            earlier = getattr(row, name)
            if earlier == value:
                continue
            setattr(row, name, value)
            self._changed[kind][row.pk] = row
            noted = self._values[kind].setdefault(str(row.pk), {})
            if noted is not None:
                noted.setdefault(name, earlier.isoformat() if isinstance(earlier, datetime) else earlier)

    def made(self, *rows: Model) -> None:
        """These rows are new: undoing takes them away."""
        for row in rows:
            self._values[_kind_of(row)][str(row.pk)] = None

    def write(self, report: Any, number: int) -> None:
        """``number`` is that of the report's event."""
        for kind, rows in self._changed.items():
            written = {name for pk in rows for name in self._values[kind].get(str(pk)) or _columns(kind)}
            KINDS[kind].objects.bulk_update(rows.values(), sorted(written), batch_size=500)
        Rearrangement.objects.create(report=report, number=number, before=self._values)


def touched_by(change: Rearrangement) -> set[int]:
    """The passages whose texts or answers the act changed, or that it took out. Two queries."""
    texts = PassageText.objects.filter(pk__in=[int(pk) for pk in change.before.get("text", {})])
    told = change.before.get("tells", {})
    tells = PassageAnswer.objects.filter(pk__in=[int(pk) for pk in told])
    left = {values["passage_id"] for values in told.values() if values and "passage_id" in values}
    gone = {
        int(pk)
        for pk, values in change.before.get("passage", {}).items()
        if values and "removed_at" in values
    }
    return {*texts.values_list("passage", flat=True), *tells.values_list("passage", flat=True), *left, *gone}


def put_back(change: Rearrangement, now: datetime) -> None:
    """All rows get the values that they had. What the act made goes; where it has texts, it is taken out."""
    for kind in KINDS:
        _restore(kind, {pk: values for pk, values in change.before.get(kind, {}).items() if values})
    for kind in reversed(KINDS):
        _take_away(
            kind, [int(pk) for pk, values in change.before.get(kind, {}).items() if values is None], now
        )


def _restore(kind: str, values: Mapping[str, Mapping[str, Any]]) -> None:
    rows = KINDS[kind].objects.in_bulk([int(pk) for pk in values])
    written: set[str] = set()
    for pk, row in rows.items():
        for name, value in values[str(pk)].items():
            setattr(row, name, row._meta.get_field(name.removesuffix("_id")).to_python(value))
            written.add(name)
    if written:
        KINDS[kind].objects.bulk_update(rows.values(), sorted(written), batch_size=500)


def _take_away(kind: str, ids: list[int], now: datetime) -> None:
    made = KINDS[kind].objects.filter(pk__in=ids)
    if kind == "text":  # kept for good: what stood before it is written once more
        for text in made:
            text.take_back()
        return
    if kind == "passage":
        made.filter(texts__isnull=False).update(removed_at=now)
        made = made.filter(texts__isnull=True)
    made.delete()


def _columns(kind: str) -> set[str]:
    return {one.attname for one in KINDS[kind]._meta.concrete_fields if not one.primary_key}


def _kind_of(row: Model) -> str:
    return next(kind for kind, model in KINDS.items() if isinstance(row, model))
