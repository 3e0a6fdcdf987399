"""The link by which mails that may be switched off are switched off at once, without signing in (RFC 8058).

It is signed, names one person and groups of mails, and can do nothing else. It stands in no kept mail, only
in the one that is sent: who reads the mails of others cannot use it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.urls import reverse

from cases.people.models import User
from notifications.models import Mail, Notice, Preference
from notifications.preferences import Choice, Group, choices_of, choose, group_of
from notifications.rules import rule_of

SALT = "notifications.unsubscribing"


@dataclass(frozen=True)
class Leaving:
    """Whose mails of which groups the link switches off."""

    person: User
    groups: list[Preference.Group]

    @property
    def is_done(self) -> bool:
        chosen = choices_of(self.person)
        return all(chosen[group] == Choice.BELL for group in self.groups)

    def switch_off(self) -> None:
        choose(self.person, dict.fromkeys(self.groups, Choice.BELL))


def link(person: User, groups: Iterable[str]) -> str:
    """It does not grow old: a mail may be read after years."""
    token = signing.dumps([person.pk, sorted(groups)], salt=SALT)
    return f"{settings.BASE_URL}{reverse('unsubscribe', args=[token])}"


def leaving_by(token: str) -> Leaving | None:
    """What the link says; None where it was not made here, or its person is not active any more."""
    try:
        pk, groups = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    person = User.objects.filter(pk=pk, is_active=True).first()
    known = [Group(one) for one in groups if one in Group.values]
    return Leaving(person, known) if person and known else None


def groups_of(mail: Mail) -> set[str]:
    """Those of its rules; none where it tells anything that cannot be switched off."""
    rules = [rule_of(code) for code in rules_told_by(mail)]
    return {str(group_of(rule)) for rule in rules} if all(rule.optional for rule in rules) else set()


def rules_told_by(mail: Mail) -> list[str]:
    """Of the notices that it carries, the codes of their rules; none for a letter, which carries none."""
    told = mail.notices.exclude(state=Notice.State.CANCELLED).order_by("rule")
    return list(told.values_list("rule", flat=True).distinct())
