"""What coordinators changed about the mails of a day, as its page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases.people.models import User
from notifications.ahead.expected import seen_by
from notifications.ahead.holding_back import may_change
from notifications.bell_items import Item, items_of
from notifications.models import HeldLine, HeldMail, MorningNote

MOST = 200


@dataclass(frozen=True)
class LeftOut:
    held: HeldLine
    item: Item


def changed_on(day: date, viewer: User, now: datetime) -> dict[str, Any]:
    """Mails held, lines left out and words above the mails of ``day``; a fixed number of queries."""
    held = HeldMail.objects.visible_to(viewer).filter(day=day).select_related("recipient", "by")
    notes = list(MorningNote.objects.visible_to(viewer).filter(day=day).select_related("by")[:MOST])
    return {
        "editable": may_change(day, now),
        "held_mails": list(held.order_by("recipient__name", "pk")[:MOST]),
        "left_out": _left_out(day, viewer, now),
        "to_all": next((one for one in notes if one.recipient_id is None), None),
        "notes": {one.recipient_id: one for one in notes if one.recipient_id},
    }


def _left_out(day: date, viewer: User, now: datetime) -> Sequence[LeftOut]:
    rows = HeldLine.objects.visible_to(viewer).filter(day=day).select_related("by")
    found = {
        one.notice_id: one
        for one in rows.select_related("notice__recipient", "notice__contribution").order_by("pk")[:MOST]
    }
    seen = seen_by(viewer, (one.notice for one in found.values()))
    return [LeftOut(found[item.notice.pk], item) for item in items_of(seen, now)]
