"""Who holds a role, for many departments at once, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch

from cases.people.models import Department
from workflow.roles import FirstPresent, InUnit, National, Role, holders_by_unit, national_holders

People = dict[int | None, set[int]]
"""Ids of users, by the id of the department that leads; None: a case without a lead."""


@singledispatch
def people_for(role: Role, lead_ids: Iterable[int | None]) -> People:
    """The active holders of ``role``, for each of the leads."""
    raise NotImplementedError(role)


@people_for.register
def _in_department(role: InUnit, lead_ids: Iterable[int | None]) -> People:
    known = [lead_id for lead_id in lead_ids if lead_id is not None]
    held = holders_by_unit(Department, known, role.codenames)
    return {lead_id: held[lead_id] for lead_id in held}


@people_for.register
def _for_the_nation(role: National, lead_ids: Iterable[int | None]) -> People:
    people = set(national_holders(Department, role.codenames).values_list("pk", flat=True))
    return dict.fromkeys(lead_ids, people)


@people_for.register
def _first_present(role: FirstPresent, lead_ids: Iterable[int | None]) -> People:
    wanted = list(lead_ids)
    return {**people_for(role.otherwise, wanted), **people_for(role.first, wanted)}
