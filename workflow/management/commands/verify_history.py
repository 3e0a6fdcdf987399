"""``manage.py verify_history``: read every chain of history again, and name what is broken."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from workflow import append_only
from workflow.heads import RecordBroken, record_path, signed_heads
from workflow.history import faults
from workflow.process import registered_processes


class Command(BaseCommand):
    help = (
        "Recompute the chain of events of every case and compare it with the signed record. Prints the first "
        "broken link of each broken chain, one per line; exit status 1 where there is any. Changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            heads = signed_heads()
        except RecordBroken as broken:
            raise CommandError(str(broken.sentence)) from broken
        found = [str(fault) for process in registered_processes() for fault in faults(process, heads)]
        found += [f"{table}: the trigger against {act} is not there." for table, act in _unprotected()]
        for line in found:
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} faults in the history.")
        self.stdout.write(f"{_events()} events are as they were written. {_signed(len(heads))}")


def _unprotected() -> list[tuple[str, str]]:
    return append_only.missing_triggers(connection)


def _events() -> int:
    return sum(process.event_model._base_manager.count() for process in registered_processes())


def _signed(heads: int) -> str:
    if heads:
        return f"{heads} heads agree with {record_path()}."
    return "No head was signed yet: run sign_history, or let the worker do it at night."
