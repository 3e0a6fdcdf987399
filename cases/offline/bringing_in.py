"""Brings in what was written offline: each answer as a new version, all of it or nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases import actions
from cases.drafting import copies
from cases.models import ImplementationStatus, Version
from cases.offline.asked import said_of_position
from cases.offline.comparing import compared
from cases.offline.planned import TAKEN, Planned, digest
from cases.offline.sent_back import Filled
from cases.people.models import User
from cases.un import Position
from workflow.errors import Conflict


@dataclass(frozen=True)
class Brought:
    """``saved`` are new versions; ``kept`` texts that wait as typed, beside what somebody else wrote."""

    saved: list[Version]
    kept: list[Planned]


@transaction.atomic
def bring_in(
    filled: Sequence[Filled],
    *,
    take: Collection[int],
    keep: Collection[int],
    seen: str,
    by: User,
    now: datetime,
) -> Brought:
    """Save the answers whose keys are in ``take``, keep the texts of those in ``keep`` for the person.

    ``seen`` is the :func:`~cases.offline.planned.digest` of what the person was shown. Raises
    :class:`Conflict` where something else would be done by now, and as :func:`cases.actions.save_draft` and
    :func:`cases.drafting.copies.keep_draft`; then nothing was written.
    """
    plans = compared(filled, by=by)
    if digest(plans) != seen:
        raise Conflict(_("Something changed meanwhile, so nothing was saved. Look at it again, and save."))
    saved = [_saved(one, by, now) for one in plans if one.standing == TAKEN and one.key in take]
    kept = [_kept(one, by, now) for one in plans if one.may_keep and one.key in keep]
    return Brought(saved, kept)


def _saved(plan: Planned, by: User, now: datetime) -> Version:
    assert plan.case is not None  # noqa: S101 - what is taken has one
    texts: dict[str, Any] = {"full_text": plan.full.comes, "short_text": plan.short.comes}
    act: dict[str, Any] = {"started_from": plan.number, "by": by, "now": now}
    return actions.save_draft(plan.case, **texts, **_proposal(plan), **act)


def _kept(plan: Planned, by: User, now: datetime) -> Planned:
    """As if it had been typed on the page of the case, from the version that the file began with."""
    assert plan.case is not None  # noqa: S101 - what is kept has one
    typed: dict[str, Any] = {"full_text": plan.full.mine, "short_text": plan.short.mine}
    proposed = _proposal(plan)
    if "position" in proposed:
        typed["position"] = proposed["position"]
    else:
        typed["status"] = str(proposed["status"].pk) if proposed["status"] else ""
    started_from = plan.filled.number
    copies.keep_draft(plan.case, typed=typed, started_from=started_from, seen=0, by=by, now=now)
    return plan


def _proposal(plan: Planned) -> dict[str, Any]:
    assert plan.asked is not None  # noqa: S101 - as above
    if plan.asked.answer.round.asks_position:
        positions = {said_of_position(value): value for value in Position.values}
        return {"position": positions.get(plan.proposed, "")}
    return {"status": ImplementationStatus.objects.filter(pk=plan.proposed).first()}
