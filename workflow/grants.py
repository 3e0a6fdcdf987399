"""What one person holds: roles of the nation, in units and on topics, by right or lent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Model

from workflow.grant_tables import Row, held_by

if TYPE_CHECKING:
    from django.contrib.auth.base_user import AbstractBaseUser


@dataclass(frozen=True)
class Grants:
    """What one person holds: ``national`` codenames, and codenames per id of a unit, or of a topic.

    ``lent`` says of whom, by unit id and codename, what the person holds by delegation alone.
    """

    unit: type[Model]
    national: frozenset[str] = frozenset()
    by_unit: dict[int, frozenset[str]] = field(default_factory=dict)
    lent: dict[tuple[int, str], int] = field(default_factory=dict)
    by_topic: dict[int, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, user: AbstractBaseUser, unit: type[Model], topics: type[Model] | None = None) -> Grants:
        """Read everything that ``user`` holds on the models ``unit`` and ``topics``, in one query."""
        return cls.from_rows(unit, held_by(user.pk, unit, topics))

    @classmethod
    def from_rows(cls, unit: type[Model], rows: Iterable[Row]) -> Grants:
        national: set[str] = set()
        by_unit: dict[int, set[str]] = {}
        lent: dict[tuple[int, str], int] = {}
        by_topic: dict[int, frozenset[str]] = {}
        for codename, unit_id, lender_id, topic_id in sorted(rows, key=lambda row: row[2] or 0):
            if topic_id is not None:
                by_topic[topic_id] = by_topic.get(topic_id, frozenset()) | {codename}
                continue
            if unit_id is None:
                national.add(codename)
                continue
            if lender_id is not None and codename not in by_unit.get(unit_id, ()):
                lent[unit_id, codename] = lender_id
            by_unit.setdefault(unit_id, set()).add(codename)
        units = {unit_id: frozenset(held) for unit_id, held in by_unit.items()}
        return cls(unit, frozenset(national), units, lent, by_topic)

    def held_in(self, unit_id: int | None) -> frozenset[str]:
        return self.by_unit.get(unit_id, frozenset()) if unit_id else frozenset()

    def held_by_right(self, unit_id: int | None) -> frozenset[str]:
        """What is held in one unit by the person's own grants, without what was lent."""
        held = self.held_in(unit_id)
        return frozenset(codename for codename in held if (unit_id, codename) not in self.lent)

    def units_with(self, codenames: Iterable[str]) -> list[int]:
        """The ids of the units in which any of ``codenames`` is held."""
        wanted = frozenset(codenames)
        return sorted(unit_id for unit_id, held in self.by_unit.items() if held & wanted)

    def topics_with(self, codenames: Iterable[str]) -> frozenset[int]:
        """The ids of the topics on which any of ``codenames`` is held."""
        wanted = frozenset(codenames)
        return frozenset(topic_id for topic_id, held in self.by_topic.items() if held & wanted)
