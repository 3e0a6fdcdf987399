"""``manage.py demo``: from nothing to a served site in which the main job was done once. See config/demo/."""

from __future__ import annotations

import os
import shutil
import sys
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from config.demo import people, serving
from config.demo.earlier import Earlier
from config.demo.reporting import APPROVED_ANEW, NEW_FIGURE, REFERENCE, Reporting
from config.demo.story import Story
from config.demo.translating import Translating
from exports.models import Report
from notifications.bell import note_seen
from notifications.ladder import remind
from notifications.models import Mail, Notice
from notifications.telling import tell

ENVIRONMENT = {
    "SUIVI_MODE": "development",
    "BROKER_URL": "filesystem://localhost",
    "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
    "STATE_NAME": "Republic of Qarenda",
    "UNDO_SECONDS": "0",
    "EMAIL_HOST": "",
    "EMAIL_FROM": "Suivi <suivi@qarenda.example>",
}
"""The demo's own settings, whatever the environment says: an embedded database in a folder of its own."""
LOOKED_DAYS_AGO = 10
"""Then everybody looked at the bell last; what came since is new."""
READY = "ready"
"""This file stands in the folder once the main job was done; what people did since then is kept."""


class Command(BaseCommand):
    """Load the sample state, do the main job once, print where things are, and serve the site.

    Prints, for scripts, ``report PATH``, ``site URL`` and ``sign-in ROLE USER PASSWORD`` lines. A rerun keeps
    what people did; ``--reset`` starts over; ``--no-serve`` stops before serving, with exit status 0.
    """

    help = "Load the sample state, do the main job once, and serve the site."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reset", action="store_true", help="throw the demo's data away and start over")
        parser.add_argument("--no-serve", action="store_true", help="stop before serving")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--folder", type=Path, default=settings.BASE_DIR / "var" / "demo")

    def handle(self, *args: Any, **options: Any) -> None:
        own = environment(options["folder"], options["port"])
        if any(os.environ.get(name) != value for name, value in own.items()):
            _start_anew(own, options["folder"], reset=options["reset"])
        if not options["no_serve"] and not serving.port_is_free(options["port"]):
            raise CommandError(
                f"Port {options['port']} is taken. Name another: make demo PORT={options['port'] + 1}"
            )
        ready = options["folder"] / READY
        if not ready.exists():
            _forget_an_interrupted_run(options["folder"])
        self._say("Preparing the database")
        call_command("migrate", verbosity=0)
        if not ready.exists():
            self._do_the_main_job(timezone.now())
            ready.touch()
        self._tell_where_things_are(options["port"])
        if not options["no_serve"]:
            self._serve(options["port"])

    def _do_the_main_job(self, now: datetime) -> None:
        self._say("Loading departments and people of the Republic of Qarenda")
        people.load_calendar(now.date())
        people.load_departments()
        people.load_people()
        people.name_state(now)
        self._import()
        self._say("Handing in a report of two years ago")
        Earlier(now).hand_in()
        story = Story(now, self._say)
        story.assign()
        story.plan()
        story.draft()
        story.contribute()
        story.sign_and_validate()
        story.positions.propose()
        story.rename()
        Translating(story).translate()
        reporting = Reporting(story.at)
        self._say("Circulating the national report among the departments")
        reporting.circulate()
        reporting.assemble_for_parliament()
        story.approve_anew(APPROVED_ANEW, NEW_FIGURE)
        self._say("Telling those concerned, and reminding those who are late")
        for moment in story.moments():
            remind(moment)
            tell(lambda moment=moment: moment)  # type: ignore[misc]
        reporting.settle_and_review()
        tell(lambda: now)
        looked_at = story.at.ago(LOOKED_DAYS_AGO)
        note_seen(Notice.objects.filter(made_at__lt=looked_at), looked_at)
        self._say(f"{Mail.objects.filter(state=Mail.State.SENT).count()} mails went out")
        self._say("Making a draft of the national report as PDF")
        call_command("render_report", REFERENCE, stdout=self.stdout)

    def _import(self) -> None:
        self._say("Importing recommendations of three mechanisms")
        file = str(people.DATA / "recommendations.csv")
        call_command("import_recommendations", file, source="qarenda", stdout=self.stdout)
        people.name_terms()
        people.load_validators_for_themes()

    def _tell_where_things_are(self, port: int) -> None:
        papers = Report.objects.get(reference=REFERENCE).renderings.filter(format="pdf", language="en")
        done = papers.filter(state="done").order_by("-pk")[0]
        self.stdout.write(f"report {done.file.path}")
        self.stdout.write(f"site http://localhost:{port}/")
        for role, email in people.sign_ins():
            self.stdout.write(f"sign-in {role} {email} {people.password()}")
        self.stdout.flush()

    def _serve(self, port: int) -> None:
        self._say("Starting the site and its worker")
        processes = serving.start(port, os.environ)
        try:
            if serving.wait_until_it_answers(f"http://127.0.0.1:{port}/healthz"):
                self._say(f"Serving http://localhost:{port}/ until Ctrl-C")
                serving.run_until_stopped(processes)
            else:
                raise CommandError("The site did not start; the lines above say why.")
        except KeyboardInterrupt:
            pass
        finally:
            serving.stop(processes)

    def _say(self, text: str) -> None:
        self.stdout.write(f"… {text}")
        self.stdout.flush()


def environment(folder: Path, port: int) -> dict[str, str]:
    """The variables in which a demo kept in ``folder`` and served at ``port`` runs."""
    return {
        **ENVIRONMENT,
        "SUIVI_VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'suivi.sqlite3'}",
        "BASE_URL": f"http://localhost:{port}",
    }


def _forget_an_interrupted_run(folder: Path) -> None:
    connection.close()
    for left in folder.glob("suivi.sqlite3*"):
        left.unlink()


def _start_anew(own: dict[str, str], folder: Path, *, reset: bool) -> NoReturn:
    """Become the same command in the demo's own settings, which were not there when this one started."""
    if reset and (folder / "secret-key").exists():
        shutil.rmtree(folder)
    rest = [argument for argument in sys.argv[1:] if argument != "--reset"]
    python = [sys.executable, str(settings.BASE_DIR / "manage.py"), *rest]
    os.execve(sys.executable, python, {**os.environ, **own})  # noqa: S606
