"""Who got what of a case and why, for its page and the longer list behind it; never who looked at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.models import Case, Mention
from cases.people.day_words import MOMENT, WEEKDAY, day_in_words
from cases.people.days import local_day
from cases.people.models import User
from cases.people.roles import COORDINATOR, grants_of
from cases.people.wording import set_apart
from cases.telling import Rule, When
from notifications.entries import Entry, Group, by_day
from notifications.hours import HoursOf
from notifications.models import Mail, Notice, NoticeQuerySet
from notifications.policy import current
from notifications.rules import rule_of
from notifications.rules.of_persons import MENTIONED
from notifications.why import of_step

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

WAITS: dict[When, StrOrPromise] = {
    When.AT_ONCE: gettext_lazy("Will be mailed within minutes, in working hours."),
    When.NEAR_DATE: gettext_lazy(
        "Waits for the mail of the next working morning, or leaves at once if it is due soon."
    ),
    When.MORNING: gettext_lazy("Waits for the mail of the next working morning."),
    When.NEWS: gettext_lazy("Goes with the next mail, on the first working day of the week at the latest."),
}


IN_THE_MORNING = (When.MORNING, When.NEAR_DATE)


@dataclass(frozen=True)
class Told(Entry):
    """What one person was told: ``came`` says what became of it.

    On the longer list ``mail`` is the key of the mail, where the reader may open it; its address ``to`` and
    the server's ``error`` are for the coordinator alone.
    """

    came: str
    to: str = ""
    error: str = ""
    mail: str = ""

    @property
    def waits_for_a_morning(self) -> bool:
        held = self.notice.mail_id or self.notice.chase_id
        return self.notice.state == Notice.State.WAITING and not held and self.rule.when in IN_THE_MORNING

    @property
    def is_dead(self) -> bool:
        return self.notice.state == Notice.State.DEAD


def notices_of(case: Case, user: User) -> NoticeQuerySet:
    """What this person may know of it, newest first, with the rows that :func:`told_of` reads."""
    seen = Notice.objects.visible_to(user).filter(case=case).newest_first()
    return seen.select_related("recipient", "mail", "chase__by")


def told_of(notices: Sequence[Notice], now: datetime) -> list[Told]:
    """What each of them told; a query at most."""
    called = [one.event_id for one in notices if one.rule == MENTIONED]
    mentions = Mention.objects.select_related("comment__author").in_bulk(called)
    return [_one(one, mentions, now) for one in notices]


def with_mails(told: Sequence[Told], reader: User) -> list[Told]:
    """With what the reader may know of the mails; four queries."""
    mails = Mail.objects.visible_to(reader).filter(pk__in=[one.notice.mail_id for one in told])
    opens = dict(mails.values_list("pk", "key"))
    coordinates = COORDINATOR.held(grants_of(reader), None)
    return [_with_mail(one, one.notice.mail, opens, coordinates) for one in told]


def with_mornings(told: Sequence[Told], now: datetime) -> list[Told]:
    """With the day on whose morning the mail leaves; no query where nothing waits for one."""
    people = {one.notice.recipient_id for one in told if one.waits_for_a_morning}
    if not people:
        return list(told)
    hours = HoursOf(people, current())
    return [_on_its_morning(one, hours, now) if one.waits_for_a_morning else one for one in told]


def grouped(told: Sequence[Told]) -> list[tuple[date, list[Group[Told]]]]:
    """By day, and on each those together that were told the same for the same reason."""
    return by_day(told, lambda one: one.why)


def _one(notice: Notice, mentions: Mapping[int, Mention], now: datetime) -> Told:
    rule = rule_of(notice.rule)
    mention = mentions.get(notice.event_id or 0) if rule.code == MENTIONED else None
    return Told(notice, rule, _why(notice, rule, mention), _came(notice, rule, now))


def _with_mail(told: Told, mail: Mail | None, opens: Mapping[int, str], coordinates: bool) -> Told:
    if mail is None:
        return told
    error = mail.last_error if coordinates and mail.is_dead else ""
    return replace(told, to=mail.to if coordinates else "", error=error, mail=opens.get(mail.pk, ""))


def _on_its_morning(told: Told, hours: HoursOf, now: datetime) -> Told:
    day = local_day(
        hours.place(told.notice.recipient_id).zone, hours.next_morning(told.notice.recipient_id, now)
    )
    return replace(told, came=_("Waits for the morning of %(day)s.") % {"day": day_in_words(day, WEEKDAY)})


def _why(notice: Notice, rule: Rule, mention: Mention | None) -> str:
    if notice.chase is not None:
        return _("Sent by hand by %(who)s.") % {"who": set_apart(notice.chase.by)}
    if mention is not None:
        return _("Mentioned by %(who)s.") % {"who": set_apart(mention.comment.author)}
    step = of_step(rule, notice.step, notice.reckoned) if notice.about_on else ""
    if step or rule.to is None:
        return step
    return _("As %(role)s.") % {"role": rule.to.label}


def _came(notice: Notice, rule: Rule, now: datetime) -> str:
    """What became of it, in a sentence."""
    mail = notice.mail
    if notice.state == Notice.State.SENT and mail is not None and mail.sent_at is not None:
        return _("Sent %(moment)s.") % {"moment": _moment(mail.sent_at)}
    if notice.state == Notice.State.CANCELLED:
        return _("Not sent: %(reason)s.") % {"reason": notice.get_reason_display()}
    if notice.state == Notice.State.DEAD:
        return _("Could not be delivered.")
    if mail is not None and mail.attempts:
        tried = ngettext(
            "Tried %(count)d time; next %(moment)s.", "Tried %(count)d times; next %(moment)s.", mail.attempts
        )
        return tried % {"count": mail.attempts, "moment": _moment(mail.next_try_at)}
    leaves = mail.next_try_at if mail is not None else notice.not_before
    if leaves is not None and leaves > now:
        return _("Leaves %(moment)s.") % {"moment": _moment(leaves)}
    return str(WAITS[When.AT_ONCE if mail is not None or notice.chase_id else rule.when])


def _moment(when: datetime) -> str:
    return day_in_words(timezone.localtime(when), MOMENT)
