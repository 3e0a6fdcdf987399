"""The system check of a process finds each kind of hole in its table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases.models import Case
from cases.people.models import Department
from cases.people.roles import COORDINATOR, FOCAL_POINT
from workflow.checks import check_processes, problems_of
from workflow.process import Process
from workflow.roles import National
from workflow.step import Act, Step


def silent(act: Act) -> str:
    return ""


def numbers(act: Act) -> bool:
    """a rule that answers with yes or no"""
    return act.by.pk == 1


def negates(act: Act) -> bool:
    """another one"""
    return not act.comment if act.comment else None


def never_refuses(act: Act) -> str:
    """a rule that never says no"""
    return ""


def speaks(act: Act) -> str:
    """a rule with a sentence"""
    return "" if act.comment else "Say why."


def asks_another(act: Act) -> str:
    """a rule that leaves the sentence to another"""
    return speaks(act)


GOOD = Step("finish", ("begun",), "done", COORDINATOR, "Finish", (), (), 0)


def process_of(*steps: Step, **more: object) -> Process:
    states = {"begun": "begun", "done": "done"}
    process = Process(
        **{
            "name": "toy",
            "unit": "lead",
            "initial": "begun",
            "final": frozenset({"done"}),
            "states": states,
            **more,
        }
    )
    process.model = Case
    process.__dict__["steps"] = {one.name: one for one in steps}
    return process


def test_the_processes_of_the_house_are_sound() -> None:
    assert check_processes(None) == []
    assert problems_of(process_of(GOOD)) == []
    assert problems_of(process_of(replace(GOOD, guards=(speaks, asks_another)))) == []
    assert problems_of(process_of(GOOD, renamed={"over": "done"}, version=2)) == []


@pytest.mark.parametrize(
    ("code", "process"),
    [
        ("E001", process_of(replace(GOOD, sources=("done",), target="begun"), final=frozenset({"begun"}))),
        ("E002", process_of(GOOD, final=frozenset())),
        ("E003", process_of(replace(GOOD, role=National("nobody", ("unheard_of",))))),
        ("E003", process_of(replace(GOOD, role=National("misspelt", ("coordinate", "unheard_of"))))),
        ("E003", process_of(replace(GOOD, role=National("nothing", ())))),
        ("E003", process_of(replace(GOOD, role=FOCAL_POINT), unit="people.Department")),
        ("E004", process_of(replace(GOOD, guards=(silent,)))),
        ("E008", process_of(GOOD, renamed={"done": "begun"}, version=2)),
        ("E008", process_of(GOOD, renamed={"over": "nowhere"}, version=2)),
        ("E008", process_of(GOOD, renamed={"over": "done"})),
        ("E009", process_of(replace(GOOD, guards=(numbers,)))),
        ("E009", process_of(replace(GOOD, guards=(negates,)))),
        ("E009", process_of(replace(GOOD, guards=(never_refuses,)))),
        ("E010", process_of(replace(GOOD, name="undo"))),
        ("E010", process_of(replace(GOOD, name="migrate"))),
        ("E011", process_of(GOOD, unit="round")),
        ("E005", process_of(GOOD, states={"begun": "begun"}, final=frozenset())),
    ],
)
def test_it_finds_the_hole(code: str, process: Process) -> None:
    assert f"workflow.{code}" in [found.id for found in problems_of(process)]


def test_a_process_whose_rows_belong_to_no_unit_has_roles_of_the_nation() -> None:
    process = process_of(GOOD, unit="people.Department")

    assert problems_of(process) == []
    assert (process.unit_model, process.unit_id(Case())) == (Department, None)
    assert process.unit_id(Case(lead_id=7), "lead") == 7
