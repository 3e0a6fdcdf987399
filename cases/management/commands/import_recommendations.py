"""manage.py import_recommendations FILE: brings recommendations in from a file, all or nothing."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.importing import importer, template
from cases.importing.edition import Edition, read_edition
from cases.importing.formats import FORMATS
from cases.importing.found import Outcome
from cases.importing.importer import NotAllGood
from cases.importing.rows import BadFile, Problem
from cases.in_a_row import in_a_row
from cases.people import site

SHOWN = 20
"""Problems and changes that are printed one by one; --json prints all problems."""


class Command(BaseCommand):
    help = "Imports recommendations from a file: all or nothing, safe to repeat (docs/import.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="the file: CSV, Excel, Word or JSON")
        parser.add_argument(
            "--format", choices=list(FORMATS), default="", help="by default what the file shows"
        )
        parser.add_argument("--source", default="", help="whose keys these are; by default the format's name")
        parser.add_argument(
            "--state",
            default="",
            help="of a file about several states, the one to import; else that of the settings",
        )
        parser.add_argument("--skip-bad", action="store_true", help="import the good lines, leave the others")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
        parser.add_argument("--json", action="store_true", help="print the outcome as JSON and nothing else")
        parser.add_argument(
            "--add-departments", action="store_true", help="make a department of each body that is unknown"
        )
        parser.add_argument("--template", type=Path, help="write an empty file of our layout here, and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["template"]:
            self._write_template(options["template"])
            return
        if options["file"] is None:
            raise CommandError(_("Name the file to import."))
        try:
            edition = read_edition(
                options["file"],
                layout=options["format"],
                source=options["source"][:60],
                state=options["state"],
                home=site.state_name(),
            )
            outcome = self._outcome(edition, options)
        except BadFile as bad:
            self._refuse(bad.sentence, Outcome(problems=[Problem(0, "", bad.sentence)]), options)
        except NotAllGood as bad:
            self._say_problems(bad.outcome, options)
            self._refuse(_("Nothing was imported: see above, or use --skip-bad."), bad.outcome, options)
        else:
            self._say(outcome, options)

    def _outcome(self, edition: Edition, options: dict[str, Any]) -> Outcome:
        if options["dry_run"]:
            return importer.preview(edition)
        act = importer.bring_in_with_departments if options["add_departments"] else importer.bring_in
        wanted = edition.without_bad_rows() if options["skip_bad"] else edition
        return act(wanted, now=timezone.now(), on_progress=self._show_progress(options))

    def _show_progress(self, options: dict[str, Any]) -> importer.Progress:
        if options["json"] or not getattr(self.stderr, "isatty", bool)():
            return lambda done, all: None
        return self._count_up

    def _count_up(self, done: int, all_of_them: int) -> None:
        ending = "\n" if done == all_of_them else ""
        self.stderr.write(f"\r  {done} / {all_of_them}", style_func=str, ending=ending)

    def _write_template(self, path: Path) -> None:
        writer = template.WRITERS.get(path.suffix.lower())
        if writer is None:
            raise CommandError(_("Name the template .csv or .xlsx."))
        path.write_bytes(writer())
        self.stdout.write(_("Wrote %(path)s.") % {"path": path})

    def _refuse(self, sentence: str, outcome: Outcome, options: dict[str, Any]) -> None:
        if not options["json"]:
            raise CommandError(sentence)
        self.stdout.write(_as_json(outcome))
        raise SystemExit(1)

    def _say(self, outcome: Outcome, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(_as_json(outcome))
            return
        self._say_problems(outcome, options)
        for sentence in _sentences(outcome, options["dry_run"]):
            self.stdout.write(sentence)

    def _say_problems(self, outcome: Outcome, options: dict[str, Any]) -> None:
        if options["json"]:
            return
        for problem in outcome.problems[:SHOWN]:
            self.stdout.write(_("Line %(line)d: %(reason)s") % vars(problem))
        more = len(outcome.problems) - SHOWN
        if more > 0:
            self.stdout.write(_("… and %(count)d more; --json lists all.") % {"count": more})


def _as_json(outcome: Outcome) -> str:
    problems = [{"line": one.line, "key": one.key, "reason": one.reason} for one in outcome.problems]
    counts = {name: getattr(outcome, name) for name in ("new", "changed", "same")}
    said = {**counts, "needs_a_look": len(problems), "problems": problems}
    return json.dumps(said, ensure_ascii=False)


def _sentences(outcome: Outcome, is_preview: bool) -> list[str]:
    if outcome.superseded_by:
        newer = {"file": outcome.superseded_by}
        return [_("This file was imported before, and “%(file)s” after it: nothing was changed.") % newer]
    changes = [f"  {reference}: {what}" for _line, reference, what in outcome.changes[:SHOWN]]
    return [
        *changes,
        *outcome.notes,
        *_about_bodies(outcome),
        *_about_gone(outcome),
        _summary(outcome, is_preview),
    ]


def _about_bodies(outcome: Outcome) -> list[str]:
    said = []
    if outcome.added:
        said.append(_("New departments: %(names)s.") % {"names": "; ".join(outcome.added)})
    elif outcome.unknown:
        names = "; ".join(f"{name} ({count})" for name, count in outcome.unknown.most_common(SHOWN))
        said.append(_("Bodies that are no department yet: %(names)s.") % {"names": names})
    if outcome.recognised:
        said.append(
            ngettext(
                "%(count)d proposed lead is a known department now.",
                "%(count)d proposed leads are known departments now.",
                outcome.recognised,
            )
            % {"count": outcome.recognised}
        )
    return said


def _about_gone(outcome: Outcome) -> list[str]:
    if not outcome.gone:
        return []
    named = in_a_row(outcome.gone[:SHOWN]) + (" …" if len(outcome.gone) > SHOWN else "")
    said = _("No longer in the file: %(count)d. Nothing is done with them: %(references)s")
    return [said % {"count": len(outcome.gone), "references": named}]


def _summary(outcome: Outcome, is_preview: bool) -> str:
    counts = {
        "new": outcome.new,
        "changed": outcome.changed,
        "same": outcome.same,
        "bad": len(outcome.problems),
    }
    if is_preview:
        return _("Would be: %(new)d new, %(changed)d changed, %(same)d same, %(bad)d need a look.") % counts
    if not outcome.new and not outcome.changed and not outcome.problems:
        return (
            ngettext(
                "Nothing new: %(same)d recommendation was there already, unchanged.",
                "Nothing new: %(same)d recommendations were there already, unchanged.",
                outcome.same,
            )
            % counts
        )
    return _("Imported: %(new)d new, %(changed)d changed, %(same)d same, %(bad)d need a look.") % counts
