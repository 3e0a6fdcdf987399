"""What blocks a case, as its page shows it to its department and the coordinators; said in ``blocked.py``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import blocking
from cases.models import Block, Case
from cases.models.block import BlockQuerySet
from cases.pages.told import Line
from cases.people.models import User
from cases.people.roles import COORDINATOR, LEAD_DEPARTMENT
from workflow import undoing
from workflow.grants import Grants

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SAID_ON_CASE: dict[str, StrOrPromise] = {
    Block.What.TIME: gettext_lazy("Needs more time"),
    Block.What.DATA: gettext_lazy("Waits for data"),
    Block.What.NOT_OURS: gettext_lazy("Is not theirs to answer"),
    Block.What.OTHER: gettext_lazy("Is blocked by something else"),
}


@dataclass(frozen=True)
class Blocking:
    """What the case's page shows: what is in force, whether this person may say it, and take it back."""

    said: Block | None
    words: StrOrPromise
    may_say: bool
    may_take_back: bool
    answers: Sequence[tuple[str, StrOrPromise]] = tuple(Block.What.choices)


def blocking_of(case: Case, user: User, grants: Grants, now: datetime) -> tuple[Blocking | None, list[Line]]:
    """What blocks it, and the lines of its history; for its department and the coordinators, in one query."""
    own = LEAD_DEPARTMENT.held(grants, case.lead_id)
    if not (own or COORDINATOR.held(grants, None)) or case.lead_id is None:
        return None, []
    rows = list(_read_by(case, user, grants))
    refusal = blocking.why_not_to_say(case)
    standing = [one for one in rows if one.lead_id == case.lead_id and one.about_on == case.due_on]
    newest = standing[-1] if standing and refusal is None else None
    said = newest if newest is not None and newest.solved_at is None else None
    may_say = own and refusal is None and (said is not None or case.is_late(now))
    if said is None and not may_say:
        return None, _lines(rows)
    mine = said is not None and said.by_id == user.pk and now < said.at + undoing.window()
    words = SAID_ON_CASE[said.what] if said else ""
    return Blocking(said, words, may_say, mine), _lines(rows)


def _read_by(case: Case, user: User, grants: Grants) -> BlockQuerySet:
    """All that was said of the case and not taken back, oldest first; the case is in the person's sight."""
    rows = Block.objects.filter(case=case, undone_at=None).select_related("by", "solved_by").order_by("pk")
    if COORDINATOR.held(grants, None):
        return rows
    return rows.filter(lead__in=grants.units_with(LEAD_DEPARTMENT.codenames))


def _lines(rows: Sequence[Block]) -> list[Line]:
    said = [
        Line(
            "blocked",
            format_html(
                _("What blocks it, said by <bdi>{}</bdi> to the coordinator: {}"),
                one.by,
                one.get_what_display(),
            ),
            one.at,
            one.note,
        )
        for one in rows
    ]
    solved = [
        Line(
            "unblocked",
            format_html(_("Solved, says <bdi>{}</bdi>: {}"), one.solved_by, one.get_what_display()),
            one.solved_at,
            "",
        )
        for one in rows
        if one.solved_at
    ]
    return [*said, *solved]
