"""Brings departments in from a file, in Morocco's layout or in ours; all or nothing, safe to repeat.

Whether a body is independent is set by hand, never here. The act is ``import_departments``.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from cases.importing import bodies
from cases.importing.cells import LONGEST_NAME, Cells
from cases.importing.names import code_from, plain
from cases.importing.rows import BadFile, Line, Problem
from cases.importing.table import read_table
from cases.people.models import Department

MOROCCO = {"id", "label", "labelar", "type"}
GENERIC = {"code", "branch"}
BRANCHES = {"pe": Department.Branch.EXECUTIVE, "pj": Department.Branch.JUDICIARY}
"""Morocco's types; every other, and none, is an institution: none of these is proposed as lead by itself."""


@dataclass
class Body:
    """One department as the file has it; ``code`` is empty where it follows from the name."""

    line: int
    code: str
    names: dict[str, str]
    branch: str
    parent: str = ""
    language: str = ""
    problems: list[str] = field(default_factory=list)


@dataclass
class Outcome:
    """What came of it. ``problems`` not empty: nothing was imported."""

    new: int = 0
    changed: int = 0
    same: int = 0
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def import_departments(path: Path) -> Outcome:
    """Read ``path`` and write its departments in one transaction. Raises :class:`BadFile`."""
    table = read_table(path)
    read = _layout(set(table.header))
    found = [read(line) for line in table.lines]
    problems = [Problem(one.line, one.code, " ".join(said)) for one in found if (said := _wrong(one, found))]
    if problems:
        return Outcome(problems=problems)
    with transaction.atomic():
        outcome = _write(found)
    outcome.notes = _notes(table.header)
    return outcome


def _layout(header: set[str]) -> Any:
    if header >= MOROCCO:
        return _morocco
    if header >= GENERIC and any(column.startswith("name_") for column in header):
        return _generic
    raise BadFile(_("The header is of no list of departments: it needs code, branch and name_en, for one."))


def _morocco(line: Line) -> Body:
    cells = Cells(line)
    named = {"fr": cells.name("label", LONGEST_NAME), "ar": cells.name("labelar", LONGEST_NAME)}
    names = {language: name for language, name in named.items() if name}
    branch = BRANCHES.get(plain(cells.name("type")), Department.Branch.INSTITUTION)
    return Body(line.number, "", names, branch, problems=cells.problems)


def _generic(line: Line) -> Body:
    cells = Cells(line)
    columns = {column.removeprefix("name_"): column for column in line.cells if column.startswith("name_")}
    named = {language: cells.name(column, LONGEST_NAME) for language, column in columns.items()}
    return Body(
        line=line.number,
        code=cells.name("code", 40).lower(),
        names={language: name for language, name in named.items() if name},
        branch=cells.name("branch").lower() or Department.Branch.EXECUTIVE,
        parent=cells.name("parent", 40).lower(),
        language=cells.name("language").lower(),
        problems=cells.problems,
    )


def _wrong(body: Body, found: list[Body]) -> list[str]:
    said = list(body.problems)
    same_code = [one.line for one in found if one.code and one.code == body.code]
    if not body.names:
        said.append(_("It has no name."))
    if body.code and body.code != code_from(body.code, ()):
        said.append(_("Its code may hold letters without accents, digits and hyphens only."))
    if len(same_code) > 1 and body.line != same_code[0]:
        said.append(_("Line %(line)d has the same code.") % {"line": same_code[0]})
    if body.branch not in Department.Branch.values:
        said.append(_("Its branch is none of executive, judiciary, institution."))
    if body.language and body.language not in dict(settings.LANGUAGES):
        said.append(_("Its language is none that Suivi speaks."))
    return said + _wrong_above(body, found)


def _wrong_above(body: Body, found: list[Body]) -> list[str]:
    above = {one.code: one.parent for one in found if one.code}
    if body.parent and body.parent not in above and not Department.objects.filter(code=body.parent).exists():
        return [_("It is part of “%(code)s”, which is not there.") % {"code": body.parent}]
    passed, code = {body.code}, body.parent
    while code:
        if code in passed:
            return [_("It would be a part of itself.")]
        passed.add(code)
        code = above.get(code, "")
    return []


def _write(found: list[Body]) -> Outcome:
    """First those that are new, so that each part finds its whole; then what each of them says."""
    by_code = {one.code: one for one in Department.objects.with_names()}
    by_name = bodies.known_bodies()
    by_pk = {one.pk: one for one in by_code.values()}
    done: Counter[str] = Counter()
    fresh = []
    for body in found:
        pks = [by_name[plain(name)] for name in body.names.values() if plain(name) in by_name]
        known = by_code.get(body.code) if body.code or not pks else by_pk[pks[0]]
        if known is None:
            code = body.code or code_from(next(iter(body.names.values())), by_code)
            known = by_code[code] = Department.objects.create(code=code)
            fresh.append(code)
        body.code = known.code
    for body in found:
        differs = _revise(by_code[body.code], body, by_code.get(body.parent))
        done["new" if body.code in fresh else "changed" if differs else "same"] += 1
    return Outcome(done["new"], done["changed"], done["same"])


def _revise(known: Department, body: Body, parent: Department | None) -> bool:
    """Write what the file says and the department does not; whether there was anything."""
    differs = False
    says: dict[str, Any] = {"branch": body.branch}
    says |= {"parent": parent} if parent else {}
    says |= {"language": body.language} if body.language else {}
    if any(getattr(known, column) != value for column, value in says.items()):
        for column, value in says.items():
            setattr(known, column, value)
        known.save(update_fields=list(says))
        differs = True
    standing = {wording.language: wording.text for wording in known.wordings.all()}
    for language, name in body.names.items():
        if standing.get(language) != name:
            known.wordings.update_or_create(language=language, defaults={"text": name})
            differs = True
    return differs


def _notes(header: tuple[str, ...]) -> list[str]:
    if "independent" in header:
        return [_("The column “independent” was not read: a person sets it, in the set-up pages.")]
    return []
