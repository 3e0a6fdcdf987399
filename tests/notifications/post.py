"""Short words for the tests of mail: who was told, what is due, one mail made."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from email import message_from_string
from email.message import Message
from pathlib import Path

from cases import actions
from cases.models import Case
from cases.people import delegating
from cases.people.models import User
from notifications import reminding
from notifications.bundling import bundle
from notifications.deriving import derive
from notifications.models import Mail, Notice
from tests.cast import NOW, Cast, assigned, person
from workflow.models import Outbox

DAY = timedelta(days=1)
END_OF_MAIL = "-" * 79 + "\n"


def told(rule: str) -> list[str]:
    """Who has a notice under that rule, by the part of the address before the @."""
    emails = Notice.objects.filter(rule=rule).values_list("recipient__email", flat=True)
    return sorted(email.partition("@")[0] for email in emails)


def derive_only_the_last(now: datetime = NOW) -> None:
    """As if all but the last event had been told long ago."""
    last = Outbox.objects.latest("pk")
    Outbox.objects.exclude(pk=last.pk).update(state=Outbox.State.DONE)
    derive(now)


def mails(now: datetime = NOW) -> list[Mail]:
    derive(now)
    return bundle(now)


def mail_to(person: User, now: datetime = NOW) -> Mail:
    mails(now)
    return Mail.objects.get(recipient=person)


def letters(number: int) -> list[Mail]:
    """So many letters, each to somebody new, all due at NOW."""
    return [_letter_to(person(f"person-{place}")) for place in range(number)]


def _letter_to(recipient: User) -> Mail:
    return Mail.objects.create(
        recipient=recipient,
        to=recipient.email,
        about=delegating.LETTER,
        language="en",
        subject="You act for somebody",
        text="From tomorrow on.",
        made_at=NOW,
        next_try_at=NOW,
    )


def mails_kept(folder: Path) -> list[Message]:
    """What was written to files; those of one second may stand in one file."""
    files = sorted(folder.glob("mail/*.log"))
    return [message_from_string(mail) for file in files for mail in file.read_text().split(END_OF_MAIL)[:-1]]


def due_on(cast: Cast, day: date) -> Case:
    """A case assigned at NOW, due on that day; its assignment was told long ago."""
    case = assigned(cast)
    Case.objects.filter(pk=case.pk).update(due_on=day)
    Outbox.objects.update(state=Outbox.State.DONE)
    case.refresh_from_db()
    return case


def reminded(days: int) -> list[str]:
    """Derive the reminders of so many days after NOW; the rules that were new, sorted."""
    now = NOW + days * DAY
    return sorted(notice.rule + notice.step for notice in reminding.remind(now))


def hand_back(cast: Cast, case: Case) -> None:
    actions.take_step(
        case, "hand_back", by=cast.focal_point, now=NOW, comment="Not ours.", proposed=cast.justice
    )
