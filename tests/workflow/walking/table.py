"""Reads docs/permissions.md, the table of who may do what that people read too.

A heading ``## process: variant``, and below it a table. Its first columns are the state that a row leaves,
the step by its label, and the state that it leads to; each further column is a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workflow.process import Process

PAGE = Path(__file__).resolve().parents[3] / "docs" / "permissions.md"
YES, NO, RULE = "yes", "–", "rule"


@dataclass(frozen=True)
class Row:
    """One line: what each person, by name, is answered who takes ``step`` (a label) from ``state``."""

    state: str
    step: str
    target: str
    answers: dict[str, str]


def tables() -> dict[tuple[str, str], list[Row]]:
    """The rows of every table, by process and variant."""
    found = {}
    for section in PAGE.read_text().split("\n## ")[1:]:
        heading, _, body = section.partition("\n")
        process, colon, variant = heading.partition(": ")
        if colon:
            found[process, variant] = _rows(body)
    return found


def by_edge(process: Process, rows: list[Row]) -> dict[tuple[str, str], Row]:
    """The same rows, by state and name of the step; KeyError for what the process does not know."""
    state_of = {str(label): state for state, label in process.states.items()}
    step_of = {str(step.label): step.name for step in process.steps.values()}
    return {(state_of[row.state], step_of[row.step]): row for row in rows}


def _rows(body: str) -> list[Row]:
    header, _dashes, *lines = [_cells(line) for line in body.splitlines() if line.startswith("|")]
    return [Row(*line[:3], dict(zip(header[3:], line[3:], strict=True))) for line in lines]


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]
