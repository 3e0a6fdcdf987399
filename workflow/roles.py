"""Who may do what: roles as grants on units (departments), on topics (themes) or for the whole nation.

Each role answers three questions by one rule: does this person hold it for this row (``held_for``), who
holds it for these rows (``people_for``), for which rows does this person hold it (``rows``). All read the
grants themselves (``grant_tables.py``), for active users and today only; being superuser grants nothing.
What one person holds is in ``grants.py``, who holds what somewhere in ``holders.py``; what a person may do
with a row is asked of ``may.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet

from workflow.grant_tables import EVERYWHERE, NATION, TOPICS, UNITS, group_grants, own_grants
from workflow.grants import Grants
from workflow.holders import holders, holders_by_topic, holders_by_unit, national_holders, units_without

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from workflow.models import Carried
    from workflow.process import Process

People = dict[int | None, set[int]]
"""Ids of active users by the id of a unit; None: a row without a unit. Units with nobody may be left out."""

NO_ROW = Q(pk__in=[])
EVERY_ROW = ~NO_ROW
"""Not ``Q()``, which vanishes beside others where any of them is enough."""


@dataclass(frozen=True)
class Role:
    """A role that a step asks for. ``label`` is what people call it; any of ``codenames`` gives it.

    ``on`` names the foreign key of the carried row on whose unit it is held; empty: that of the process.
    """

    label: StrOrPromise
    codenames: tuple[str, ...]
    on: str = field(default="", kw_only=True)

    @property
    def where(self) -> frozenset[str]:
        """Where it is granted: the grants that a step reads of a person."""
        return EVERYWHERE

    @property
    def by_topic(self) -> bool:
        """Whether the topics of a row say who holds it."""
        return False

    def label_for(self, grants: Grants) -> StrOrPromise:
        """What the role is called to one who holds it for other rows alone."""
        return self.label

    def held_for(self, grants: Grants, row: Carried) -> bool:
        """Whether it is held for this row: what the engine and the pages ask."""
        return self.held(grants, row.process.unit_id(row, self.on))

    def lender_for(self, grants: Grants, row: Carried) -> int | None:
        """As :meth:`lender`, for this row."""
        return self.lender(grants, row.process.unit_id(row, self.on))

    def people_for(self, rows: Sequence[Carried]) -> dict[int, set[int]]:
        """Who holds it for each row, by the row's id: as many queries for one row as for many."""
        unit_of = {row.pk: row.process.unit_id(row, self.on) for row in rows}
        people = self.people(rows[0].process.unit_model, set(unit_of.values())) if rows else {}
        return {pk: people.get(unit_id, set()) for pk, unit_id in unit_of.items()}

    def held(self, grants: Grants, unit_id: int | None) -> bool:
        raise NotImplementedError

    def lender(self, grants: Grants, unit_id: int | None) -> int | None:
        """For whom the person acts who holds the role by delegation alone: the lender's id."""
        return None

    def holders(self, unit: type[Model], unit_id: int | None) -> QuerySet[Any]:
        raise NotImplementedError

    def people(self, unit: type[Model], unit_ids: Iterable[int | None]) -> People:
        """As :meth:`holders`, for many units at once."""
        raise NotImplementedError

    def units(self, grants: Grants) -> set[int]:
        """The units in which it is held; none for a role of the nation."""
        return set()

    def rows(self, grants: Grants, process: Process) -> Q:
        """The rows of ``process`` for which it is held: what a list filters by."""
        raise NotImplementedError


class National(Role):
    """Held without an object: for every case of the nation."""

    @property
    def where(self) -> frozenset[str]:
        return frozenset({NATION})

    def held_for_any(self, grants: Grants) -> bool:
        """Whether there may be rows for which it is held: what a page asks that shows many."""
        return self.held(grants, None)

    def held(self, grants: Grants, unit_id: int | None) -> bool:
        return bool(grants.national & set(self.codenames))

    def holders(self, unit: type[Model], unit_id: int | None) -> QuerySet[Any]:
        return national_holders(unit, self.codenames)

    def people(self, unit: type[Model], unit_ids: Iterable[int | None]) -> People:
        everywhere = set(self.holders(unit, None).values_list("pk", flat=True))
        return dict.fromkeys(unit_ids, everywhere)

    def rows(self, grants: Grants, process: Process) -> Q:
        return EVERY_ROW if self.held(grants, None) else NO_ROW


