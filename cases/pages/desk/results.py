"""What came of an act on many cases, in sentences, for the page that comes next.

The session keeps which act it was; what came of it stands in its rows (``workflow/bulk_rows.py``).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import many
from cases.actions import Outcome
from cases.models import Case
from cases.pages import bulk_words
from cases.people.models import User
from workflow.bulk_rows import Bulk, BulkItem

_KEY = "desk_outcome"
LISTED = 20
"""Refused cases named here; all of them stand on the page of the act."""


def keep(request: HttpRequest, outcome: list[dict[str, Any]]) -> None:
    request.session[_KEY] = outcome


def shown_once(request: HttpRequest) -> dict[str, Any]:
    """What :func:`keep` kept, and then no more: its parts, and how many cases were assigned in all."""
    kept: list[dict[str, Any]] = request.session.pop(_KEY, [])
    user: Any = request.user
    parts = [part for one in kept if (part := _of_row(one["bulk"], user) if "bulk" in one else one)]
    done = sum(part["done"] for part in parts)
    return {
        "parts": parts,
        "total": ngettext("%(count)d case assigned.", "%(count)d cases assigned.", done) % {"count": done},
        "whole": all(part["done"] and not part["refused"] for part in parts),
    }


def of_bulk(bulk: Bulk) -> dict[str, Any]:
    return {"bulk": str(bulk.key)}


def _of_row(key: str, user: User) -> dict[str, Any] | None:
    """What came of it by now, with a way to its page; nothing where the person does not see it."""
    bulk = many.bulks_visible_to(user).filter(key=key).first()
    if bulk is None:
        return None
    counts = bulk.counts()
    return {
        "title": "",
        "done": counts["done"],
        "sentences": bulk_words.sentences(bulk, counts),
        "refused": _refused(bulk, user),
        "bulk": bulk,
        "may_take_back": counts["done"] and many.may_take_back(bulk, user, timezone.now()),
    }


def _refused(bulk: Bulk, user: User) -> list[tuple[str, str]]:
    items = list(bulk.items.filter(state=BulkItem.State.REFUSED).order_by("row_id")[:LISTED])
    visible = Case.objects.visible_to(user).select_related("recommendation")
    cases = visible.in_bulk([item.row_id for item in items])
    return [(cases[item.row_id].reference, item.sentence) for item in items if item.row_id in cases]


def in_words(outcomes: Iterable[Outcome], lead: str, *, title: str = "") -> dict[str, Any]:
    """How many were assigned to whom, and each that was not with the reason why."""
    all_of_them = list(outcomes)
    refused = [(one.case.reference, one.refusal) for one in all_of_them if one.refusal]
    done = len(all_of_them) - len(refused)
    return {"title": title, "done": done, "sentences": _sentences(done, lead, refused), "refused": refused}


def _sentences(done: int, lead: str, refused: list[tuple[str, str]]) -> list[str]:
    said = []
    if done:
        assigned = ngettext("%(count)d assigned to %(lead)s.", "%(count)d assigned to %(lead)s.", done)
        said.append(assigned % {"count": done, "lead": lead})
    if refused:
        were_not = ngettext("%(count)d was not:", "%(count)d were not:", len(refused))
        said.append(were_not % {"count": len(refused)})
    return said


def remark(sentence: str) -> dict[str, Any]:
    """What is to be known beside what was done."""
    return {"title": "", "done": 0, "sentences": [sentence], "refused": []}


def refusal(sentence: str) -> dict[str, Any]:
    """Nothing at all was done, for one reason."""
    return {"title": "", "done": 0, "sentences": [sentence, _("Nothing was assigned.")], "refused": []}
