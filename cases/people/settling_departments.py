"""Adding and changing a department in the settings: who may, what is refused, and the note of it.

A merger, a split or a new name from a day on is a reorganisation (``reorganising.py``); here a spelling is
corrected, and what else is written of a department. What is open does not move.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.people.models import Department, User
from cases.people.moving import movers
from cases.people.roles import open_roles
from cases.people.settings_changes import differences, note
from cases.people.settling import settles
from workflow.errors import NotAllowed, Refused

SAID = ("parent", "branch", "independent", "language", "time_zone", "calendar", "valid_from", "valid_until")


def why_not_end(department: Department, last: date | None) -> str:
    """The sentence why it is not given this last day by hand; empty: nothing is open that would move."""
    if department.pk is None or last is None or last == department.valid_until:
        return ""
    if any(mover.state([department.pk]) for mover in movers().values()):
        return _("Something is open there. A coordinator merges or splits it, and all of it moves.")
    return ""


@transaction.atomic
def add_department(
    code: str, says: Mapping[str, Any], names: Mapping[str, str], *, by: User, now: datetime
) -> Department:
    """A new one, with the groups of its roles. ``names`` are by language. Raises :class:`Refused`."""
    _let(by)
    made = Department(code=code, **says)
    made.save()
    _name(made, names)
    open_roles(made)
    note(made, "made", by=by, now=now)
    return made


@transaction.atomic
def change_department(
    department: Department, says: Mapping[str, Any], names: Mapping[str, str], *, by: User, now: datetime
) -> bool:
    """Write what differs, and note it field by field; whether anything did. Raises :class:`Refused`."""
    _let(by)
    held = Department.objects.select_for_update().get(pk=department.pk)
    if sentence := why_not_end(held, says["valid_until"]):
        raise Refused(sentence)
    before = {field: getattr(held, field) for field in SAID}
    standing = {f"name {one.language}": one.text for one in held.wordings.all()}
    named = {f"name {language}": text for language, text in names.items()}
    changes = differences(before, says) + differences(standing, named)
    if not changes:
        return False
    for field, value in says.items():
        setattr(held, field, value)
    try:
        held.clean()
    except ValidationError as wrong:
        raise Refused(" ".join(wrong.messages)) from wrong
    held.save(update_fields=list(says))
    _name(held, names)
    note(held, "changed", by=by, now=now, changes=changes)
    return True


def _name(department: Department, names: Mapping[str, str]) -> None:
    for language, text in names.items():
        if text:
            department.wordings.update_or_create(language=language, defaults={"text": text})
        else:
            department.wordings.filter(language=language).delete()


def _let(by: User) -> None:
    if not settles(by):
        raise NotAllowed(_("Only a coordinator or an administrator changes departments."))
