"""The engine carries a process of another house: docs/example runs with nothing of ours but ``workflow``."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "example"
ALONE = """
import runpy, sys
runpy.run_path(sys.argv[1])
print("rooms:", sorted({"cases", "config", "exports", "notifications", "workflow"} & set(sys.modules)))
"""


@pytest.fixture(scope="module")
def told() -> str:
    ran = subprocess.run(
        [sys.executable, "-W", "error:::workflow", "-c", ALONE, str(EXAMPLE / "run.py")],
        env={"PATH": ""}, cwd="/", capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_nothing_of_ours_is_loaded_but_the_engine(told: str) -> None:
    assert "rooms: ['workflow']" in told


def test_the_checks_have_nothing_against_it(told: str) -> None:
    assert "System check identified no issues" in told


def test_its_steps_are_taken(told: str) -> None:
    steps = re.findall(r"^\w+, (\w+): from (\w+) to (\w+)$", told, re.MULTILINE)

    assert steps == [
        ("admit", "received", "inquiry"),
        ("ask", "inquiry", "asked"),
        ("record_answer", "asked", "inquiry"),
        ("decide", "inquiry", "decided"),
        ("close", "decided", "closed"),
        ("admit", "received", "inquiry"),
    ]


@pytest.mark.parametrize(
    "refusal",
    [
        "officer may not decide: “Decide” is for the commissioner.",
        "commissioner may not decide: “Decide” is not possible while the case stands at “received”.",
        "officer may not reject: Give a reason: the complainant will read it.",
        "officer may not ask: Ask the complainant first: the authority will learn the name.",
        "officer may not admit: “Admit” is not possible while the case stands at “closed”.",
        "commissioner may not decide: You inquired into this complaint; another commissioner decides.",
    ],
)
def test_who_may_not_reads_why(refusal: str, told: str) -> None:
    assert refusal in told.splitlines()


def test_a_step_is_taken_on_many_each_with_its_own_result(told: str) -> None:
    assert "officer, admit, 5 complaints: {'done': 3, 'refused': 2, 'left': 0}" in told
    assert "complaint 1: “Admit” is not possible while the case stands at “closed”." in told


def test_its_history_is_verified(told: str) -> None:
    assert "9 events are as they were written." in told
    assert told.count("holds ") == 4
    assert "BROKEN" not in told


def test_the_table_in_its_readme_is_drawn_from_the_code(told: str) -> None:
    table = told[told.index("| step |") :].partition("\nrooms:")[0].strip()

    assert table in (EXAMPLE / "README.md").read_text()
