"""Detail of a passage moved into the annex of full texts: the rest becomes the passage's own text."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.people.models import User
from exports.budget.detail import Detail, parted
from exports.budget.written import written_in
from exports.models import Passage, PassageText
from exports.outline.writing import write
from workflow.errors import Blocked, Conflict


@transaction.atomic
def move_to_annex(passage: Passage, detail: Detail, *, by: User, now: datetime) -> PassageText:
    """``detail`` was found in the passage as it stands (:func:`exports.budget.detail.movable`).

    Raises :class:`Blocked` where the passage tells the text of an independent body, :class:`Conflict` where
    another text stands there meanwhile, and what
    :func:`exports.outline.writing.write` raises; then nothing moved.
    """
    if passage.tells.filter(answer__lead__independent=True).exists():
        raise Blocked(_("It tells the text of an independent body, which is printed word for word."))
    stands = written_in(passage)
    both = parted(stands.text, detail.blocks)
    if both is None:
        raise Conflict(_("Another text stands there meanwhile, so nothing was moved. Look at it again."))
    stays, goes = both
    annexed = "\n\n".join(part for part in (stands.annexed, goes) if part.strip())
    return write(
        passage,
        language=passage.report.language,
        text=stays,
        annexed=annexed,
        by=by,
        now=now,
        began_with=stands.number,
    )
