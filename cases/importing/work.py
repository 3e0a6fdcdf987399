"""What hangs on a case or its recommendation: somebody's work, for which an import stands, or its own part.

``undoing.py`` asks. A relation that is named here nowhere fails ``tests/cases/importing/test_work.py``.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from cases.models import Case
from cases.states import RECEIVED
from workflow.bulk_rows import BulkItem


class Work(NamedTuple):
    """``since``: the lookup of the moment at which it was done; empty where a step of the case says it, or no
    person did it. ``counts``: which rows are work."""

    since: str = ""
    counts: Q = Q()


_DECIDED = Q(group__decided_at__isnull=False)
# fmt: off
OF_CASE: dict[str, Work] = {
    "cases.CaseUserPermission.content_object":   Work(),
    "cases.CaseRound.case":                      Work(),
    "cases.Case.duplicate_of":                   Work(),
    "cases.AlikeCase.case":                      Work("group__decided_at", _DECIDED),
    "cases.Block.case":                          Work("at"),
    "cases.CaseEvent.case":                      Work("at"),
    "cases.DecidedPosition.case":                Work("decision__recorded_at"),
    "cases.PaperText.case":                      Work("paper__made_at"),
    "notifications.Escalation.case":             Work(),
    "notifications.Notice.case":                 Work(),
    "exports.Rendering_restricted_cases.case":   Work(),
}
OF_ANSWER: dict[str, Work] = {
    "cases.Version.answer":                      Work("at"),
    "cases.Evidence.answer":                     Work("at"),
    "cases.Comment.answer":                      Work("at"),
    "cases.Contribution.answer":                 Work("asked_at"),
    "cases.OwnShare.answer":                     Work("set_at"),
    "cases.Translation.answer":                  Work("at"),
    "cases.WorkingCopy.answer":                  Work("saved_at"),
    "cases.Origin.answer":                       Work(),
    "cases.Extension.answer":                    Work(),
    "cases.CaseRound.answer":                    Work(),
    "exports.PassageAnswer.answer":              Work(),
}
OF_RECOMMENDATION: dict[str, Work] = {
    "cases.LeadProposal.recommendation":         Work(counts=Q(by__isnull=False)),
}
GOES_WITH_IT = frozenset({
    "cases.SaidTwice.cases", "exports.Rendering.restricted_cases",  # the same as their rows above
    "cases.Case.answer", "cases.Case.recommendation",
    "cases.Recommendation_recommending_states.recommendation", "cases.Recommendation_themes.recommendation",
    "cases.Recommendation_affected_persons.recommendation", "cases.Recommendation_sdg_targets.recommendation",
    "cases.RecommendationText.of", "cases.FormerText.of", "cases.SearchText.of",
    "cases.KnownAs.recommendation", "cases.Brought.recommendation", "cases.StagedRow.recommendation",
})
# fmt: on


def is_begun() -> Q:
    """Cases on which anybody did anything at all: of those that an import made, none may be among them."""
    acted = ~Q(state=RECEIVED) | Q(version__gt=0) | Q(restricted=True) | Q(answer__isnull=False)
    return acted | _any(OF_CASE, "pk") | _any(OF_RECOMMENDATION, "recommendation") | _is_being_acted_on()


def is_worked_on_since(moment: datetime) -> Q:
    """Cases on which somebody worked from that moment on, whose texts are not to be turned back under it."""
    return _any(OF_CASE, "pk", moment) | _any(OF_ANSWER, "answer", moment) | _is_being_acted_on()


def _any(kinds: dict[str, Work], of: str, moment: datetime | None = None) -> Q:
    found = Q()
    for name, work in kinds.items():
        if moment is None:
            found |= Q(_rows(name, work.counts, of))
        elif work.since:
            found |= Q(_rows(name, work.counts & Q(**{f"{work.since}__gte": moment}), of))
    return found


def _rows(name: str, counts: Q, of: str) -> Exists:
    model, _dot, field = name.rpartition(".")
    rows: Any = apps.get_model(model)
    return Exists(rows._base_manager.filter(counts, **{field: OuterRef(of)}))


def _is_being_acted_on() -> Q:
    """An act on many waits to reach the case."""
    waiting = BulkItem.objects.filter(process=Case.process.name, state=BulkItem.State.WAITING)
    under_way = waiting.filter(bulk__state__in=("waiting", "running"))
    return Q(Exists(under_way.filter(row_id=OuterRef("pk"))))
