"""What a step writes beside its row: collected by the step's method, written with the step.

On PostgreSQL it joins the one statement that writes the step (``storage_postgresql.py``); elsewhere each is a
statement of its own in the same transaction. Like the text of a step's statement it is known by its shape, so
it takes conditions and values, and no querysets.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model


@dataclass(frozen=True)
class Change:
    """Rows of ``model`` in which each column of ``where`` has its value (None: is empty) get ``values``."""

    model: type[Model]
    where: Mapping[str, Any]
    values: Mapping[str, Any]

    def write(self) -> None:
        self.model._base_manager.filter(**self.where).update(**self.values)


@dataclass
class Beside:
    """``changes`` of rows, and ``new`` ones; columns go by their names in Python (``lead_id``)."""

    changes: list[Change] = field(default_factory=list)
    new: list[Model] = field(default_factory=list)

    def change(self, model: type[Model], where: Mapping[str, Any], **values: Any) -> None:
        """Give rows of ``model`` these values. What is changed last wins where two speak of one row."""
        self.changes.append(Change(model, where, values))

    def add(self, row: Model) -> None:
        """Write a new row. A foreign key of the carried row may point to it already."""
        self.new.append(row)

    def born(self, row: Model) -> Iterator[tuple[str, Model]]:
        """The columns of ``row`` that point to a new row without an id yet, with that row."""
        for column in row._meta.concrete_fields if self.new else ():
            target = column.get_cached_value(row, None) if column.is_relation else None  # type: ignore[attr-defined]
            if target is not None and target.pk is None and any(target is one for one in self.new):
                yield column.attname, target
