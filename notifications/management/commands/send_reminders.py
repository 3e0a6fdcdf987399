"""``manage.py send_reminders``: derive today's reminders and send them; what the worker does by itself."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from notifications import reminding
from notifications.models import Notice
from notifications.telling import tell


class Command(BaseCommand):
    help = "Reminds the departments of what is due; safe to run as often as one likes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--date", type=date.fromisoformat, help="as if this were today (YYYY-MM-DD)")
        parser.add_argument("--dry-run", action="store_true", help="only print what would be sent")

    def handle(self, *args: Any, **options: Any) -> None:
        now, today = timezone.now(), options["date"]
        if options["dry_run"]:
            self._print(reminding.due_as_of(today, now) if today else reminding.due_now(now))
            self.stdout.write("Nothing was written or sent.")
            return
        self._print(reminding.remind_as_of(today, now) if today else reminding.remind(now))
        for state, number in sorted(tell(timezone.now).items()):
            self.stdout.write(f"Mails {state.label}: {number}")

    def _print(self, reminders: list[Notice]) -> None:
        for notice in reminders:
            self.stdout.write(
                f"{notice.rule}  {notice.case}  due {notice.about_on}  {notice.recipient.email}"
            )
        self.stdout.write(f"Reminders: {len(reminders)}")
