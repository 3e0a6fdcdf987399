"""``manage.py check_invariants``: check everything that must hold, whatever failed."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workflow.heads import RecordBroken
from workflow.invariants import all_invariants


class Command(BaseCommand):
    help = (
        "Check, on the whole database, what must hold whatever failed: after a crash, a restore, an upgrade. "
        "Prints a line for each promise; exit status 1 where one is broken. Changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        broken = 0
        for promise, check in all_invariants().items():
            try:
                found = list(check())
            except RecordBroken as record:
                found = [str(record.sentence)]
            self.stdout.write(f"{'BROKEN' if found else 'holds '} {promise}")
            for place in found:
                self.stdout.write(f"       {place}")
            broken += bool(found)
        if broken:
            raise CommandError(f"{broken} promises are broken.")
