"""How the process of a request for a shorter text is walked: who tries, and how it comes to each state."""

from __future__ import annotations

from typing import Any

from cases.models import Case, Version
from exports.models import Passage, Shortening
from tests.cast import NOW
from tests.workflow.walking import report
from tests.workflow.walking.objection import report_makers
from tests.workflow.walking.walk import Walk
from tests.workflow.walking.world import World
from workflow import engine

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
    "observer":              (("observer", ""),),
    "superuser":             (),
    "stranger":              (),
    "who has left":          (("editor", ""), ("focal point", "own"), ("head", "own")),
}
PATHS = {
    "new":       (),
    "asked":     (("editor", "ask"),),
    "shortened": (("editor", "ask"), ("head", "shorten")),
    "declined":  (("editor", "ask"), ("focal point", "decline")),
    "withdrawn": (("editor", "ask"), ("editor", "withdraw")),
}
# fmt: on
SHORT = "Clinics opened."


def station(world: World, state: str) -> Shortening:
    """A request at ``state``, of a passage that tells an answer of the own department."""
    request = begun(world, told_passage(world))
    for person, step in PATHS[state]:
        engine.perform(request, step, by=world[person], now=NOW, **given(world, step))
    return request


def told_passage(world: World) -> Passage:
    """In a report that is with its editor."""
    world.people = report_makers(world) | world.people
    assembling = report.station(world, "assembling")
    heading = assembling.headings.order_by("pk")[0]
    passage = Passage.objects.create(report=assembling, heading=heading, place=1)
    answer = Case.objects.filter(lead=world.own).latest("pk").present_answer
    text = {"language": "en", "short_text": "Two hundred clinics opened.", "author": world["head"], "at": NOW}
    version = Version.objects.create(answer=answer, number=1, **text)
    passage.tells.create(answer=answer, version=version)
    return passage


def begun(world: World, passage: Passage) -> Shortening:
    asked = {"department": world.own, "had": 4, "wished": 2}
    return Shortening.objects.create(report=passage.report, passage=passage, **asked)


def given(world: World, step: str) -> dict[str, Any]:
    """Everything that the step needs."""
    needed = {"shorten": SHORT, "decline": "It is the law."}
    return {"comment": needed[step]} if step in needed else {}


def the_passage_is_taken_out(world: World) -> None:
    Passage.objects.update(removed_at=NOW)


WALK = Walk(
    people=PEOPLE,
    station=station,
    given=given,
    variants={
        "the passage stands": lambda world: None,
        "the passage was taken out": the_passage_is_taken_out,
    },
)
