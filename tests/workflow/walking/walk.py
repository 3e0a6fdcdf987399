"""What a process brings so that its permissions can be walked and its steps taken at random."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cases.people.models import User
from cases.people.roles import IN_DEPARTMENT, give_role
from cases.validating import give_themes
from tests.cast import department, person
from tests.remembering import remembered
from tests.workflow.walking.world import World

Roles = tuple[tuple[str, str], ...]
"""Roles that one person holds, each with where: "own", "other" (or such a theme), or "" for the nation."""


@dataclass(frozen=True)
class Walk:
    """``people``: the roles of everybody who tries. ``station``: brings a new row to a state.

    ``given``: what a step is given. ``variants``: by the name that stands in the table, what makes a world of
    that kind once a row is at its station.
    """

    people: Mapping[str, Roles]
    station: Callable[[World, str], Any]
    given: Callable[[World, str], dict[str, Any]]
    variants: Mapping[str, Callable[[World], None]]


def world_of(people: Mapping[str, Roles]) -> World:
    """Two departments, a round, and everybody of ``people`` with the roles held."""
    return remembered(lambda: _played(people), key=("world", tuple(people.items())))


def _played(people: Mapping[str, Roles]) -> World:
    world = World(own=department("own", "Own Ministry"), other=department("other", "Other Ministry"))
    for name, roles in people.items():
        world.people[name] = _made(name, roles, world)
    return world


def _made(name: str, roles: Roles, world: World) -> User:
    user = person(name.replace(" ", "-"))
    for role, where in roles:
        if role == "validator" and where:
            give_themes(user, [world.themes[where]])
            continue
        give_role(user, role, getattr(world, where) if role in IN_DEPARTMENT else None)
    user.is_superuser = user.is_staff = name == "superuser"
    user.is_active = name != "who has left"
    user.save()
    return user
