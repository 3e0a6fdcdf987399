"""How the process of the report is walked: who tries, and how a report comes to each state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from exports.models import Adoption, Report
from tests.cast import NOW
from tests.workflow.walking import case
from tests.workflow.walking.walk import Walk
from tests.workflow.walking.world import World
from workflow import engine

MAKER = "editor and validator"
# fmt: off
PEOPLE = {
    "focal point":  (("focal point", "own"),),
    "head":         (("head", "own"),),
    "coordinator":  (("coordinator", ""),),
    "validator":    (("validator", ""),),
    "validator for a theme": (("validator", "own"),),
    "editor":       (("editor", ""),),
    MAKER:          (("editor", ""), ("validator", "")),
    "observer":     (("observer", ""),),
    "superuser":    (),
    "stranger":     (),
    "who has left": (("coordinator", ""), ("validator", ""), ("editor", ""), ("focal point", "own")),
}
WAY = ((MAKER, "assemble"), ("editor", "circulate"), ("editor", "review"), ("validator", "freeze"),
       ("coordinator", "adopt"), ("editor", "submit"))
STATES = ("outline", "assembling", "circulation", "review", "frozen", "adopted", "submitted")
REASON = {"comment": "A reason."}
REPLY = NOW.date() + timedelta(days=10)
# fmt: on


def station(world: World, state: str) -> Report:
    """A report at ``state``, with a case that the own department drafts."""
    case.station(world, "assigned")
    report = Report.objects.create(
        reference="report", title="Report", round=world.round, introduction="We begin."
    )
    for person, step in WAY[: STATES.index(state)]:
        engine.perform(report, step, by=world[person], now=NOW, **given(world, step))
    return report


def given(world: World, step: str) -> dict[str, Any]:
    """Everything that the step needs."""
    needed: dict[str, dict[str, Any]] = {
        "assemble": {"kind": "upr", "round": world.round},
        "revise": {"introduction": "We begin anew."},
        "arrange": {"change": "add-heading", "titles": {"en": "Our own"}},
        "circulate": {"reply_on": REPLY},
        "take_back": REASON,
        "return_to_editor": REASON,
        "freeze": REASON,
        "adopt": {"decision": Adoption(decided_on=NOW.date(), document="Decree 2.26.114")},
        "amend": REASON,
        "submit": {"submitted_on": NOW.date(), "receipt": "HRC-118"},
    }
    return needed.get(step, {})


WALK = Walk(
    people=PEOPLE, station=station, given=given, variants={"no objection is open": lambda world: None}
)
