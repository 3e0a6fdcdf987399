"""What coordinators and administrators do with types of reports: add, change, hide, remove; each is noted.

A shipped type is never removed: changed, it can be brought back to what is shipped. One that a report has is
only hidden, so that the report keeps its type.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from cases.people.models import User
from cases.people.settings_changes import differences, note
from cases.people.settling import settles
from exports.kinds import KINDS, Kind, PlannedHeading
from exports.kinds.shape import ANSWERS, NOTHING
from exports.models import Report, ReportType
from workflow.errors import Conflict, NotAllowed, Refused

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_HEADINGS = 60
MOST_WORDS = 1_000_000

# fmt: off
FIELDS: dict[str, StrOrPromise] = {
    "limit":    gettext_lazy("most words"),
    "advised":  gettext_lazy("advised only"),
    "counting": gettext_lazy("what counts"),
    "masthead": gettext_lazy("title page"),
    "annexes":  gettext_lazy("annexes"),
    "notes_at": gettext_lazy("notes"),
    "sections": gettext_lazy("headings"),
}
# fmt: on
"""What the history of the settings calls them."""

_MEANWHILE = gettext_lazy(
    "Somebody else changed this type meanwhile, so nothing was saved. The history below says what. "
    "Save again to set yours."
)


def version_of(code: str) -> int:
    """By which a page knows that what it showed still stands; 0: as it is shipped."""
    return ReportType.objects.filter(code=code).values_list("version", flat=True).first() or 0


def why_not_so(sections: Sequence[PlannedHeading]) -> str:
    """The sentence why a report cannot begin with these headings; empty: it can."""
    if not sections:
        return _("Give the type one heading at least.")
    if len(sections) > MOST_HEADINGS:
        return _("At most %(most)d headings.") % {"most": MOST_HEADINGS}
    if sections[0].level != 1 or any(later.level > one.level + 1 for one, later in pairwise(sections)):
        return _("A heading stands directly below one of the level above it: 2 below 1, 3 below 2.")
    if sum(one.takes == ANSWERS for one in sections) > 1:
        return _("Answers flow in under one heading only: let the others take text.")
    for one, later in pairwise((*sections, None)):
        if one is not None and one.takes == NOTHING and (later is None or later.level <= one.level):
            return _("“%(heading)s” takes nothing but lower headings, and there is none below it.") % {
                "heading": _title(one)
            }
    if sum(one.share for one in sections if one.level == 1) > 100:
        return _("The shares of the headings of level 1 are more than 100 per cent.")
    return ""


@transaction.atomic
def add_type(kind: Kind, names: Mapping[str, str], *, by: User, now: datetime) -> ReportType:
    """One of the country's own. Raises :class:`Refused`."""
    _let(by)
    _check(kind, names)
    if kind.code in KINDS:
        raise Refused(_("There is a type of this code already; choose another."))
    row = ReportType(code=kind.code, names=dict(names))
    row.become(kind)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("There is a type of this code already; choose another.")) from None
    _note(row, "made", by=by, now=now)
    return row


@transaction.atomic
def change_type(kind: Kind, names: Mapping[str, str], *, by: User, now: datetime, seen: int) -> bool:
    """Write all of it; whether anything differs. ``seen`` is the version that the page showed.

    Raises :class:`Refused`, or :class:`Conflict` where somebody else changed it meanwhile.
    """
    _let(by)
    _check(kind, names)
    row = _held(kind.code, seen)
    before = _told(row.kind(), row.names)
    row.become(replace(kind, hidden=row.hidden))
    row.names = dict(names)
    changes = differences(before, _told(row.kind(), row.names))
    if not changes:
        return False
    _write(row)
    _note(row, "changed", by=by, now=now, changes=changes)
    return True


@transaction.atomic
def hide(code: str, *, by: User, now: datetime, seen: int) -> None:
    """It is offered no more; reports that have it keep it. Errors as for :func:`change_type`."""
    _set_hidden(code, "hidden", by=by, now=now, seen=seen)


@transaction.atomic
def show(code: str, *, by: User, now: datetime, seen: int) -> None:
    """It is offered again. Errors as for :func:`change_type`."""
    _set_hidden(code, "shown", by=by, now=now, seen=seen)


