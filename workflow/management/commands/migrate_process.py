"""``manage.py migrate_process NAME [--apply --by PERSON]``: move rows out of states that were renamed."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from workflow.errors import Refused
from workflow.management.processes import process_or_refusal
from workflow.migrating import Stray, move_renamed, strays


class Command(BaseCommand):
    """Prints a line for each state that the code does not know any more; moves only with ``--apply``."""

    help = (
        "Show which rows of a process stand in states that the code has renamed (Process.renamed) and where "
        "they belong; with --apply, move them, each through an event of its history. Stop the site first. "
        "Safe to repeat. Exit status 1 where the code does not say where rows belong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="of the process, such as “case”")
        parser.add_argument("--apply", action="store_true", help="do it; otherwise nothing is changed")
        parser.add_argument("--by", help="the login of the person in whose name history keeps the move")

    def handle(self, *args: Any, **options: Any) -> None:
        process = process_or_refusal(options["name"])
        found = strays(process)
        for stray in found:
            self.stdout.write(_line(stray))
        _refuse_without_a_target(found)
        if not found:
            self.stdout.write(f"Every row of {process.name} stands in a state that the code knows.")
        elif options["apply"]:
            self._move(process, by=_person(options["by"]))
        else:
            self.stdout.write(f"Nothing was changed. To do it: migrate_process {process.name} --apply --by …")

    def _move(self, process: Any, by: Any) -> None:
        total = 0
        try:
            for moved in move_renamed(process, by=by, now=timezone.now()):
                total += moved
                self.stdout.write(f"moved {total}")
        except Refused as refused:
            raise CommandError(refused.sentence) from refused


def _line(stray: Stray) -> str:
    where = f"“{stray.target}”" if stray.target else "nowhere: Process.renamed does not name it"
    rows = "row" if stray.rows == 1 else "rows"
    return f"{stray.process.name}: {stray.rows} {rows} from “{stray.state}” to {where}"


def _refuse_without_a_target(found: list[Stray]) -> None:
    lost = ", ".join(f"“{stray.state}”" for stray in found if stray.target is None)
    if lost:
        raise CommandError(
            f"Nothing was changed: the code does not say where rows in {lost} belong. Name the state in "
            "Process.renamed, or go back to the version of the code that knows it."
        )


def _person(login: str | None) -> Any:
    users: Any = get_user_model()._default_manager
    try:
        person = users.get_by_natural_key(login or "")
    except get_user_model().DoesNotExist:
        person = None
    if person is None or not person.is_active:
        raise CommandError("Name with --by who does it: the login of a person with an active account.")
    return person
