"""The events that webhooks may want: ``process.step``, such as ``case.approve``, read from the processes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workflow.process import Process, registered_processes
from workflow.undoing import NO_STEPS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TEST = "test"
"""The kind of a message that only tries whether it arrives."""


@dataclass(frozen=True)
class Kind:
    """One event: its ``code`` is what messages call it, ``label`` what people call the step."""

    code: str
    label: StrOrPromise


def kind_of(process: str, step: str) -> str:
    return f"{process}.{step}"


def is_told(step: str) -> bool:
    """Steps of the table: an undo takes back what was not told, and a migration is no step of anybody."""
    return step not in NO_STEPS


def kinds_by_process() -> list[tuple[StrOrPromise, list[Kind]]]:
    """All that there are, by the name of what they are about."""
    return [(_name(one), [Kind(kind_of(one.name, step.name), step.label) for step in one.steps.values()])
            for one in registered_processes()]  # fmt: skip


def every_kind() -> set[str]:
    return {kind.code for _name, kinds in kinds_by_process() for kind in kinds}


def _name(process: Process) -> StrOrPromise:
    return process.model._meta.verbose_name or process.name
