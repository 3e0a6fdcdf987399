"""``manage.py send_reminders``: today's reminders by hand; the worker sends them by itself."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.people.models import User
from notifications import ladder
from notifications.models import Notice
from notifications.telling import tell


class Command(BaseCommand):
    """By hand, or by cron where no Celery runs, as often as one likes: each reminder is inserted once.

    ``--date D`` takes D (YYYY-MM-DD) for today in every department. ``--dry-run`` lists what would be
    inserted, and writes and sends nothing. ``--json`` prints one object and nothing else:
    ``{"date", "dry_run", "reminders": […] or their number, "mails": {state: number}}``; a reminder is
    ``{"rule", "step", "case", "due", "to", "counted"}``.
    """

    help = "Reminds people of what is due; safe to run as often as one likes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--date", type=date.fromisoformat, help="as if this were today (YYYY-MM-DD)")
        parser.add_argument("--dry-run", action="store_true", help="only print what would be sent")
        parser.add_argument("--json", action="store_true", help="print one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        now, today = timezone.now(), options["date"]
        said: dict[str, Any] = {"date": str(today or timezone.localdate(now)), "dry_run": options["dry_run"]}
        if options["dry_run"]:
            found = ladder.due_as_of(today, now) if today else ladder.due_now(now)
            said |= {"reminders": list(_rows(found)), "mails": {}}
        else:
            number = ladder.remind_as_of(today, now) if today else ladder.remind(now)
            said |= {"reminders": number, "mails": _by_state(tell(timezone.now))}
        self.stdout.write(json.dumps(said, ensure_ascii=False) if options["json"] else _in_words(said))


def _rows(found: Iterable[Notice]) -> Iterable[dict[str, Any]]:
    emails = dict(User.objects.values_list("pk", "email"))
    for notice in found:
        yield {
            "rule": notice.rule,
            "step": notice.step,
            "case": str(notice.case or ""),
            "due": str(notice.about_on),
            "to": emails[notice.recipient_id],
            "counted": notice.reckoned,
        }


def _by_state(came: Counter[Any]) -> dict[str, int]:
    return {str(state.value): number for state, number in sorted(came.items())}


def _in_words(said: dict[str, Any]) -> str:
    if said["dry_run"]:
        lines = [
            f"{one['rule']} {one['step']}  {one['case']}  {one['due']}  {one['to']}"
            for one in said["reminders"]
        ]
        return "\n".join([*lines, f"Reminders: {len(lines)}", "Nothing was written or sent."])
    mails = [f"Mails {state}: {number}" for state, number in said["mails"].items()]
    return "\n".join([f"Reminders: {said['reminders']}", *mails])
