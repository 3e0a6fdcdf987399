"""Merging, splitting and renaming departments: one act, whole or not at all, on what its preview showed.

A merged or split department is dissolved: its last day is the one before the act takes effect, and what is
open goes to its successors (moving.py). A renamed one stays the same; its earlier names are kept with dates.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.people.carrying import carry, state
from cases.people.changes import FormerName, Reorganisation, Succession
from cases.people.models import Department, User
from cases.people.moving import Move, movers
from cases.people.roles import COORDINATOR, grants_of, open_roles
from workflow.errors import Conflict, NotAllowed, Refused

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Kind = Reorganisation.Kind
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Founded:
    """A department to be made. ``names`` by language; ``fields`` are its other columns."""

    code: str
    names: Mapping[str, str]
    fields: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return next(iter(self.names.values()), self.code)


Successor = Department | Founded


@dataclass(frozen=True)
class Plan:
    """What is to be done. The first of ``successors`` is the main one.

    ``roles`` names who gets a role where: user, codename, and the place of the successor; None: everybody
    everywhere. ``chosen``: places of successors, by keys of the rooms that move something.
    """

    kind: str
    on: date
    predecessors: Sequence[Department]
    successors: Sequence[Successor] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""
    roles: frozenset[tuple[int, str, int]] | None = None
    chosen: Mapping[str, int] = field(default_factory=dict)

    @property
    def dissolves(self) -> bool:
        return self.kind != Kind.RENAME

    def gives(self, user_id: int, codename: str, place: int) -> bool:
        return self.roles is None or (user_id, codename, place) in self.roles


def why_not(plan: Plan, *, today: date) -> StrOrPromise:
    """The sentence why this cannot be done; empty: go on."""
    rules = (_days, *((_successors, _codes) if plan.dissolves else (_names,)))
    return next((sentence for rule in rules if (sentence := rule(plan, today))), "")


def digest(plan: Plan, *, today: date) -> str:
    """Stands for all that a preview of the plan shows of what is there now."""
    ids = sorted(one.pk for one in plan.predecessors)
    there: dict[str, Any] = {}
    if plan.dissolves:
        there |= {name: mover.state(ids) for name, mover in movers().items()}
        there["roles"] = list(state(ids, today))
    there["departments"] = _as_they_are(plan)
    return hashlib.sha256(json.dumps(there, sort_keys=True, default=str).encode()).hexdigest()


@transaction.atomic
def reorganise(plan: Plan, *, seen: str, by: User, now: datetime) -> Reorganisation:
    """Do it. ``seen`` is the digest of the preview that was shown.

    Raises :class:`NotAllowed` for all but coordinators, :class:`Conflict` where something changed since the
    preview, :class:`Refused` where it cannot be done; then nothing was changed.
    """
    if not COORDINATOR.held(grants_of(by), None):
        raise NotAllowed(_("Departments are reorganised by a coordinator."))
    _hold(plan)
    today = timezone.localdate(now)
    if digest(plan, today=today) != seen:
        raise Conflict(_("Something changed since this was shown, so nothing was done. Look at it again."))
    if sentence := why_not(plan, today=today):
        raise Refused(str(sentence))
    done = Reorganisation.objects.create(kind=plan.kind, on=plan.on, remark=plan.remark, by=by, at=now)
    if plan.dissolves:
        _succeed(plan, done, by, now)
    else:
        rename(plan.predecessors[0], plan.names, on=plan.on)
    return done


def rename(department: Department, names: Mapping[str, str], *, on: date) -> None:
    """Call it by ``names`` (by language) from ``on``; what it was called before is kept with that day."""
    for wording in department.wordings.all():
        if names.get(wording.language, wording.text) != wording.text:
            FormerName.objects.create(of=department, language=wording.language, text=wording.text, until=on)
    for language, text in names.items():
        if text:
            department.wordings.update_or_create(language=language, defaults={"text": text})


def _succeed(plan: Plan, done: Reorganisation, by: User, now: datetime) -> None:
    successors = [_founded(one, plan.on) if isinstance(one, Founded) else one for one in plan.successors]
    rows = [
        Succession(reorganisation=done, predecessor=before, successor=after, main=place == 0)
        for before in plan.predecessors
        for place, after in enumerate(successors)
    ]
    Succession.objects.bulk_create(rows)
    move = Move(
        reorganisation=done,
        main={one.pk: successors[0] for one in plan.predecessors},
        chosen={key: successors[place] for key, place in plan.chosen.items()},
        by=by,
        now=now,
    )
    for mover in movers().values():
        mover.move(move)
    carry(move.dissolved, successors, plan.gives, now)
    parts = Department.objects.filter(parent__in=move.dissolved)
    parts.exclude(pk__in=[*move.dissolved, successors[0].pk]).update(parent=successors[0])
    Department.objects.filter(pk__in=move.dissolved).update(valid_until=plan.on - DAY)


def _hold(plan: Plan) -> None:
    """What moves first, as every step of a case does, then the departments: nobody waits in a circle.

    Who gave a case to one of them meanwhile has relied on it (guards/asking.py): the digest differs then.
    """
    ids = sorted(one.pk for one in plan.predecessors)
    for mover in movers().values() if plan.dissolves else ():
        mover.hold(ids)
    rows = Department.objects.select_for_update().filter(pk__in=[one.pk for one in _known(plan)])
    list(rows.order_by("pk").values_list("pk"))


def _known(plan: Plan) -> list[Department]:
    """The departments of a plan that there are."""
    return [*plan.predecessors, *(one for one in plan.successors if isinstance(one, Department))]


def _as_they_are(plan: Plan) -> list[Any]:
    """Of each its code and dates, what it is called, and its parts: as the database has it now."""
    rows = Department.objects.filter(pk__in=[one.pk for one in _known(plan)])
    return [
        [
            one.code,
            one.valid_from,
            one.valid_until,
            sorted((name.language, name.text) for name in one.wordings.all()),
            sorted(part.pk for part in one.parts.all()),
        ]
        for one in rows.prefetch_related("wordings", "parts").order_by("pk")
    ]


def _founded(one: Founded, on: date) -> Department:
    made = Department.objects.create(code=one.code, valid_from=on, **one.fields)
    for language, text in one.names.items():
        made.wordings.create(language=language, text=text)
    open_roles(made)
    return made


# The rules


def _days(plan: Plan, today: date) -> StrOrPromise:
    if plan.on > today:
        return _("This day is to come. Do it on the day itself, or give an earlier one.")
    rows = Department.objects.in_bulk([one.pk for one in _known(plan)])
    for one in _known(plan):
        row = rows[one.pk]
        if row.valid_until is not None and row.valid_until < today:
            return _("%(name)s does not exist any more.") % {"name": one}
        if row.valid_from is not None and row.valid_from >= plan.on and one in plan.predecessors:
            return _("%(name)s did not exist before that day; give a later one.") % {"name": one}
        if row.valid_from is not None and row.valid_from > plan.on:
            return _("%(name)s did not exist on that day yet; give a later one.") % {"name": one}
    return ""


def _successors(plan: Plan, today: date) -> StrOrPromise:
    before, after = list(plan.predecessors), list(plan.successors)
    existing = [one for one in after if isinstance(one, Department)]
    if not before:
        return _("Choose the departments that are merged.")
    if any(one in before for one in existing):
        return _("A department cannot follow itself. To go on under another name, rename it.")
    if len(set(existing)) < len(existing):
        return _("Each successor is named once.")
    if plan.kind == Kind.SPLIT and (len(before), len(after) > 1) != (1, True):
        return _("One department is split, into two at least.")
    if plan.kind == Kind.MERGE and len(after) != 1:
        return _("Say into which one department they are merged.")
    return ""


def _codes(plan: Plan, today: date) -> StrOrPromise:
    founded = [one for one in plan.successors if isinstance(one, Founded)]
    codes = [one.code.casefold() for one in founded]
    if any(not any(one.names.values()) for one in founded):
        return _("Give each new department a name.")
    taken = Department.objects.filter(code__in=[one.code for one in founded]).first()
    if taken is not None or len(set(codes)) < len(codes):
        code = taken.code if taken else codes[0]
        return _("The code “%(code)s” is taken; choose another.") % {"code": code}
    above = {one.fields["parent"] for one in founded if one.fields.get("parent")}
    if any(parent in plan.predecessors for parent in above):
        return _("A new department cannot be part of one that is dissolved.")
    return ""


def _names(plan: Plan, today: date) -> StrOrPromise:
    if len(plan.predecessors) != 1:
        return _("Choose the department that gets another name.")
    renamed = plan.predecessors[0]
    now = {one.language: one.text for one in renamed.wordings.all()}
    wished = {language: text for language, text in plan.names.items() if text}
    if all(now.get(language) == text for language, text in wished.items()):
        return _("Give the new name, in one language at least: this is what it is called already.")
    if FormerName.objects.filter(of=renamed, until__gte=plan.on).exists():
        return _("It was renamed on that day or later already; give a later day.")
    return ""
