"""How the process of a request for more time is walked: who tries, and how a request comes to each state."""

from __future__ import annotations

from typing import Any

from cases.models import Extension
from tests.cast import LATER, NOW
from tests.workflow.walking import case
from tests.workflow.walking.walk import Walk
from tests.workflow.walking.world import World
from workflow import engine

ASKER = "coordinator who asked"
# fmt: off
PEOPLE = {
    "focal point":           (("focal point", "own"),),
    "alternate":             (("alternate", "own"),),
    "head":                  (("head", "own"),),
    "focal point elsewhere": (("focal point", "other"),),
    "head elsewhere":        (("head", "other"),),
    "coordinator":           (("coordinator", ""),),
    ASKER:                   (("coordinator", ""), ("focal point", "own")),
    "validator":             (("validator", ""),),
    "escalation contact":    (("escalation contact", "own"),),
    "editor":                (("editor", ""),),
    "observer":              (("observer", ""),),
    "superuser":             (),
    "stranger":              (),
    "who has left":          (("coordinator", ""), ("focal point", "own"), ("head", "own")),
}
PATHS = {
    "new":       (),
    "asked":     ((ASKER, "ask"),),
    "granted":   ((ASKER, "ask"), ("coordinator", "grant")),
    "refused":   ((ASKER, "ask"), ("coordinator", "refuse")),
    "withdrawn": ((ASKER, "ask"), ("head", "withdraw")),
}
REASON = {"comment": "A reason."}
GIVEN: dict[str, dict[str, Any]] = {
    "ask":      {"wanted_on": LATER, **REASON},
    "grant":    {"granted_on": LATER},
    "refuse":   REASON,
    "withdraw": {},
    "lapse":    {"because": "close"},
}
# fmt: on


def station(world: World, state: str) -> Extension:
    """A request at ``state``, about a case that was assigned."""
    asked_for = case.station(world, "assigned")
    request = Extension.objects.create(answer=asked_for.answer, lead=asked_for.lead)
    for person, step in PATHS[state]:
        engine.perform(request, step, by=world[person], now=NOW, **given(world, step))
    return request


def given(world: World, step: str) -> dict[str, Any]:
    """Everything that the step needs."""
    return GIVEN[step]


WALK = Walk(
    people=PEOPLE,
    station=station,
    given=given,
    variants={"the case is still with the department": lambda world: None},
)
