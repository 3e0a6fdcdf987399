"""Short words for the tests of mail: who was told, what is due, one mail made."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from email import message_from_string
from email.message import Message
from pathlib import Path

from cases import actions
from cases.models import Case
from cases.people import delegating
from cases.people.models import Calendar, User
from notifications import ladder
from notifications.bundling import bundle
from notifications.deriving import derive
from notifications.models import Mail, Notice, SavedPolicy
from tests.cast import NOW, Cast, assigned, person
from workflow.models import Outbox

DAY = timedelta(days=1)
FRIDAY = 4
END_OF_MAIL = "-" * 79 + "\n"


def told(rule: str) -> list[str]:
    """Who has a notice under that rule, by the part of the address before the @."""
    emails = Notice.objects.filter(rule=rule).values_list("recipient__email", flat=True)
    return sorted(_name(email) for email in emails)


def derive_only_the_last(now: datetime = NOW) -> None:
    """As if all but the last event had been told long ago."""
    last = Outbox.objects.latest("pk")
    Outbox.objects.exclude(pk=last.pk).update(state=Outbox.State.DONE)
    derive(now)


def mails(now: datetime = NOW) -> list[Mail]:
    """Derive what is due; the mails that leave at once, and those of the next morning."""
    derive(now)
    return [*bundle(now), *bundle(the_morning_after(now))]


def the_morning_after(now: datetime = NOW) -> datetime:
    """At the end of the time in which the mails of the next working morning leave."""
    day = (now + DAY).date()
    while day.weekday() > FRIDAY:
        day += DAY
    return datetime.combine(day, time(9, 30), now.tzinfo)


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
    """A case assigned at NOW, due on that day; its assignment was told long ago. Without weekly overviews."""
    without_overviews(cast)
    case = assigned(cast)
    Case.objects.filter(pk=case.pk).update(due_on=day)
    Outbox.objects.update(state=Outbox.State.DONE)
    case.refresh_from_db()
    return case


def never_closed() -> None:
    """A calendar without days off and nights, for tests in which the real clock runs."""
    open_always = {"weekend": [], "opens_at": time(0), "closes_at": time(23, 59, 59)}
    Calendar.objects.create(code="always", name="Always", **open_always)


def without_overviews(cast: Cast) -> None:
    SavedPolicy.objects.create(numbers={"weekly": None}, by=cast.coordinator, at=NOW)


def reminded(days: int) -> list[str]:
    """Derive the reminders of so many days after NOW; the steps that were new, sorted."""
    known = set(Notice.objects.values_list("pk", flat=True))
    ladder.remind(NOW + days * DAY)
    new = Notice.objects.exclude(pk__in=known).exclude(rule="week")
    return sorted(f"{notice.step} {_name(notice.recipient.email)}" for notice in new)


def told_on(step: str) -> list[str]:
    """Who has a reminder of that step, by the part of the address before the @."""
    return sorted(
        _name(email) for email in Notice.objects.filter(step=step).values_list("recipient__email", flat=True)
    )


def _name(email: str) -> str:
    return email.partition("@")[0]


def hand_back(cast: Cast, case: Case) -> None:
    actions.take_step(
        case, "hand_back", by=cast.focal_point, now=NOW, comment="Not ours.", proposed=cast.justice
    )
