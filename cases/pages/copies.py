"""What an editor says of text that is no version yet: one's own, and who else writes there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import WorkingCopy
from cases.models.typed_copy import TypedCopy, TypedCopyQuerySet
from cases.models.working_copy import Subject
from cases.pages.two_texts import number_in
from cases.people.models import User


@dataclass(frozen=True)
class Kept:
    """``mine`` is what the person typed last, ``dropped`` what he laid aside and may bring back.

    ``others`` are sentences on who else writes there; ``is_behind``: somebody saved a text meanwhile.
    """

    mine: TypedCopy | None
    dropped: TypedCopy | None
    others: list[str]
    is_behind: bool = False

    @property
    def line(self) -> str:
        return line_of(self.mine) if self.mine else ""


def kept_of(subject: Subject, user: User, now: datetime, *, latest: int) -> Kept:
    """In three queries; ``latest`` is the number of the text that stands."""
    own = WorkingCopy.objects.visible_to(user).of(subject)
    return kept_among(own, others_in(subject, user, now), latest=latest)


def kept_among(own: TypedCopyQuerySet, others: list[str], *, latest: int) -> Kept:
    """``own``: the person's copies of one text, ``latest`` the number of the text that stands."""
    copies = list(own.order_by("-dropped_at", "-pk"))
    mine = next((copy for copy in copies if copy.dropped_at is None), None)
    dropped = next((copy for copy in copies if copy.dropped_at is not None), None)
    behind = mine is not None and mine.started_from < latest
    return Kept(mine, dropped, others, behind)


def others_in(subject: Subject, user: User, now: datetime) -> list[str]:
    """Who else has a page open in which this is written: names and times, not a word of theirs."""
    return others_among(WorkingCopy.objects.of(subject), user, now)


def others_among(copies: TypedCopyQuerySet, user: User, now: datetime) -> list[str]:
    """The same, of whoever has one of ``copies``."""
    theirs = copies.writing_at(now).exclude(person=user).order_by("here_since", "pk")
    said = _("%(who)s is writing in this draft too, since %(time)s.")
    rows = theirs.values_list("person__name", "person__email", "here_since")
    return [said % {"who": name or email, "time": clock(since)} for name, email, since in rows]


def line_of(copy: TypedCopy) -> str:
    """“Saved 14:02 · 312 words”"""
    said = ngettext("Saved %(time)s · %(count)d word", "Saved %(time)s · %(count)d words", copy.words)
    return said % {"time": clock(copy.saved_at), "count": copy.words}


def clock(when: datetime) -> str:
    return date_format(localtime(when), "H:i")


def edition_seen(request: HttpRequest) -> int:
    """Which edition of the person's copy the page knows; 0 for none."""
    return number_in(request, "copy")
