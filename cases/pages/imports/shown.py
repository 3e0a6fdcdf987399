"""The rows of an import as the page shows them: a new one with its text, a changed one beside what stands."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from cases.difference import side_by_side
from cases.importing.change import FIELDS, LIST_NAMES, Change, change_of, texts_in, texts_of
from cases.importing.plain_rows import from_plain
from cases.importing.recognising import with_ids
from cases.importing.rows import Row
from cases.importing.terms import codes, joined_codes
from cases.models import Import, Recommendation, StagedRow
from cases.pages.imports.facts import facts_of
from cases.pages.imports.mend_form import MendForm
from cases.pages.imports.near import comparable, named_in, references_in
from cases.people.day_words import day_in_words
from cases.people.languages import own_name
from cases.un import Mechanism, Position

LOOK, CHANGED = StagedRow.Standing.LOOK, StagedRow.Standing.CHANGED


def shown_rows(one: Import, staged: list[StagedRow], bound: MendForm | None) -> list[dict[str, Any]]:
    """As many queries for one row as for a page of them."""
    known = with_ids(row.recommendation_id for row in staged if row.recommendation_id)
    joined = joined_codes() if known else {}
    named = named_in(each for each in staged if each.standing == LOOK) if one.is_to_confirm else {}
    shown = []
    for each in staged:
        row = from_plain(each.row)
        standing = known.get(each.recommendation_id or 0)
        change = change_of(standing, row, joined, source=one.source) if standing else None
        near = [named[name] for name in references_in(each.reason) if name in named]
        differs = change is not None and each.standing == CHANGED
        shown.append(
            {
                "staged": each,
                "row": row,
                "texts": _texts(row),
                "facts": [] if differs else facts_of(row),
                "known": standing,
                "differences": _differences(change) if change and differs else [],
                "near": [(one, comparable(one, row.texts)) for one in near],
                "form": _form(each, bound, near) if one.is_to_confirm and each.standing == LOOK else None,
            }
        )
    return shown


def _form(staged: StagedRow, bound: MendForm | None, near: list[Recommendation]) -> MendForm:
    form = bound if bound and bound.staged.pk == staged.pk else MendForm(staged)
    form.offer([one.reference for one in near])
    return form


def _texts(row: Row) -> list[tuple[str, str, str, str]]:
    """Language, heading, opening and text."""
    return [(language, *texts_in(row, language)) for language in row.texts]


def _differences(change: Change) -> list[dict[str, Any]]:
    """What it says now and would say, with what differs marked in both."""
    return [*_of_texts(change), *_of_fields(change), *_of_lists(change)]


def _of_texts(change: Change) -> list[dict[str, Any]]:
    standing = {one.language: texts_of(one) for one in change.recommendation.wordings.all()}
    found = []
    for language in change.languages:
        before = "\n".join(filter(None, standing.get(language, ())))
        now = "\n".join(filter(None, texts_in(change.row, language)))
        old, new = side_by_side(before, now)
        label = _("Text (%(language)s)") % {"language": own_name(language)}
        found.append({"label": label, "language": language, "old": old, "new": new})
    return found


def _of_fields(change: Change) -> list[dict[str, Any]]:
    found = []
    for column in change.fields:
        name, label = FIELDS[column]
        values = (getattr(change.recommendation, change.column_of(column)), getattr(change.row, name))
        old, new = (_in_words(column, value) for value in values)
        found.append({"label": label, "old": old, "new": new})
    return found


def _in_words(column: str, value: Any) -> str:
    choices: dict[str, Any] = {"position": Position, "mechanism": Mechanism}
    if column in choices and value:
        return str(choices[column](value).label)
    return day_in_words(value) if isinstance(value, date) else str(value or "")


def _of_lists(change: Change) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {
            "label": LIST_NAMES[name],
            "old": " | ".join(term.code for term in getattr(change.recommendation, name).all()),
            "new": " | ".join(codes(change.row, name)),
        }
        for name in change.lists
    ]
    if change.bodies:
        standing = [one.named for one in change.recommendation.lead_proposals.all() if one.by_id is None]
        new = " | ".join(change.row.bodies)
        found.append({"label": _("bodies named"), "old": " | ".join(standing), "new": new})
    return found
