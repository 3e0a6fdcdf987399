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


@dataclass(frozen=True)
class Reliance:
    """A row that must still have the ``values`` that were read of it, until the transaction ends."""

    model: type[Model]
    values: Mapping[str, Any]

    def holds(self) -> bool:
        """As this database has it now. It is locked where a statement of its own can lock it."""
        return self.model._base_manager.filter(**self.values).exists()


@dataclass
class Beside:
    """``changes`` of rows, and ``new`` ones; columns go by their names in Python (``lead_id``)."""

    changes: list[Change] = field(default_factory=list)
    new: list[Model] = field(default_factory=list)
    reliances: list[Reliance] = field(default_factory=list)

    def change(self, model: type[Model], where: Mapping[str, Any], **values: Any) -> None:
        """Give rows of ``model`` these values. What is changed last wins where two speak of one row."""
        self.changes.append(Change(model, where, values))

    def add(self, row: Model) -> None:
        """Write a new row. A foreign key of the carried row may point to it already."""
        self.new.append(row)

    def rely_on(self, row: Model, *columns: str) -> None:
        """The step is written only where these columns of another row are still as ``row`` has them.

        Otherwise it is a conflict. On PostgreSQL nobody who locks that row for a change gets in between.
        """
        values = {name: getattr(row, name) for name in ("pk", *columns)}
        self.reliances.append(Reliance(type(row), values))

    def born(self, row: Model) -> Iterator[tuple[str, Model]]:
        """The columns of ``row`` that point to a new row without an id yet, with that row."""
        for column in row._meta.concrete_fields if self.new else ():
            target = column.get_cached_value(row, None) if column.is_relation else None  # type: ignore[attr-defined]
            if target is not None and target.pk is None and any(target is one for one in self.new):
                yield column.attname, target