@transaction.atomic
def ship_again(code: str, *, by: User, now: datetime, seen: int) -> None:
    """A shipped type as it is shipped. Errors as for :func:`change_type`."""
    _let(by)
    row = _held(code, seen)
    if code not in KINDS:
        raise Refused(_("This type is the country's own: there is nothing shipped to go back to."))
    if not row.version:
        return
    changes = differences(_told(row.kind(), row.names), _told(KINDS[code], {}))
    _note(row, "shipped again", by=by, now=now, changes=changes)
    row.delete()


def why_not_remove(code: str) -> str:
    """The sentence why not; empty: it is the country's own, and no report has it."""
    if code in KINDS:
        return _("A type that is shipped is not removed. It can be hidden.")
    if Report.objects.filter(kind=code).exists():
        return _("A report has this type, so it is not removed. It can be hidden.")
    return ""


@transaction.atomic
def remove(code: str, *, by: User, now: datetime, seen: int) -> None:
    """For good. Errors as for :func:`change_type`."""
    _let(by)
    row = _held(code, seen)
    if sentence := why_not_remove(code):
        raise Refused(sentence)
    _note(row, "removed", by=by, now=now)
    row.delete()


def _held(code: str, seen: int) -> ReportType:
    """The row, locked; for a shipped type that was never changed, one that says what is shipped."""
    row = ReportType.objects.select_for_update().filter(code=code).first()
    if (row.version if row else 0) != seen:
        raise Conflict(str(_MEANWHILE))
    if row is None:
        if code not in KINDS:
            raise Refused(_("There is no such type of report."))
        row = ReportType(code=code, version=0)
        row.become(KINDS[code])
    return row


def _write(row: ReportType) -> None:
    row.version += 1
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Conflict(str(_MEANWHILE)) from None


def _set_hidden(code: str, act: str, *, by: User, now: datetime, seen: int) -> None:
    _let(by)
    row = _held(code, seen)
    if row.hidden == (act == "hidden"):
        return
    row.hidden = act == "hidden"
    _write(row)
    _note(row, act, by=by, now=now)


def _check(kind: Kind, names: Mapping[str, str]) -> None:
    if not any(names.values()) and kind.code not in KINDS:
        raise Refused(_("Give it a name in one language at least."))
    if sentence := why_not_so(kind.sections):
        raise Refused(sentence)
    if not 0 < kind.limit <= MOST_WORDS:
        raise Refused(_("The limit is a number of words from 1 to 1,000,000."))


def _let(by: User) -> None:
    if not settles(by):
        raise NotAllowed(_("Only a coordinator or an administrator changes types of reports."))


def _note(row: ReportType, act: str, *, by: User, now: datetime, **details: Any) -> None:
    """Its name in the language in which the authorities work, since the history keeps it."""
    with override(settings.WORKING_LANGUAGE):
        name = str(row.kind().label)
    note(row, act, by=by, now=now, name=name, code=row.code, **details)


def _told(kind: Kind, names: Mapping[str, str]) -> dict[str, str]:
    """Field by field what the history compares."""
    named = {f"name {language}": text for language, text in names.items()}
    return named | {
        "limit": str(kind.limit),
        "advised": _yes(kind.advised),
        "counting": kind.counting.code,
        "masthead": ", ".join(kind.masthead),
        "annexes": ", ".join(kind.annexes),
        "notes_at": kind.notes_at,
        "sections": " · ".join(_said(one) for one in kind.sections),
    }


def _said(one: PlannedHeading) -> str:
    return f"{one.level} {_title(one)} ({one.takes}, {one.groups}, {one.share} %) {one.guidance}".strip()


def _title(one: PlannedHeading) -> str:
    return one.title_in(settings.WORKING_LANGUAGE) or one.code


def _yes(whether: bool) -> str:
    return _("yes") if whether else _("no")


def in_use() -> Counter[str]:
    """By code, how many reports have the type; one query."""
    return Counter(Report.objects.exclude(kind="").order_by().values_list("kind", flat=True))
