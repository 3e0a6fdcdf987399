"""Each guard of a contribution refuses by itself: with it alone off, the same act is taken."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from cases.models import Case, Contribution
from cases.people.models import Department
from tests.cast import NOW, draft
from tests.workflow.walking.contribution import PEOPLE, given, station
from tests.workflow.walking.walk import world_of
from tests.workflow.walking.world import World
from workflow import engine
from workflow.errors import Blocked


def the_case_has_gone_on(world: World, row: Contribution) -> None:
    Case.objects.update(state="sign-off")


def the_lead_is_asked(world: World, row: Contribution) -> None:
    Contribution.objects.update(department=world.own)


def another_is_open(world: World, row: Contribution) -> None:
    also = Contribution.objects.create(answer=row.answer, lead=row.lead, department=row.department)
    engine.perform(also, "ask", by=world["coordinator"], now=NOW, **given(world, "ask"))


def it_must_agree(world: World, row: Contribution) -> None:
    Contribution.objects.update(must_agree=True)


def the_text_was_put_before_it(world: World, row: Contribution) -> None:
    Contribution.objects.update(must_agree=True, put=row.answer.latest_draft())


def the_text_changed_since(world: World, row: Contribution) -> None:
    the_text_was_put_before_it(world, row)
    draft(Case.objects.get(), by=world["focal point of the lead"], full_text="Another text.")


def it_agreed(world: World, row: Contribution) -> None:
    Contribution.objects.update(must_agree=True, agreed=row.answer.latest_draft())


def it_wrote_nothing(world: World, row: Contribution) -> None:
    row.parts.all().delete()


def it_is_independent(world: World, row: Contribution) -> None:
    Department.objects.filter(pk=world.other.pk).update(independent=True)


def it_has_time(world: World, row: Contribution) -> None:
    Contribution.objects.update(due_on=NOW.date() + timedelta(days=1))


def both_of_these(world: World, row: Contribution) -> None:
    it_must_agree(world, row)
    the_case_has_gone_on(world, row)


def nothing_more(world: World, row: Contribution) -> None:
    """As it stands."""


LEAD, THEY = "focal point of the lead", "focal point"
# fmt: off
GUARDS: list[tuple[str, str, str, str, Callable[[World, Contribution], None]]] = [
    ("ask",                   "is_drafted",               "new",       LEAD, the_case_has_gone_on),
    ("ask",                   "is_another_department",    "new",       LEAD, the_lead_is_asked),
    ("ask",                   "is_asked_once",            "new",       LEAD, another_is_open),
    ("ask_to_agree",          "must_agree",               "asked",     LEAD, nothing_more),
    ("ask_to_agree",          "is_drafted",               "accepted",  LEAD, both_of_these),
    ("ask_to_agree",          "text_is_another",          "asked",     LEAD, the_text_was_put_before_it),
    ("deliver",               "has_something_to_deliver", "asked",     THEY, it_wrote_nothing),
    ("deliver",               "has_something_to_deliver", "asked",     THEY, the_text_changed_since),
    ("return_to_contributor", "is_drafted",               "accepted",  LEAD, the_case_has_gone_on),
    ("return_to_contributor", "is_not_independent",       "delivered", LEAD, it_is_independent),
    ("return_to_contributor", "did_not_agree",            "delivered", LEAD, it_agreed),
    ("withdraw",              "need_not_agree",           "asked",     LEAD, it_must_agree),
    ("go_on_without",         "need_not_agree",           "asked",     LEAD, it_must_agree),
    ("go_on_without",         "is_past_due",              "asked",     LEAD, it_has_time),
    ("lift",                  "must_agree",               "asked",     "coordinator", nothing_more),
]
# fmt: on
STEPS = Contribution.process.steps
KEPT_TWICE = {("ask", "is_asked_once"), ("ask_to_agree", "must_agree")}
"""Where the database refuses too."""


@pytest.mark.django_db
@pytest.mark.parametrize(("step", "rule", "state", "person", "prepare"), GUARDS)
def test_the_guard_refuses_and_nothing_else_would(
    step: str, rule: str, state: str, person: str, prepare: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = world_of(PEOPLE)
    row = station(world, state)
    prepare(world, row)
    act = {"by": world[person], "now": NOW, **given(world, step)}
    with pytest.raises(Blocked):
        engine.perform(Contribution.objects.get(pk=row.pk), step, **act)

    without = tuple(guard for guard in STEPS[step].guards if guard.__name__ != rule)
    monkeypatch.setitem(STEPS, step, replace(STEPS[step], guards=without))
    with (
        nullcontext() if (step, rule) not in KEPT_TWICE else pytest.raises(IntegrityError),
        transaction.atomic(),
    ):
        engine.perform(Contribution.objects.get(pk=row.pk), step, **act)


def test_every_guard_is_probed() -> None:
    named = {(step.name, guard.__name__) for step in STEPS.values() for guard in step.guards}
    assert {row[:2] for row in GUARDS} == named
