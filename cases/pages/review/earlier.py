"""The earlier texts against which an answer can be read, the most telling first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cases.models import Case, Reading, Version
from cases.pages.narrative import of_last_round
from cases.people.models import User
from cases.states import AGREEMENT, SIGN_OFF
from workflow.grants import Grants

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Earlier:
    """A text against which another can be read; ``key`` stands in the address."""

    key: str
    label: StrOrPromise
    version: Version | None

    def full(self) -> str:
        return self.version.full_text if self.version else ""

    def short(self) -> str:
        return self.version.short_text if self.version else ""


@dataclass(frozen=True)
class Comparison:
    """All that an answer can be compared with. ``named`` are tabs, ``versions`` the rest of the chain."""

    named: list[Earlier]
    versions: list[Earlier]
    approved: Version | None
    read_already: bool

    def chosen(self, key: str) -> Earlier:
        """The one of that key, else the first."""
        return next((one for one in [*self.named, *self.versions] if one.key == key), self.named[0])

    def is_unchanged(self, text: Version) -> bool:
        """Whether this is, word for word, what was approved last."""
        last = self.approved
        return last is not None and (last.full_text, last.short_text) == (text.full_text, text.short_text)


def comparison(case: Case, text: Version, user: User, grants: Grants) -> Comparison:
    """In three queries."""
    seen = Version.objects.visible_to(user).filter(answer=case.answer_id).select_related("author")
    versions = list(seen.order_by("-number"))
    others = [one for one in versions if one.pk != text.pk]
    read = set(Reading.objects.filter(person=user, version__in=versions).values_list("version", flat=True))
    last_round = of_last_round(case, user, grants)
    own = next((one for one in versions if one.pk == case.present_answer.approved_id), None)
    found = _named(case, text, others, read, own, last_round)
    return Comparison(
        named=[*found, Earlier("nothing", _("nothing: the text as it is"), None)],
        versions=[_version(one) for one in others],
        approved=own or last_round,
        read_already=text.pk in read,
    )


def _named(
    case: Case,
    text: Version,
    others: list[Version],
    read: set[int],
    approved: Version | None,
    last_round: Version | None,
) -> Iterator[Earlier]:
    if case.state == AGREEMENT:
        signed = next((one for one in others if one.pk == text.based_on_id), None)
        if signed is not None:
            yield Earlier("signed", _("what was signed"), signed)
    seen = next((one for one in others if one.pk in read and one.number < text.number), None)
    if seen is not None:
        yield Earlier("seen", _("what you saw last"), seen)
    sent = next((one for one in others if _was_sent(one, text)), None)
    if sent is not None and case.state != AGREEMENT:
        yield Earlier("before", _("what was sent before"), sent)
    if approved is not None and approved.pk != text.pk:
        yield Earlier("approved", _("what was approved last"), approved)
    if last_round is not None:
        label = _("the answer of the last round") if approved else _("what was approved last")
        yield Earlier("round", label, last_round)
    draft = others[0] if others and case.state == SIGN_OFF else None
    if draft is not None:
        yield Earlier("draft", _("the draft before"), draft)


def _was_sent(one: Version, text: Version) -> bool:
    """A proposal that was not agreed to never was the department's."""
    stood_by = one.kind == Version.Kind.DRAFT or one.agreed_at is not None
    return stood_by and one.released_at is not None and one.number < text.number


def _version(one: Version) -> Earlier:
    return Earlier(f"v{one.number}", _("version %(number)s") % {"number": one.number}, one)
