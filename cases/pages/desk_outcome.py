"""What came of an act on many cases, in sentences: kept in the session until the next page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.actions import Outcome

_KEY = "desk_outcome"


def keep(request: HttpRequest, outcome: list[dict[str, Any]]) -> None:
    request.session[_KEY] = outcome


def shown_once(request: HttpRequest) -> dict[str, Any]:
    """What :func:`keep` kept, and then no more: its parts, and how many cases were assigned in all."""
    parts: list[dict[str, Any]] = request.session.pop(_KEY, [])
    done = sum(part["done"] for part in parts)
    return {
        "parts": parts,
        "total": ngettext("%(count)d case assigned.", "%(count)d cases assigned.", done) % {"count": done},
        "whole": all(part["done"] and not part["refused"] for part in parts),
    }


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


def refusal(sentence: str) -> dict[str, Any]:
    """Nothing at all was done, for one reason."""
    return {"title": "", "done": 0, "sentences": [sentence, _("Nothing was assigned.")], "refused": []}
