"""What a coordinator changes about the mails of a day, until they leave: each act, and the way back."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from cases.people.models import User
from cases.people.roles import COORDINATOR, grants_of
from notifications import policy
from notifications.ahead.expected import name_of
from notifications.ahead.mails import mails_on, next_day
from notifications.hours import HoursOf
from notifications.models import HeldLine, HeldMail, Mail, MorningNote, Notice
from notifications.places import nation
from workflow.errors import Conflict, NotAllowed, Refused

LONGEST = 2000
"""Characters of the words above a mail."""


@transaction.atomic
def leave_out(line: str, day: date, person: User, *, by: User, now: datetime) -> HeldLine:
    """Leave one line out of the mail of ``day`` to ``person``. Raises :class:`Refused`.

    ``line`` is its :func:`name_of`.
    """
    _let(day, person, by=by, now=now)
    ahead = mails_on(day, now, policy.current(), by, person=person).mails
    found = [one for mail in ahead for one in mail.leaving.notices if name_of(one) == line]
    if not found:
        raise Conflict(_("This line is in that mail no more, so nothing was changed."))
    notice, is_ahead = found[0], found[0].pk is None
    if is_ahead:
        notice.state, notice.reason = Notice.State.CANCELLED, Notice.Reason.HELD_BACK
        _insert(notice)
    elif not Notice.objects.filter(pk=notice.pk, mail=None).cancel(Notice.Reason.HELD_BACK):
        raise Conflict(_("The mail with this line is made already, so it leaves."))
    return HeldLine.objects.create(notice=notice, day=day, ahead=is_ahead, by=by, at=now)


@transaction.atomic
def put_back(held: HeldLine, *, by: User, now: datetime) -> None:
    """Have the line told after all: what was made ahead is derived again. Raises :class:`Refused`."""
    notice = held.notice
    _let(held.day, notice.recipient, by=by, now=now)
    kept = Notice.objects.filter(pk=notice.pk, mail=None, reason=Notice.Reason.HELD_BACK)
    held.delete()
    if held.ahead:
        kept.delete()
    else:
        kept.update(state=Notice.State.WAITING, reason="")


@transaction.atomic
def hold(day: date, person: User, *, by: User, now: datetime) -> HeldMail:
    """Have ``person`` get no mail of ``day``. Raises :class:`Refused`."""
    User.objects.select_for_update().get(pk=person.pk)
    _let(day, person, by=by, now=now)
    return HeldMail.objects.get_or_create(recipient=person, day=day, defaults={"by": by, "at": now})[0]


@transaction.atomic
def release(held: HeldMail, *, by: User, now: datetime) -> None:
    """Let the mail leave after all. Raises :class:`Refused`."""
    _let(held.day, held.recipient, by=by, now=now)
    held.delete()


@transaction.atomic
def write_above(
    text: str, day: date, person: User | None, *, was: str, by: User, now: datetime
) -> MorningNote | None:
    """Put words above the mail of ``day`` to ``person``, or to everybody; none take them away.

    ``was`` is what stood there as the page was shown. Raises :class:`Refused`.
    """
    text, was = _tidied(text), _tidied(was)
    if len(text) > LONGEST:
        raise Refused(_("At most %(most)d characters stand above a mail.") % {"most": LONGEST})
    _let(day, person, by=by, now=now)
    kept = MorningNote.objects.select_for_update().filter(day=day, recipient=person).first()
    stands = kept.text if kept else ""
    if stands not in (was, text):
        sentence = _("Somebody else wrote “%(text)s” here meanwhile. Save again to set yours.")
        raise Conflict(sentence % {"text": stands})
    if not text:
        MorningNote.objects.filter(day=day, recipient=person).delete()
        return None
    said = {"text": text, "by": by, "at": now}
    return MorningNote.objects.update_or_create(day=day, recipient=person, defaults=said)[0]


def may_change(day: date, now: datetime) -> bool:
    """Whether mails of that day can still be changed: today's and those of the next working day."""
    return nation().today(now) <= day <= next_day(now)


def _tidied(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _insert(notice: Notice) -> None:
    try:
        with transaction.atomic():
            notice.save(force_insert=True)
    except IntegrityError as known:
        raise Conflict(_("Somebody else left this line out meanwhile, or it is on its way.")) from known


def _let(day: date, person: User | None, *, by: User, now: datetime) -> None:
    """Raises where ``by`` may not, or where that mail has left."""
    if not COORDINATOR.held(grants_of(by), None):
        raise NotAllowed(_("Only a coordinator changes the mails of a day."))
    if not may_change(day, now):
        raise Refused(_("Only mails of today and of the next working day can be changed."))
    made = Mail.objects.filter(day=day)
    if person is None:
        if made.exists():
            raise Conflict(_("The first mails of that day have left: nothing is written above all of them."))
        return
    is_over = HoursOf([person.pk], policy.current()).today(person.pk, now) > day
    if is_over or made.filter(recipient=person).exists():
        sentence = _("The mail of that day to %(name)s has left, so nothing was changed.")
        raise Conflict(sentence % {"name": person.name})