@dataclass(frozen=True)
class OnTopics(National):
    """Held for the nation, or on topics: then for the rows that have any of them (``Process.topics``).

    Without a row, and for one that has no topic, it is held for the nation alone. ``elsewhere`` is what it is
    called to one who holds it on other topics.
    """

    elsewhere: StrOrPromise = field(default="", kw_only=True)

    @property
    def where(self) -> frozenset[str]:
        return frozenset({NATION, TOPICS})

    @property
    def by_topic(self) -> bool:
        return True

    def label_for(self, grants: Grants) -> StrOrPromise:
        return self.elsewhere if self.elsewhere and self.topics(grants) else self.label

    def topics(self, grants: Grants) -> frozenset[int]:
        """The ids of the topics on which it is held."""
        return grants.topics_with(self.codenames)

    def held_for_any(self, grants: Grants) -> bool:
        return self.held(grants, None) or bool(self.topics(grants))

    def held_for(self, grants: Grants, row: Carried) -> bool:
        if self.held(grants, None):
            return True
        own = self.topics(grants)
        return bool(own) and not own.isdisjoint(row.topic_ids)

    def people_for(self, rows: Sequence[Carried]) -> dict[int, set[int]]:
        people = {pk: set(everywhere) for pk, everywhere in super().people_for(rows).items()}
        process = rows[0].process if rows else None
        if process is None or not process.topics or process.topic_model is None:
            return people
        holders_of = holders_by_topic(process.topic_model, self.codenames)
        concerned = process.topics_of_all(pk__in=list(people), **{f"{process.topics}__in": list(holders_of)})
        for pk, topic_id in concerned.values_list("pk", process.topics) if holders_of else ():
            people[pk] |= holders_of[topic_id]
        return people

    def rows(self, grants: Grants, process: Process) -> Q:
        own = self.topics(grants)
        if self.held(grants, None) or not own or not process.topics:
            return super().rows(grants, process)
        return process.with_any_topic(own)


class InUnit(Role):
    """Held on the case's own unit."""

    @property
    def where(self) -> frozenset[str]:
        return frozenset({UNITS})

    def held(self, grants: Grants, unit_id: int | None) -> bool:
        return bool(grants.held_in(unit_id) & set(self.codenames))

    def lender(self, grants: Grants, unit_id: int | None) -> int | None:
        if unit_id is None or grants.held_by_right(unit_id) & set(self.codenames):
            return None
        lenders = (grants.lent.get((unit_id, codename)) for codename in self.codenames)
        return next((lender for lender in lenders if lender is not None), None)

    def holders(self, unit: type[Model], unit_id: int | None) -> QuerySet[Any]:
        return holders(unit, unit_id, self.codenames)

    def people(self, unit: type[Model], unit_ids: Iterable[int | None]) -> People:
        known = [unit_id for unit_id in unit_ids if unit_id is not None]
        return dict(holders_by_unit(unit, known, self.codenames).items())

    def rows(self, grants: Grants, process: Process) -> Q:
        return self.rows_in(self.units(grants), process)

    def units(self, grants: Grants) -> set[int]:
        return set(grants.units_with(self.codenames))

    def rows_in(self, unit_ids: Iterable[int], process: Process) -> Q:
        column = process.unit_column(self.on)
        return Q(**{f"{column}__in": sorted(unit_ids)}) if column else NO_ROW

    def by_right(self, unit: type[Model], unit_id: Any) -> QuerySet[Any, Any]:
        """Ids of the active users who hold it there by a grant of their own; a fact of ``unit_id``."""
        wanted = {"content_object": unit_id, "permission__codename__in": self.codenames}
        groups = group_grants(unit).filter(group__user__is_active=True, **wanted).order_by()
        direct = own_grants(unit).filter(user__is_active=True, **wanted).order_by()
        of_groups = groups.values_list("group__user", flat=True)
        return of_groups.union(direct.values_list("user", flat=True), all=True)

    def is_held(self, unit: type[Model], unit_id: int | None) -> bool:
        """Whether anybody holds it there: by right, since what is lent has a lender who holds it."""
        return unit_id is not None and not units_without(self.codenames, unit, [unit_id])


