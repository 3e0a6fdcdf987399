"""How the process of a contribution is walked: who tries, and how a contribution comes to each state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cases.models import Case, Contribution
from tests.cast import DUE, NOW, draft, received
from tests.workflow.walking.walk import Walk
from tests.workflow.walking.world import World
from workflow import engine

# fmt: off
PEOPLE = {
    "focal point of the lead": (("focal point", "own"),),
    "alternate of the lead":   (("alternate", "own"),),
    "head of the lead":        (("head", "own"),),
    "contributor":             (("contributor", "other"),),
    "focal point":             (("focal point", "other"),),
    "alternate":               (("alternate", "other"),),
    "head":                    (("head", "other"),),
    "contributor of the lead": (("contributor", "own"),),
    "coordinator":             (("coordinator", ""),),
    "validator":               (("validator", ""),),
    "editor":                  (("editor", ""),),
    "observer":                (("observer", ""),),
    "superuser":               (),
    "stranger":                (),
    "who has left":            (("coordinator", ""), ("focal point", "own"), ("focal point", "other")),
}
PATHS: dict[str, tuple[tuple[str, str], ...]] = {}
PATHS["new"]       = ()
PATHS["asked"]     = (("focal point of the lead", "ask"),)
PATHS["drafting"]  = (*PATHS["asked"], ("contributor", "begin"))
PATHS["delivered"] = (*PATHS["drafting"], ("focal point", "deliver"))
PATHS["accepted"]  = (*PATHS["delivered"], ("focal point of the lead", "accept"))
PATHS["returned"]  = (*PATHS["delivered"], ("focal point of the lead", "return_to_contributor"))
PATHS["declined"]  = (*PATHS["asked"], ("head", "decline"))
PATHS["withdrawn"] = (*PATHS["asked"], ("coordinator", "withdraw"))

OVERDUE = NOW.date() - timedelta(days=1)
REASON = {"comment": "A reason."}
GIVEN: dict[str, dict[str, Any]] = {
    "ask":                   {"due_on": OVERDUE},
    "ask_to_agree":          {"due_on": OVERDUE},
    "return_to_contributor": REASON,
    "decline":               REASON,
    "lift":                  REASON,
    "lapse":                 {"because": "close"},
}
# fmt: on


def station(world: World, state: str) -> Contribution:
    """A contribution at ``state``, with a part, its date over; the lead has a draft."""
    drafted = drafted_case(world)
    row = Contribution.objects.create(answer=drafted.answer, lead=drafted.lead, department=world.other)
    write_part(world, row)
    for person, step in PATHS[state]:
        engine.perform(row, step, by=world[person], now=NOW, **given(world, step))
    return row


def drafted_case(world: World) -> Case:
    case = received(world)
    assigned = {"lead": world.own, "due_on": DUE}
    engine.perform(case, "assign", by=world["coordinator"], now=NOW, **assigned)
    draft(case, by=world["focal point of the lead"])
    return case


def write_part(world: World, row: Contribution) -> None:
    row.parts.create(
        number=row.parts.count() + 1, language="en", text="Our part.", author=world["contributor"], at=NOW
    )


def given(world: World, step: str) -> dict[str, Any]:
    """Everything that the step needs."""
    if step == "carry_over":
        return {"lead": world.other, "answer": Contribution.objects.get().answer}
    return GIVEN.get(step, {})


def must_agree(world: World) -> None:
    Contribution.objects.update(must_agree=True)


WALK = Walk(
    people=PEOPLE,
    station=station,
    given=given,
    variants={"the department contributes, and its date is over": lambda world: None,
              "the department must agree": must_agree},
)  # fmt: skip
