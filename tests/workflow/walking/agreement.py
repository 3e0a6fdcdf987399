"""How the process of an agreement is walked: who tries, and how an agreement comes to each state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from cases.models import Case, Version
from exports.models import Agreement, Passage, PassageAnswer, PassageText, ProposedText
from tests.cast import NOW
from tests.workflow.walking import report
from tests.workflow.walking.objection import report_makers
from tests.workflow.walking.walk import Walk
from tests.workflow.walking.world import World
from workflow import engine

WRITER = "editor who wrote it"
# fmt: off
PEOPLE = {
    "focal point":           (("focal point", "own"),),
    "head":                  (("head", "own"),),
    "focal point elsewhere": (("focal point", "other"),),
    "head elsewhere":        (("head", "other"),),
    "coordinator":           (("coordinator", ""),),
    "validator":             (("validator", ""),),
    "editor":                (("editor", ""),),
    WRITER:                  (("editor", ""), ("head", "own")),
    "observer":              (("observer", ""),),
    "superuser":             (),
    "stranger":              (),
    "who has left":          (("editor", ""), ("focal point", "own"), ("head", "own")),
}
PATHS = {
    "new":       (),
    "asked":     (("editor", "ask"),),
    "agreed":    (("editor", "ask"), ("head", "agree")),
    "declined":  (("editor", "ask"), ("head", "decline")),
    "withdrawn": (("editor", "ask"), ("editor", "withdraw")),
}
# fmt: on
WORDS, OTHERS = "The editor's words.", "Other words."
BEFORE = NOW - timedelta(days=1)


def station(world: World, state: str) -> Agreement:
    """An agreement at ``state``, to words that the department proposed and that stand."""
    passage = passage_of(world)
    text = written(world, passage, WORDS)
    agreement = Agreement.objects.create(report=passage.report, text=text, department=world.own)
    for person, step in PATHS[state]:
        if step == "withdraw":
            written(world, passage, OTHERS)
        engine.perform(agreement, step, by=world[person], now=BEFORE, **given(world, step))
        if step == "withdraw":
            written(world, passage, WORDS)
    return agreement


def passage_of(world: World) -> Passage:
    """A passage of a report in work that tells an answer of the own department."""
    world.people = report_makers(world) | world.people
    in_work = report.station(world, "assembling")
    heading = in_work.headings.order_by("pk")[0]
    passage = Passage.objects.create(report=in_work, heading=heading, place=1)
    answer = Case.objects.filter(lead=world.own).order_by("pk")[0].present_answer
    given = {"language": "en", "short_text": "As approved.", "author": world["head"], "at": NOW}
    version = Version.objects.create(answer=answer, number=1, **given)
    PassageAnswer.objects.create(passage=passage, answer=answer, version=version)
    return passage


def written(world: World, passage: Passage, words: str) -> PassageText:
    """Words that the department proposed, as the newest of the passage."""
    said: dict[str, Any] = {"passage": passage, "language": "en", "text": words, "at": NOW}
    proposal = ProposedText.objects.create(department=world.own, signed=True, by=world["head"], **said)
    number = passage.texts.count() + 1
    return PassageText.objects.create(number=number, by=world[WRITER], proposal=proposal, **said)


def given(world: World, step: str) -> dict[str, Any]:
    """Everything that the step needs."""
    return {"comment": "Not two hundred."} if step == "decline" else {}


def the_text_changes(world: World) -> None:
    written(world, Passage.objects.get(), OTHERS)


WALK = Walk(
    people=PEOPLE,
    station=station,
    given=given,
    variants={
        "the text stands, as the department proposed it": lambda world: None,
        "the text has changed since": the_text_changes,
    },
)
