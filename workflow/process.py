"""How a process is written: a table of steps, as decorated methods on the model that it carries.

The decorated methods are django-fsm transitions and the only copy of the table: the engine, the pages, the
checks, the tests and the drawings all read it here, through ``Process.steps``.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django_fsm import transition

from workflow.beside import Beside
from workflow.facts import Fact, asked_by
from workflow.grants import Grants
from workflow.models import Carried, Event, Remark
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

Gate = Callable[[Any, Any], "StrOrPromise"]
"""Takes the row and the person. Returns the sentence why this person takes no step at all on this row."""


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
    follow: Mapping[str, str] | None = None,
    awaited: Iterable[str] = (),
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a method of a ``Carried`` model a step of its process.

    The method takes one :class:`Act` and makes the step's own changes to the case; the engine saves what
    changed. ``source`` are the states that it leaves, ``target`` the one that it reaches (None: the case
    stays where it stands), ``role`` who may take it, ``label`` the text on its button, ``needs`` what the
    person brings, ``guards`` what must hold.
    ``undo`` makes it a step that can be taken back for some minutes (``workflow/undoing.py``).
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


def _stands_open(row: Any, by: Any) -> StrOrPromise:
    return ""


@dataclass(eq=False)
class Process:
    """A named table of steps over one carried model.

    ``name`` and ``version`` go into every event; ``unit`` is the foreign key of the model on whose target
    roles are held, or, where a row belongs to no unit, the label of the unit's model (“people.Department”):
    its roles are held for the nation, or on another foreign key of the row (``Role.on``). ``initial`` and
    ``final`` are states; ``states`` maps each state to its label.
    ``renamed`` maps states that the code no longer has to those that took their place, for
    ``manage.py migrate_process``; who renames a state counts ``version`` up.
    ``topics`` is the path from a row to what it is about (“recommendation__themes”), a field to many at its
    end: roles that are held on topics concern the rows that have any of them.
    ``beside`` are foreign keys whose rows most guards ask for: they are read with the case.
    ``gate`` is asked before every step and every undo, whatever the role.
    ``model`` is set when Django knows the model (see ``register``).
    """

    name: str
    unit: str
    initial: str
    final: frozenset[str]
    states: Mapping[str, StrOrPromise]
    version: int = 1
    renamed: Mapping[str, str] = field(default_factory=dict)
    topics: str = ""
    beside: tuple[str, ...] = ()
    gate: Gate = _stands_open
    model: type[Carried] = field(init=False)

    @cached_property
    def steps(self) -> dict[str, Step]:
        """The table: steps by name, in the order in which they are written."""
        found: dict[str, list[Any]] = {}
        for row in self._field("state").get_all_transitions(self.model):
            found.setdefault(row.name, []).append(row)
        read = (self._with_topics(_read_step(rows)) for rows in found.values())
        return {one.name: one for one in sorted(read, key=lambda one: one.order)}

    @property
    def storable(self) -> list[str]:
        """The states in which a row may stand: those of the code, and those that wait to be migrated."""
        return [*self.states, *self.renamed]

    @cached_property
    def unit_model(self) -> type[Model]:
        if self.has_unit:
            return cast("type[Model]", self._field(self.unit).related_model)
        return apps.get_model(self.unit)

    @cached_property
    def has_unit(self) -> bool:
        """Whether each row belongs to one unit: ``unit`` is a foreign key, not the label of a model."""
        return "." not in self.unit

    @cached_property
    def topic_model(self) -> type[Model] | None:
        """As :func:`topics_beside`, for the process's own unit."""
        return topics_beside(self.unit_model)

    def end_of_topics(self) -> type[Model]:
        """The model to which the path ``topics`` leads."""
        return cast("type[Model]", self._topics_field.related_model)

    @property
    def _topics_field(self) -> Any:
        model: Any = self.model
        *way, last = self.topics.split("__")
        for name in way:
            model = model._meta.get_field(name).related_model
        return model._meta.get_field(last)

    def topics_of(self, row: Any) -> QuerySet[Any, Any]:
        """The ids of the topics of a row: a fact (``workflow/facts.py``)."""
        return self.topics_of_all(pk=row.pk).values_list(self.topics, flat=True)

    def topics_of_all(self, **which: Any) -> QuerySet[Any, Any]:
        """Of these rows, those that have topics: once for each topic."""
        return self.model._base_manager.filter(**which, **{f"{self.topics}__isnull": False}).order_by()

    def with_any_topic(self, topic_ids: Iterable[int]) -> Q:
        """The rows that have any of these topics: what a list filters by, row by row in its own order."""
        way, _, _last = self.topics.rpartition("__")
        between: Any = self._topics_field.remote_field.through._base_manager
        own, other = self._topics_field.m2m_field_name(), self._topics_field.m2m_reverse_field_name()
        wanted = {own: OuterRef(way or "pk"), f"{other}__in": sorted(topic_ids)}
        return Q(Exists(between.filter(**wanted)))

    def _with_topics(self, step: Step) -> Step:
        """Who takes it by a topic is known only with the row's own."""
        if not self.topics or not step.role.by_topic:
            return step
        return replace(step, asks=(*step.asks, self.topics_of))

    @cached_property
    def event_model(self) -> type[Event]:
        return cast("type[Event]", self._field("events").related_model)

    @cached_property
    def remark_model(self) -> type[Remark]:
        remark: Any = self.event_model._meta.get_field("remark")  # type: ignore[misc]
        return cast("type[Remark]", remark.related_model)

    def _field(self, name: str) -> Any:
        return self.model._meta.get_field(name)

    def unit_id(self, case: Carried, on: str = "") -> int | None:
        """The id of the unit that concerns ``case``; ``on`` names another foreign key than the process's.

        None where the row belongs to no unit.
        """
        column = self.unit_column(on)
        return cast("int | None", getattr(case, column)) if column else None

    def unit_column(self, on: str = "") -> str:
        """The column that names the unit, as :meth:`unit_id` reads it; empty where there is none."""
        return f"{on or self.unit}_id" if on or self.has_unit else ""

    def grants(self, user: Any) -> Grants:
        return Grants.of(user, self.unit_model, self.topic_model)

    def leaving(self, state: str) -> list[Step]:
        """The steps that leave ``state``, in the order of the table."""
        return [one for one in self.steps.values() if state in one.sources]


_registered: dict[str, Process] = {}


def register(model: type[Carried]) -> type[Carried]:
    """Class decorator: the model's ``process`` now knows its model, and ``process_named`` finds it."""
    model.process.model = model
    _registered[model.process.name] = model.process
    return model


def process_named(name: str) -> Process:
    """The registered process of that name; KeyError where there is none."""
    return _registered[name]


def registered_processes() -> list[Process]:
    return list(_registered.values())


def topics_beside(unit: type[Model]) -> type[Model] | None:
    """The model of the topics on which roles are held beside those on ``unit``; None: there is none.

    It is that of any process of the unit, so that a person's grants are the same for all of them.
    """
    named = (one for one in _registered.values() if one.topics and one.unit_model is unit)
    return next((one.end_of_topics() for one in named), None)


def _read_step(rows: list[Any]) -> Step:
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
        follow=custom["follow"],
        awaited=custom["awaited"],
        asks=custom["asks"],
        order=custom["order"],
    )
