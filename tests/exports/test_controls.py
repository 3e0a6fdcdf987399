"""Each rule of a report and of an objection has a probe that fails when the rule is off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError

from cases.people.roles import give_role
from exports.models import Adoption, Circulation, Objection
from tests.cast import NOW, Cast
from tests.exports.scene import answered, asked, report
from tests.exports.way import bring, take
from workflow import engine
from workflow.errors import Blocked
from workflow.process import process_named

YESTERDAY, TOMORROW = NOW.date().replace(day=1), NOW.date().replace(day=3)


def _refused(cast: Cast, state: str, step: str, who: str, **given: Any) -> None:
    answered(cast, asked(cast))
    shown = bring(cast, report(cast, introduction="We begin."), state)
    with pytest.raises(Blocked):
        take(shown, step, getattr(cast, who), **given)


def a_type_is_one_that_is_known(cast: Cast) -> None:
    shown = report(cast)
    with pytest.raises(Blocked):
        take(shown, "assemble", cast.editor, kind="novel")


def an_empty_report_does_not_circulate(cast: Cast) -> None:
    shown = bring(cast, report(cast), "assembling")
    with pytest.raises(Blocked):
        take(shown, "circulate", cast.editor)


def nobody_replies_before_it_circulates(cast: Cast) -> None:
    _refused(cast, "assembling", "circulate", "editor", reply_on=YESTERDAY)


def an_open_objection_is_not_passed_over(cast: Cast) -> None:
    answered(cast, asked(cast))
    shown = bring(cast, report(cast), "circulation")
    _object(cast, shown, cast.health)
    with pytest.raises(Blocked):
        take(shown, "review", cast.editor)


def who_edited_does_not_freeze(cast: Cast) -> None:
    give_role(cast.editor, "validator")
    _refused(cast, "review", "freeze", "editor")


def another_text_than_was_read_is_not_frozen(cast: Cast) -> None:
    _refused(cast, "review", "freeze", "validator", text="of another text")


def a_decision_to_come_is_not_recorded(cast: Cast) -> None:
    decision = Adoption(decided_on=TOMORROW, document="Decree")
    _refused(cast, "frozen", "adopt", "coordinator", decision=decision)


def a_submission_to_come_is_not_recorded(cast: Cast) -> None:
    _refused(cast, "adopted", "submit", "editor", submitted_on=TOMORROW)


def what_does_not_circulate_is_not_objected_to(cast: Cast) -> None:
    answered(cast, asked(cast))
    shown = bring(cast, report(cast), "review")
    with pytest.raises(Blocked):
        _object(cast, shown, cast.health)


def who_leads_nothing_does_not_object(cast: Cast) -> None:
    give_role(cast.focal_point, "focal point", cast.justice)
    answered(cast, asked(cast))
    shown = bring(cast, report(cast), "circulation")
    with pytest.raises(Blocked):
        _object(cast, shown, cast.justice)


def nobody_answers_an_objection_of_ones_own(cast: Cast) -> None:
    _settles_no_own_one(cast, "answer")


def nobody_accepts_an_objection_of_ones_own(cast: Cast) -> None:
    _settles_no_own_one(cast, "accept")


def _settles_no_own_one(cast: Cast, step: str) -> None:
    give_role(cast.focal_point, "editor")
    answered(cast, asked(cast))
    shown = bring(cast, report(cast), "circulation")
    objection = _object(cast, shown, cast.health)
    with pytest.raises(Blocked):
        engine.perform(objection, step, by=cast.focal_point, now=NOW, comment="So it is.")


def _object(cast: Cast, shown: Any, department: Any) -> Objection:
    circulation = shown.circulation or Circulation.objects.get()
    made = Objection.objects.create(report=shown, circulation=circulation, department=department)
    engine.perform(made, "make", by=cast.focal_point, now=NOW, comment="Not so.")
    return made


# fmt: off
PROBES: dict[tuple[str, str, str], Callable[[Cast], None]] = {
    ("report", "assemble", "kind_is_known"):       a_type_is_one_that_is_known,
    ("report", "circulate", "has_text"):           an_empty_report_does_not_circulate,
    ("report", "circulate", "reply_is_to_come"):   nobody_replies_before_it_circulates,
    ("report", "review", "objections_settled"):    an_open_objection_is_not_passed_over,
    ("report", "freeze", "did_not_edit"):          who_edited_does_not_freeze,
    ("report", "freeze", "is_as_read"):            another_text_than_was_read_is_not_frozen,
    ("report", "adopt", "decision_is_taken"):      a_decision_to_come_is_not_recorded,
    ("report", "submit", "day_has_come"):          a_submission_to_come_is_not_recorded,
    ("objection", "make", "report_circulates"):    what_does_not_circulate_is_not_objected_to,
    ("objection", "make", "is_concerned"):         who_leads_nothing_does_not_object,
    ("objection", "accept", "did_not_object"):     nobody_accepts_an_objection_of_ones_own,
    ("objection", "answer", "did_not_object"):     nobody_answers_an_objection_of_ones_own,
}
# fmt: on


def test_every_rule_has_a_probe() -> None:
    rules = {
        (name, step.name, guard.__name__)
        for name in ("report", "objection")
        for step in process_named(name).steps.values()
        for guard in step.guards
    }
    assert rules == set(PROBES)


@pytest.mark.parametrize("rule", PROBES)
def test_it_holds(cast: Cast, rule: tuple[str, str, str]) -> None:
    PROBES[rule](cast)


@pytest.mark.parametrize("rule", PROBES)
def test_the_probe_fails_without_it(
    cast: Cast, rule: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    process, step, guard = rule
    steps = process_named(process).steps
    left = tuple(one for one in steps[step].guards if one.__name__ != guard)
    monkeypatch.setitem(steps, step, replace(steps[step], guards=left))
    with pytest.raises((pytest.fail.Exception, IntegrityError)):
        PROBES[rule](cast)
