"""Puts a row right that needs a look, in its place: the file itself is never changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.importing import staging
from cases.importing.edition import Edition, what_is_wrong
from cases.importing.found import found_in
from cases.importing.plain_rows import as_plain, from_plain, plain_value
from cases.importing.recognising import NEW
from cases.importing.rows import Row
from cases.models import Import, Recommendation, StagedRow
from workflow.errors import Refused

LOOK = StagedRow.Standing.LOOK


@transaction.atomic
def mend(staged: StagedRow, said: dict[str, Any], *, same_as: str = "") -> StagedRow:
    """Take what a person ``said`` for the row's values, and look anew what is to be done with it.

    ``said`` are attributes of a row. ``same_as`` is the reference of the recommendation that it is, "new"
    where it is none of those that stand, or empty. Where it still needs a look, it says why; what was said
    is kept. Raises :class:`Refused` where the import is confirmed already.
    """
    one = Import.objects.select_for_update().get(pk=staged.of_id)
    if not one.is_to_confirm:
        raise Refused(_("This import was confirmed already; its rows are not changed any more."))
    row = replace(from_plain(staged.row), **said, problems=[], wrong=[])
    staged.mended = {**staged.mended, **{name: plain_value(value) for name, value in said.items()}}
    staged.row, staged.key, staged.recommendation = as_plain(row), row.key[:255], None
    staged.standing, staged.reason = LOOK, " ".join(_wrong(row, staged, one))
    if not staged.reason:
        staged.reason = _decided(staged, same_as)
    if not staged.reason:
        _look_anew(staged, row, one)
    staged.save()
    staging.count(one)
    return staged


def _wrong(row: Row, staged: StagedRow, one: Import) -> list[str]:
    twin = one.rows.filter(key=row.key[:255]).exclude(pk=staged.pk).exclude(standing=LOOK).first()
    known = from_plain(twin.row) if twin else row
    return what_is_wrong(row, known)


def _decided(staged: StagedRow, same_as: str) -> str:
    """Keep which recommendation the row is; why that cannot be."""
    if not same_as:
        return ""
    found = None
    if same_as != "new":
        found = Recommendation.objects.filter(reference=same_as).values_list("pk", flat=True).first()
        if found is None:
            return _("There is no recommendation with the reference %(reference)s.") % {"reference": same_as}
    staged.mended["is"] = found or NEW
    return ""


def _look_anew(staged: StagedRow, row: Row, one: Import) -> None:
    decided = {row.key: staged.mended["is"]} if "is" in staged.mended else {}
    edition = Edition(one.file_name, one.sha256, one.source, [row], [], decided=decided)
    fresh = next(staging.staged_rows(one, found_in(edition)))
    claimed = one.rows.filter(recommendation=fresh.recommendation_id).exclude(pk=staged.pk)
    if fresh.recommendation_id and (other := claimed.first()):
        said = {"line": other.line}
        staged.reason = _("It is the same recommendation as line %(line)d of this file.") % said
        return
    staged.standing, staged.reason = fresh.standing, fresh.reason
    staged.recommendation_id = fresh.recommendation_id
