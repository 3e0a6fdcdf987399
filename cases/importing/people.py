"""People from a file: one line for each role of somebody; compared with who is there, then written at once.

A file adds people and roles and corrects names and languages. It takes nothing away, brings nobody back and
moves no address. What cannot be done is left out with its reason, and the rest is done; so a file may be sent
again. The rules are those of ``cases/people/settling.py``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.importing.bodies import known_bodies
from cases.importing.cells import Cells
from cases.importing.names import plain
from cases.importing.rows import BadFile, Line
from cases.importing.table import read_table
from cases.in_a_row import in_a_row
from cases.people import inviting, settling
from cases.people.held_roles import HeldRole, held_roles
from cases.people.languages import interface_languages
from cases.people.models import Department, User
from cases.people.roles import IN_DEPARTMENT, NATIONAL
from workflow.errors import Conflict

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST = 500
"""People in one file: more are not looked through by anybody before they are confirmed."""
NEEDED = {"email", "name"}
NEW, CHANGED, SAME, LOOK = "new", "changed", "same", "look"


@dataclass(frozen=True)
class Listed:
    """One line of the file. ``role`` is a key of the roles, ``department`` an id; each may be empty."""

    line: int
    email: str
    name: str = ""
    language: str = ""
    role: str = ""
    department: int | None = None
    problems: tuple[str, ...] = ()


@dataclass
class Planned:
    """What the file would do with one person; ``roles`` are those that would be given."""

    email: str
    lines: list[int]
    name: str = ""
    language: str = ""
    person: User | None = None
    roles: list[tuple[str, Department | None]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    corrections: dict[str, str] = field(default_factory=dict)

    @property
    def standing(self) -> str:
        if self.problems:
            return LOOK
        if self.person is None:
            return NEW
        return CHANGED if self.roles or self.corrections else SAME


def read_people(path: Path) -> list[Listed]:
    """The lines of a CSV or XLSX file. Raises :class:`BadFile` with a sentence where it cannot be read."""
    table = read_table(path)
    if missing := sorted(NEEDED - set(table.header)):
        raise BadFile(
            _("The header lacks these columns: %(columns)s. Use the file that is offered for download.")
            % {"columns": in_a_row(missing)}
        )
    names, bodies = _role_names(), known_bodies()
    found = [_listed(line, names, bodies) for line in table.lines]
    if len({one.email for one in found}) > MOST:
        raise BadFile(_("There are more than %(most)d people in this file; divide it.") % {"most": MOST})
    return found


def as_plain(rows: Iterable[Listed]) -> list[dict[str, object]]:
    """The lines as plain values, to be carried by the preview."""
    return [asdict(row) for row in rows]


def from_plain(rows: Iterable[dict[str, object]]) -> list[Listed]:
    return [Listed(**row | {"problems": tuple(row["problems"])}) for row in rows]  # type: ignore[arg-type]


def compare(rows: Sequence[Listed], *, by: User) -> list[Planned]:
    """One plan for each person of the file, in its order: what ``by`` may do, and why not the rest."""
    grouped: dict[str | int, list[Listed]] = {}
    for row in rows:
        grouped.setdefault(row.email or row.line, []).append(row)
    addresses = User.objects.annotate(address=Lower("email"))
    known = {user.email.lower(): user for user in addresses.filter(address__in={row.email for row in rows})}
    held = held_roles([user.pk for user in known.values()])
    ids = {row.department for row in rows if row.department}
    units = Department.objects.with_names().in_bulk(ids)
    return [_planned(lines, known.get(lines[0].email), held, units, by) for lines in grouped.values()]


def digest(plans: Iterable[Planned]) -> str:
    """Stands for what a preview shows."""
    shown = [
        [one.email, one.standing, one.corrections, [[role, unit and unit.pk] for role, unit in one.roles]]
        for one in plans
    ]
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:20]


@transaction.atomic
def bring_in(
    rows: Sequence[Listed], *, seen: str, inviting_new: bool, by: User, now: datetime
) -> list[Planned]:
    """Do what :func:`compare` shows, all in one transaction; what needs a look is left out.

    Raises :class:`Conflict` where something changed since ``seen``, the digest of what was shown.
    """
    plans = compare(rows, by=by)
    if digest(plans) != seen:
        raise Conflict(_("Meanwhile something changed, so nothing was done. Look at the list again."))
    for plan in plans:
        if plan.standing in (NEW, CHANGED):
            _write(plan, inviting_new, by, now)
    return plans


def _write(plan: Planned, inviting_new: bool, by: User, now: datetime) -> None:
    person = plan.person or settling.add_person(
        email=plan.email, name=plan.name, language=plan.language, by=by, now=now
    )
    if plan.corrections:
        settling.change_person(person, plan.corrections, by=by, now=now)
    for role, department in plan.roles:
        settling.give(person, role, department, by=by, now=now)
    if plan.person is None and inviting_new:
        inviting.invite(person, by=by, now=now)


def _listed(line: Line, names: dict[str, str], bodies: dict[str, int]) -> Listed:
    cells = Cells(line)
    email, name = cells.name("email").lower(), cells.name("name", 200)
    role_named, unit_named = cells.name("role"), cells.name("department")
    role, unit = names.get(plain(role_named), ""), bodies.get(plain(unit_named))
    language = cells.name("language", 12).lower()
    problems = [
        *cells.problems,
        *_wrong_address(email),
        *_wrong_role(role_named, role, unit_named, unit),
    ]
    if language and language not in dict(interface_languages()):
        problems.append(_("The language “%(raw)s” is none that the pages speak.") % {"raw": language})
    return Listed(line.number, email, name, language, role, unit, tuple(problems))


def _wrong_address(email: str) -> list[str]:
    try:
        validate_email(email)
    except ValidationError:
        return [_("“%(raw)s” is no e-mail address.") % {"raw": email[:80]}]
    return [_("The address is too long.")] if len(email) > 254 else []


def _wrong_role(role_named: str, role: str, unit_named: str, unit: int | None) -> list[str]:
    if role_named and not role:
        return [_("“%(raw)s” is no role that is known.") % {"raw": role_named[:80]}]
    if unit_named and unit is None:
        return [_("“%(raw)s” is no department that is known.") % {"raw": unit_named[:80]}]
    if role in IN_DEPARTMENT and unit is None:
        return [_("The role is held in a department: name it.")]
    if role in NATIONAL and unit is not None:
        return [_("The role is held for the whole country: leave the department empty.")]
    if unit is not None and not role:
        return [_("A department is named, but no role in it.")]
    return []


def _planned(
    lines: list[Listed], person: User | None, held: dict[int, list[HeldRole]],
    units: dict[int, Department], by: User,
) -> Planned:  # fmt: skip
    names, languages = ({getattr(one, what) for one in lines} - {""} for what in ("name", "language"))
    plan = Planned(lines[0].email, [one.line for one in lines], person=person)
    plan.name, plan.language = (min(said) if said else "" for said in (names, languages))
    plan.problems = [problem for one in lines for problem in one.problems]
    if len(names) > 1 or len(languages) > 1:
        plan.problems.append(_("The lines of this person name it, or its language, differently."))
    if plan.problems:
        return plan
    _look_at_person(plan, by)
    there = held.get(person.pk, []) if person else []
    wanted = dict.fromkeys((one.role, one.department) for one in lines if one.role)
    for role, unit_id in wanted:
        if HeldRole(role, unit_id) not in there and not plan.problems:
            _look_at_role(plan, role, units.get(unit_id) if unit_id else None, by)
    return plan


def _look_at_person(plan: Planned, by: User) -> None:
    if plan.person is None:
        if not plan.name:
            plan.problems.append(_("Somebody new needs a name."))
        return
    if not plan.person.is_active:
        plan.problems.append(_("This account is switched off. Bring it back first."))
        return
    says = {"name": plan.name, "language": plan.language}
    corrections = {what: said for what, said in says.items() if said and said != getattr(plan.person, what)}
    if corrections and (sentence := settling.why_not_touch(plan.person, by=by)):
        plan.problems.append(str(sentence))
    plan.corrections = corrections


def _look_at_role(plan: Planned, role: str, unit: Department | None, by: User) -> None:
    somebody = plan.person or User(email=plan.email)
    if sentence := settling.why_not_give(somebody, role, unit, by=by):
        plan.problems.append(str(sentence))
    else:
        plan.roles.append((role, unit))


def _role_names() -> dict[str, str]:
    """Every role by its key, and by its label in each language of the pages."""
    labels: dict[str, StrOrPromise] = dict(Department._meta.permissions)
    found = {plain(role): role for role in (*IN_DEPARTMENT, *NATIONAL)}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for role, codename in (IN_DEPARTMENT | NATIONAL).items():
                found.setdefault(plain(str(labels[codename])), role)
    return found
