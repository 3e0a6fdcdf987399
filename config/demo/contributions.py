"""The contributions of the story: some merged, one unanswered, one agreed to, others under way or late."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from cases.contributions import contributing
from cases.models import Case, Contribution
from cases.people.models import Department, User
from cases.people.roles import holders
from config.demo.people import DATA

STEPS: dict[str, tuple[str, ...]] = {
    "asked": (),
    "drafting": ("write",),
    "delivered": ("write", "deliver"),
    "accepted": ("write", "deliver", "accept"),
    "unanswered": ("go_on_without",),
    "agreed": ("ask_to_agree", "deliver"),
}
DAYS = {"write": 4, "deliver": 2, "accept": 1, "ask_to_agree": 3, "go_on_without": 1}
"""How many days before the answer was sent, or before today, each was done."""


def told() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((DATA / "contributions.json").read_text(encoding="utf-8"))
    return rows


def contribute(case: Case, row: dict[str, Any], *, now: datetime) -> None:
    """Play one contribution to the case; ``now`` is the end of what is told."""
    department = Department.objects.get(code=row["department"])
    lead = person(case.lead_id)
    contribution = contributing.ask(
        case,
        department,
        due_on=(now + timedelta(days=row["due"])).date(),
        by=lead,
        now=now - timedelta(days=row["asked"]),
        comment=row["question"],
        must_agree=row["until"] == "agreed",
    )
    last = now - timedelta(days=31 if row["part"] == "approved" else 2)
    for step in STEPS[row["until"]]:
        act = {"now": last - timedelta(days=DAYS[step] - 1)}
        _take(step, Contribution.objects.get(pk=contribution.pk), row, lead, act)


def person(department_id: int | None) -> User:
    found: User = holders(department_id, "draft").get()
    return found


def _take(
    step: str, contribution: Contribution, row: dict[str, Any], lead: User, act: dict[str, Any]
) -> None:
    own = person(contribution.department_id)
    if step == "write":
        contributing.save_part(contribution, text=row["text"], started_from=0, by=own, **act)
        return
    given: dict[str, Any] = {"due_on": contribution.due_on} if step == "ask_to_agree" else {}
    by = own if step == "deliver" else lead
    contributing.take_contribution_step(contribution, step, by=by, **act, **given)
