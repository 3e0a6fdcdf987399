"""One step of a process: how its row of the table is written, and what one attempt at it gets to see.

The decorated methods are django-fsm transitions and the only copy of the table (``process.py`` reads them).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django_fsm import transition

from workflow.beside import Beside
from workflow.facts import Fact, asked_by
from workflow.models import Event
from workflow.roles import Role

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_order = itertools.count()


@dataclass(frozen=True)
class Act:
    """One attempt at a step: what guards and the step's own method get to see.

    ``case`` is the row as held in the transaction, ``by`` the user, ``at`` the moment, ``acting_for`` the id
    of who lent the role, if it was lent, ``comment`` what the person wrote, ``data`` what the step was given
    (named after its needs), ``together`` the ids of all cases that move in one. What the step's method puts
    into ``noted`` is kept with the event. ``known`` are the facts that have been asked for,
    ``beside`` takes what the method writes to other rows than the case.
    """

    case: Any
    step: Step
    by: Any
    at: datetime
    acting_for: int | None = None
    comment: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    together: Sequence[int] = ()
    noted: dict[str, Any] = field(default_factory=dict)
    known: dict[Fact, list[Any]] = field(default_factory=dict, repr=False)
    beside: Beside = field(default_factory=Beside, repr=False)

    def ask(self, fact: Fact) -> list[Any]:
        """The answer to ``fact``: it came with the row, or is asked for now, once."""
        if fact not in self.known:
            self.known[fact] = list(fact(self.case))
        return self.known[fact]

    @property
    def people(self) -> set[int]:
        """Ids of the person, and of the one for whom the person acts: four eyes are theirs together."""
        return {self.by.pk} | ({self.acting_for} if self.acting_for else set())


Undo = Callable[[Any, Event], "StrOrPromise"]
"""Takes back what a step did beside the case's own columns, from its event. A sentence where it cannot."""

Guard = Callable[[Act], "StrOrPromise"]
"""Returns the sentence why not; an empty text means yes. Its docstring says the rule in a few words."""


@dataclass(frozen=True)
class Need:
    """Something that the person brings to a step: ``name`` in ``Act.data``, or the comment itself.

    ``sentence`` is what the person reads when it is missing. ``instead`` names what does as well.
    """

    name: str
    label: StrOrPromise
    sentence: StrOrPromise
    instead: str = ""

    def missing(self, act: Act) -> bool:
        if self.name == "reason":
            return not act.comment.strip()
        return all(act.data.get(name) in (None, "") for name in (self.name, self.instead))


@dataclass(frozen=True)
class Step:
    """One row of the table, as read from the method ``name``; without a ``target`` the case stays."""

    name: str
    sources: tuple[str, ...]
    target: str
    role: Role
    label: StrOrPromise
    needs: tuple[Need, ...]
    guards: tuple[Guard, ...]
    order: int
    undo: Undo | None = None
    in_turn: bool = False
    follow: tuple[tuple[str, str], ...] = ()
    awaited: tuple[str, ...] = ()
    asks: tuple[Fact, ...] = ()
    """What its guards and its method said that they ask for, and its role."""

    def reaches(self, source: str) -> str:
        """The state in which a case stands after this step from ``source``."""
        return self.target or source


def step(
    *,
    source: Iterable[str],
    target: str | None,
    role: Role,
    label: StrOrPromise,
    needs: Iterable[Need] = (),
    guards: Iterable[Guard] = (),
    undo: Undo | None = None,
    in_turn: bool = False,
    follow: Mapping[str, str] | None = None,
    awaited: Iterable[str] = (),
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a method of a ``Carried`` model a step of its process.

    The method takes one :class:`Act` and makes the step's own changes to the case; the engine saves what
    changed. ``source`` are the states that it leaves, ``target`` the one that it reaches (None: the case
    stays where it stands), ``role`` who may take it, ``label`` the text on its button, ``needs`` what the
    person brings, ``guards`` what must hold.
    ``undo`` makes it a step that can be taken back for some minutes (``workflow/undoing.py``), if it is the
    last; ``in_turn``: also after what came later was taken back.
    ``follow`` says, by the name of something given, the dotted name of what an act on many does after it with
    that: a function of the row and what the step was given, with ``by`` and ``now``. Step and what follows
    stand or fall together.
    ``awaited`` are states in which a row waits for this step, and so stands in the list of who may take it.
    """
    custom: dict[str, Any] = {
        "role": role,
        "label": label,
        "needs": tuple(needs),
        "guards": tuple(guards),
        "undo": undo,
        "in_turn": in_turn,
        "follow": tuple((follow or {}).items()),
        "awaited": tuple(str(state) for state in awaited),
        "order": next(_order),
    }

    def decorate(method: Callable[..., None]) -> Callable[..., None]:
        custom["asks"] = asked_by(*custom["guards"], method)
        row = transition(
            field="state", source=list(source), target=target, conditions=[_called_by_engine], custom=custom
        )
        return cast("Callable[..., None]", row(method))

    return decorate


def _called_by_engine(case: Any) -> bool:
    return getattr(case, "_in_engine", False)


def read_step(rows: list[Any]) -> Step:
    """The row of the table that these transitions of django-fsm make, one for each state that it leaves."""
    first = rows[0]
    custom = first.custom
    return Step(
        name=first.name,
        sources=tuple(str(row.source) for row in rows),
        target=str(first.target or ""),
        role=custom["role"],
        label=custom["label"],
        needs=custom["needs"],
        guards=custom["guards"],
        undo=custom["undo"],
        in_turn=custom["in_turn"],
        follow=custom["follow"],
        awaited=custom["awaited"],
        asks=custom["asks"],
        order=custom["order"],
    )
