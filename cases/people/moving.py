"""What moves when a department is followed by another: each room says what it keeps by department.

A room has a module ``moving`` that registers its movers, found as invariants are. The act is reorganising.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import autodiscover_modules

from cases.people.changes import Reorganisation
from cases.people.models import Department, User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Ids = Sequence[int]
"""Ids of departments that are dissolved."""


@dataclass(frozen=True)
class Move:
    """One act of moving: ``main`` names each predecessor's main successor by the predecessor's id.

    ``chosen`` names others for what was sent elsewhere, by keys of the room's own, such as “answer-7”.
    """

    reorganisation: Reorganisation
    main: Mapping[int, Department]
    chosen: Mapping[str, Department]
    by: User
    now: datetime

    def successor(self, predecessor_id: int, *keys: str) -> Department:
        """Who gets it: the first of ``keys`` that was chosen decides, else the main successor does."""
        named = (self.chosen[key] for key in keys if key in self.chosen)
        return next(named, self.main[predecessor_id])

    @property
    def dissolved(self) -> list[int]:
        return sorted(self.main)


@dataclass(frozen=True)
class Mover:
    """What one room keeps by department and gives to the successor.

    ``state``: what is there now, one list of plain values for each thing, always in the same order; a preview
    counts it, and holds it against what is there when it is confirmed. ``hold`` locks the rows, until the
    transaction ends. ``move`` gives them to the successors, in that transaction; it raises Refused.
    """

    label: StrOrPromise
    state: Callable[[Ids], list[Any]]
    move: Callable[[Move], None]
    hold: Callable[[Ids], None] = lambda ids: None


_movers: dict[str, Mover] = {}


def moves(name: str, mover: Mover) -> None:
    """Register what a room moves; a second time under the same name replaces the first."""
    _movers[name] = mover


def movers() -> dict[str, Mover]:
    """Those of every installed room, in the order of their names."""
    autodiscover_modules("moving")
    return dict(sorted(_movers.items()))
