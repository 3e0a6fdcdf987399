"""Every step and state of the process has its sentence, and every need its field."""

from __future__ import annotations

from cases.models import Case, Extension
from cases.pages import asked
from cases.pages.more_time import DONE
from cases.pages.openings import FORWARD, IN_REPORT, IN_REVIEW
from cases.pages.step_form import NEEDS
from cases.pages.told import EVENTS, NOW_WITH, RETURNS, WITHIN_DEPARTMENT
from cases.states import State


def test_every_step_has_a_sentence_for_the_timeline() -> None:
    assert set(EVENTS) == set(Case.process.steps)


def test_every_state_has_a_sentence_on_who_has_it_now() -> None:
    assert {str(state) for state in NOW_WITH} == set(State.values)


def test_the_tables_name_only_steps_that_exist() -> None:
    named = {*FORWARD, *IN_REVIEW, *IN_REPORT, *WITHIN_DEPARTMENT, *RETURNS}
    assert named <= set(Case.process.steps)


def test_every_need_has_a_field() -> None:
    tables = (Case.process, Extension.process)
    needs = {need.name for table in tables for step in table.steps.values() for need in step.needs}
    assert needs - set(NEEDS) == set()
    assert set(NEEDS) - needs == set()


def test_every_step_of_a_request_has_a_sentence_in_one_timeline_or_the_other() -> None:
    assert {*asked.EVENTS, "grant"} == set(Extension.process.steps)
    assert set(DONE) == {"ask", *asked.TAKEN}