@dataclass(frozen=True)
class OneOf(Role):
    """Whoever holds any of ``roles``, each on the unit that it names itself."""

    roles: tuple[Role, ...]

    @property
    def where(self) -> frozenset[str]:
        return frozenset().union(*(role.where for role in self.roles))

    @property
    def by_topic(self) -> bool:
        return any(role.by_topic for role in self.roles)

    def held_for(self, grants: Grants, row: Carried) -> bool:
        return any(role.held_for(grants, row) for role in self.roles)

    def lender_for(self, grants: Grants, row: Carried) -> int | None:
        first = next((role for role in self.roles if role.held_for(grants, row)), None)
        return first.lender_for(grants, row) if first else None

    def held(self, grants: Grants, unit_id: int | None) -> bool:
        return any(role.held(grants, unit_id) for role in self.roles)

    def lender(self, grants: Grants, unit_id: int | None) -> int | None:
        first = next((role for role in self.roles if role.held(grants, unit_id)), None)
        return first.lender(grants, unit_id) if first else None

    def holders(self, unit: type[Model], unit_id: int | None) -> QuerySet[Any]:
        ids = (role.holders(unit, unit_id).order_by().values("pk") for role in self.roles)
        among = [Q(pk__in=one) for one in ids]
        return get_user_model()._default_manager.filter(reduce(or_, among))

    def people_for(self, rows: Sequence[Carried]) -> dict[int, set[int]]:
        each = [role.people_for(rows) for role in self.roles]
        return {row.pk: set().union(*(people[row.pk] for people in each)) for row in rows}

    def people(self, unit: type[Model], unit_ids: Iterable[int | None]) -> People:
        asked = set(unit_ids)
        each = [role.people(unit, asked) for role in self.roles]
        return {one: set().union(*(people.get(one, ()) for people in each)) for one in asked}

    def rows(self, grants: Grants, process: Process) -> Q:
        return reduce(or_, (role.rows(grants, process) for role in self.roles))


@dataclass(frozen=True)
class FirstPresent(Role):
    """``first``, or ``otherwise`` in a unit where nobody holds ``first``."""

    first: InUnit
    otherwise: InUnit

    @property
    def where(self) -> frozenset[str]:
        return self.first.where | self.otherwise.where

    def held(self, grants: Grants, unit_id: int | None) -> bool:
        if self.first.held(grants, unit_id):
            return True
        return self.otherwise.held(grants, unit_id) and not self.first.is_held(grants.unit, unit_id)

    def lender(self, grants: Grants, unit_id: int | None) -> int | None:
        role = self.first if self.first.held(grants, unit_id) else self.otherwise
        return role.lender(grants, unit_id)

    def holders(self, unit: type[Model], unit_id: int | None) -> QuerySet[Any]:
        role = self.first if self.first.is_held(unit, unit_id) else self.otherwise
        return role.holders(unit, unit_id)

    def people(self, unit: type[Model], unit_ids: Iterable[int | None]) -> People:
        asked = set(unit_ids)
        return {**self.otherwise.people(unit, asked), **self.first.people(unit, asked)}

    def units(self, grants: Grants) -> set[int]:
        """``otherwise`` counts in the units that hold nobody of ``first``."""
        first, theirs = self.first.units(grants), self.otherwise.units(grants)
        return first | set(units_without(self.first.codenames, grants.unit, theirs - first))

    def rows(self, grants: Grants, process: Process) -> Q:
        return self.first.rows_in(self.units(grants), process)


def first_present(first: InUnit, otherwise: InUnit, label: StrOrPromise) -> FirstPresent:
    """The role of ``first``, falling to ``otherwise`` where a unit has no ``first``."""
    return FirstPresent(label, first.codenames + otherwise.codenames, first, otherwise, on=first.on)


def one_of(*roles: Role, label: StrOrPromise) -> OneOf:
    """The role of whoever holds any of ``roles``."""
    return OneOf(label, tuple(codename for role in roles for codename in role.codenames), roles)
