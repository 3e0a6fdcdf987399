"""``manage.py render_report REFERENCE [--output FILE]``: make the PDF now, in the foreground."""

from __future__ import annotations

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from exports import actions, printing
from exports.models import Rendering, Report


class Command(BaseCommand):
    """Prints a line for each step, then the path of the file and its SHA-256.

    Ends with an error where there is no such report, where another worker is at it, or where it fails.
    """

    help = "Make the PDF of a report now, and print its path and hash."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reference", help="such as national-report-2026")
        parser.add_argument("--output", type=Path, help="also write the PDF to this file")

    def handle(self, *args: Any, reference: str, output: Path | None, **options: Any) -> None:
        self._told = ""
        rendering = self._rendered(self._report(reference))
        if not rendering.is_done:
            raise CommandError(str(rendering.get_problem_display() or rendering.get_state_display()))
        self.stdout.write(f"{self._path(rendering, output)}  {rendering.pages} pages")
        self.stdout.write(f"sha256 {rendering.sha256}")

    def _report(self, reference: str) -> Report:
        try:
            return Report.objects.get(reference=reference)
        except Report.DoesNotExist:
            raise CommandError(f"There is no report “{reference}”.") from None

    def _rendered(self, report: Report) -> Rendering:
        queued = actions.queue_rendering(report, by=None, now=timezone.now())
        rendering = printing.render(queued.key, clock=timezone.now, watch=self._tell)
        if rendering is None:
            raise CommandError("A worker is making this report at this moment; try again in a minute.")
        return rendering

    def _tell(self, rendering: Rendering) -> None:
        line = f"{rendering.progress:3} %  {rendering.get_stage_display()}"
        if line != self._told:
            self.stdout.write(line)
        self._told = line

    def _path(self, rendering: Rendering, output: Path | None) -> str:
        if output is None:
            return rendering.file.path
        with rendering.file.open("rb") as kept, output.open("wb") as written:
            shutil.copyfileobj(kept, written)
        return str(output)
