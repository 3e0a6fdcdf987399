"""Who is meant by a step: the holders of its role, and of a restricted case those who are named in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cases.models import Case
from cases.models.access import named
from workflow import may
from workflow.roles import Role


def people_of(role: Role, cases: Sequence[Case]) -> dict[int, set[int]]:
    """Ids of active users by the id of the case; a fixed number of queries."""
    return in_sight(may.who_holds(role, cases), cases)


def in_sight(people: dict[int, set[int]], cases: Sequence[Case]) -> dict[int, set[int]]:
    """Without those from whom a restricted case is hidden; one query, none where nothing is restricted."""
    restricted = [case.pk for case in cases if case.restricted]
    found = defaultdict(set, people)
    if not restricted:
        return found
    names: dict[int, set[int]] = defaultdict(set)
    pairs = named().filter(content_object__in=restricted).values_list("content_object", "user")
    for case_id, user_id in pairs:
        names[case_id].add(user_id)
    for pk in restricted:
        found[pk] = found[pk] & names[pk]
    return found
