"""Draws a process from its table: as Markdown for the README, as Mermaid for a diagram."""

from __future__ import annotations

from django.utils.translation import gettext as _

from workflow.process import Process
from workflow.step import Step


def as_table(process: Process) -> str:
    """The process as a Markdown table: step, from, to, who, needs."""
    rows = ["| step | from | to | who | needs |", "|---|---|---|---|---|"]
    rows += [_row(process, step) for step in process.steps.values()]
    return "\n".join(rows)


def as_mermaid(process: Process) -> str:
    """The process as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {process.initial}"]
    lines += [
        f"    {source} --> {step.reaches(source)}: {step.label}"
        for step in process.steps.values()
        for source in step.sources
    ]
    lines += [f"    {state} --> [*]" for state in sorted(process.final)]
    return "\n".join(lines)


def _row(process: Process, step: Step) -> str:
    target = process.states[step.target] if step.target else _("as before")
    needs = [str(need.label) for need in step.needs] + [_rule(guard.__doc__) for guard in step.guards]
    cells = (step.label, _sources(process, step), target, step.role.label, "; ".join(needs))
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _sources(process: Process, step: Step) -> str:
    left_out = set(process.states) - set(step.sources)
    if left_out <= {step.target}:
        return f"any but {process.states[step.target]}" if left_out else "any"
    return ", ".join(str(process.states[source]) for source in step.sources)


def _rule(docstring: str | None) -> str:
    return (docstring or "").strip().splitlines()[0].rstrip(".")
