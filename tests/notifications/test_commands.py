"""What beat does, done by hand: manage.py tell, manage.py send_reminders."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import time_machine
from django.core.management import call_command

from notifications.models import Notice
from tests.cast import NOW, Cast, assigned
from tests.notifications.post import DAY, due_on

HALF_AN_HOUR = timedelta(minutes=30)
DUE = (NOW + 30 * DAY).date()
DAY_OF_STEP = str((NOW + 24 * DAY).date())


def run(*words: str) -> str:
    said = StringIO()
    call_command(*words, stdout=said)
    return said.getvalue()


def test_tell_sends_what_is_due(cast: Cast, mailoutbox: list[object]) -> None:
    assigned(cast)
    assert run("tell") == "sent: 2\n"
    assert run("tell") == "No mail is due.\n"
    assert len(mailoutbox) == 2


def test_reminders_of_a_day_are_sent(cast: Cast, mailoutbox: list[object]) -> None:
    case = due_on(cast, DUE)
    assert run("send_reminders", "--date", DAY_OF_STEP) == "Reminders: 1\n"
    with time_machine.travel(NOW + HALF_AN_HOUR, tick=False):
        assert run("send_reminders") == "Reminders: 0\nMails sent: 1\n"
    assert case.reference in mailoutbox[0].body


def test_by_default_it_is_today(cast: Cast) -> None:
    due_on(cast, DUE)
    assert run("send_reminders") == "Reminders: 0\n"


def test_a_dry_run_writes_and_sends_nothing(cast: Cast, mailoutbox: list[object]) -> None:
    case = due_on(cast, DUE)
    said = run("send_reminders", "--date", DAY_OF_STEP, "--dry-run")
    assert said.splitlines() == [
        f"reminder middle-first  {case.reference}  2026-04-01  focal-point@suivi.example",
        "Reminders: 1",
        "Nothing was written or sent.",
    ]
    assert not Notice.objects.exists()
    assert mailoutbox == []


def test_as_json_it_says_how_each_day_was_counted(cast: Cast) -> None:
    case = due_on(cast, DUE)
    said = json.loads(run("send_reminders", "--date", DAY_OF_STEP, "--dry-run", "--json"))
    (reminder,) = said.pop("reminders")
    assert said == {"date": DAY_OF_STEP, "dry_run": True, "mails": {}}
    assert (reminder["case"], reminder["to"]) == (case.reference, "focal-point@suivi.example")
    counted = {"from": "2026-04-01", "days": -5, "on": "2026-03-25", "calendar": "Weekdays", "off": 2}
    assert reminder["counted"] == counted | {"holidays": []}


def test_as_json_it_counts_what_was_sent(cast: Cast, mailoutbox: list[object]) -> None:
    assigned(cast)
    assert json.loads(run("send_reminders", "--json")) == {
        "date": "2026-03-02", "dry_run": False, "reminders": 0, "mails": {"sent": 2},
    }  # fmt: skip
