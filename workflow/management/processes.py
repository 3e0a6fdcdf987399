"""How a command finds the process that it was told."""

from __future__ import annotations

from django.core.management.base import CommandError

from workflow.process import Process, process_named, registered_processes


def process_or_refusal(name: str) -> Process:
    """The process of that name. Raises CommandError, with the names that are known, where there is none."""
    try:
        return process_named(name)
    except KeyError:
        known = ", ".join(one.name for one in registered_processes())
        raise CommandError(f"There is no process “{name}”. Known: {known}.") from None
