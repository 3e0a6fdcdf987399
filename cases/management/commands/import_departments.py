"""manage.py import_departments FILE: brings departments in from a file, all or nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cases.importing.departments import Outcome, import_departments
from cases.importing.rows import BadFile


class Command(BaseCommand):
    help = "Imports departments from a CSV or XLSX file: all or nothing, safe to repeat (docs/import.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file, .csv or .xlsx")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            outcome = import_departments(options["file"])
        except BadFile as bad:
            raise CommandError(bad.sentence) from bad
        for problem in outcome.problems:
            self.stdout.write(_("Line %(line)d: %(reason)s") % vars(problem))
        if outcome.problems:
            raise CommandError(_("Nothing was imported: see above."))
        for sentence in [*outcome.notes, _summary(outcome)]:
            self.stdout.write(sentence)


def _summary(outcome: Outcome) -> str:
    if not outcome.new and not outcome.changed:
        return _("Nothing new: departments that were there already, unchanged: %(same)d.") % vars(outcome)
    return _("Departments: %(new)d new, %(changed)d changed, %(same)d same.") % vars(outcome)
