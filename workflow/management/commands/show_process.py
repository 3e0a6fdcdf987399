"""``manage.py show_process NAME --as table|mermaid``: draw a process from the code."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workflow import drawing
from workflow.process import process_named, registered_processes

_FORMS = {"table": drawing.as_table, "mermaid": drawing.as_mermaid}


class Command(BaseCommand):
    """Print the table of a process. NAME is its name, such as ``case``."""

    help = "Draw a process from the code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--as", dest="form", choices=sorted(_FORMS), default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            process = process_named(options["name"])
        except KeyError:
            known = ", ".join(one.name for one in registered_processes())
            raise CommandError(f"There is no process “{options['name']}”. Known: {known}.") from None
        self.stdout.write(_FORMS[options["form"]](process))
