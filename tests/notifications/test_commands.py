"""What beat does, done by hand: manage.py tell, manage.py send_reminders."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command

from notifications.models import Notice
from tests.cast import NOW, Cast, assigned
from tests.notifications.post import DAY, due_on

DUE = (NOW + 30 * DAY).date()
DAY_OF_STEP = str((NOW + 16 * DAY).date())


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
    said = run("send_reminders", "--date", DAY_OF_STEP)
    assert said.splitlines() == [
        f"reminder-10  {case.reference}  due 2026-04-01  focal-point@suivi.example",
        "Reminders: 1",
        "Mails sent: 1",
    ]
    assert len(mailoutbox) == 1


def test_by_default_it_is_today(cast: Cast) -> None:
    due_on(cast, DUE)
    assert run("send_reminders") == "Reminders: 0\n"


def test_a_dry_run_writes_and_sends_nothing(cast: Cast, mailoutbox: list[object]) -> None:
    due_on(cast, DUE)
    assert "Reminders: 1\nNothing was written or sent.\n" in run(
        "send_reminders", "--date", DAY_OF_STEP, "--dry-run"
    )
    assert not Notice.objects.exists()
    assert mailoutbox == []
