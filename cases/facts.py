"""What guards and steps of a case ask of the database; each comes with the read that locks the case.

Each is a function from the row to what it asks for (``workflow/facts.py``). Models are looked up by name: the
table of steps, which asks, is read before them.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import F, Q, QuerySet

from cases.people.roles import HEAD

Facts = QuerySet[Any, Any]


def latest_draft(case: Any) -> Facts:
    """Id, full text and short text of what the lead department stands by."""
    drafts = _rows("Version").drafts().filter(answer=case.answer_id).order_by("-number")
    return drafts.values_list("pk", "full_text", "short_text")[:1]


def drafters(case: Any) -> Facts:
    """Ids of those who wrote any of the answer."""
    return who_wrote(case.answer_id)


def who_wrote(answer_id: Any) -> Facts:
    """Ids of those who wrote any of it, or of what went into it up to where it did.

    Who proposed edits counts once they were agreed to; who wrote a department's part, once it was delivered.
    """
    own = _rows("Version").drafts().filter(answer=answer_id).order_by()
    joined = "version__answer__versions"
    drafted = Q(**{f"{joined}__kind": "draft"}) | Q(**{f"{joined}__agreed_at__isnull": False})
    reach = Q(**{f"{joined}__number__lte": F("version__number")})
    earlier = _rows("Origin").filter(drafted & reach, answer=answer_id).order_by()
    parts = _rows("Part").filter(contribution__answer=answer_id, delivered_at__isnull=False).order_by()
    written = [earlier.values_list(f"{joined}__author", flat=True), parts.values_list("author", flat=True)]
    return own.values_list("author", flat=True).union(*written)


def open_proposal(case: Any) -> Facts:
    """Id and author of the validator's proposed edits of what was sent, if there are any."""
    undecided = _rows("Version").filter(agreed_at__isnull=True, declined_at__isnull=True, kind="proposal")
    proposals = undecided.filter(answer=case.answer_id, based_on=F("answer__sent"))
    return proposals.order_by("-number").values_list("pk", "author")[:1]


def open_requests(case: Any) -> Facts:
    """Ids of the requests for more time that wait for a decision."""
    return _rows("Extension").open().filter(answer=case.answer_id).values_list("pk", flat=True)


def standing_contributions(case: Any) -> Facts:
    """Id, state, must agree and agreed text of those asked for, and neither withdrawn nor passed over."""
    asked = _rows("Contribution").standing().filter(answer=case.answer_id).order_by("asked_at", "pk")
    return asked.values_list("pk", "state", "must_agree", "agreed")


def is_settled(state: str, must_agree: bool, agreed: int | None, *, text: int | None) -> bool:
    """Whether the answer may be sent as far as this contribution goes; ``text``: the id of its last draft."""
    if must_agree:
        return agreed is not None and agreed == text
    return state in ("accepted", "declined")


def comments_to_answer(case: Any) -> Facts:
    """Ids of the comments of a review that wait for an answer."""
    return _rows("Comment").to_answer().filter(answer=case.answer_id).values_list("pk", flat=True)


def heads(case: Any) -> Facts:
    """Ids of those who sign in the lead department."""
    return HEAD.by_right(apps.get_model("people", "Department"), case.lead_id)


def _rows(model: str) -> Any:
    return apps.get_model("cases", model)._default_manager.all()
