"""A process: a table of steps over the model that it carries, and which processes there are.

The steps are decorated methods of that model (``step.py``): the engine, the pages, the checks, the tests and
the drawings all read them here, through ``Process.steps``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from workflow.grants import Grants
from workflow.models import Carried, Event, Remark
from workflow.step import Step, read_step

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Gate = Callable[[Any, Any], "StrOrPromise"]
"""Takes the row and the person. Returns the sentence why this person takes no step at all on this row."""


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
        read = (self._with_topics(read_step(rows)) for rows in found.values())
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
