"""How the process of an objection is walked: who tries, and how an objection comes to each state."""

from __future__ import annotations

from typing import Any

from exports.models import Objection
from tests.cast import NOW
from tests.workflow.walking import report
from tests.workflow.walking.walk import Walk
from tests.workflow.walking.world import World
from workflow import engine

OBJECTOR = "editor who objected"
# fmt: off
PEOPLE = {
    "focal point":           (("focal point", "own"),),
    "alternate":             (("alternate", "own"),),
    "head":                  (("head", "own"),),
    "focal point elsewhere": (("focal point", "other"),),
    "head elsewhere":        (("head", "other"),),
    "coordinator":           (("coordinator", ""),),
    "validator":             (("validator", ""),),
    "editor":                (("editor", ""),),
    OBJECTOR:                (("editor", ""), ("focal point", "own")),
    "observer":              (("observer", ""),),
    "superuser":             (),
    "stranger":              (),
    "who has left":          (("editor", ""), ("focal point", "own"), ("head", "own")),
}
PATHS = {
    "new":       (),
    "open":      ((OBJECTOR, "make"),),
    "accepted":  ((OBJECTOR, "make"), ("editor", "accept")),
    "answered":  ((OBJECTOR, "make"), ("editor", "answer")),
    "withdrawn": ((OBJECTOR, "make"), ("head", "withdraw")),
}
TEXT = {"comment": "Two hundred clinics, not three."}
# fmt: on


def station(world: World, state: str) -> Objection:
    """An objection at ``state``, of the department that leads a case of the report."""
    world.people = report_makers(world) | world.people
    circulating = report.station(world, "circulation")
    objection = Objection.objects.create(
        report=circulating, circulation=circulating.circulation, department=world.own
    )
    for person, step in PATHS[state]:
        engine.perform(objection, step, by=world[person], now=NOW, **given(world, step))
    return objection


def report_makers(world: World) -> dict[str, Any]:
    """Whoever is not among the people here makes the report."""
    return dict.fromkeys([report.MAKER], world["editor"])


def given(world: World, step: str) -> dict[str, Any]:
    """Everything that the step needs."""
    return {} if step == "withdraw" else TEXT


WALK = Walk(
    people=PEOPLE, station=station, given=given, variants={"the report circulates": lambda world: None}
)
