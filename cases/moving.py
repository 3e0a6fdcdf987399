"""What moves of cases when a department is followed by another: see ``people/moving.py``.

Cases under way move by a step of each (“succeed”), with their answer and its requests for more time. Closed
and submitted ones stay with the department that answered, and keep its name.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.models import Answer, Case, Contribution, Extension, LeadProposal
from cases.people.moving import Ids, Move, Mover, moves
from cases.states import CLOSED, RECEIVED, SUBMITTED
from workflow import engine

STAYS = (RECEIVED, SUBMITTED, CLOSED)
"""States in which nobody is to do anything for a lead, or there is none."""


def answer_key(answer_id: int | None) -> str:
    """By this key one chooses where an answer goes, with all its cases."""
    return f"answer-{answer_id}"


def theme_key(theme_id: int | None) -> str:
    """By this key one chooses where the answers of a theme go."""
    return f"theme-{theme_id}"


def keys_of(case: Case) -> tuple[str, str]:
    """What may be chosen of a case: its answer before its theme. Expects the themes prefetched."""
    return answer_key(case.answer_id), theme_key(theme_of(case))


def theme_of(case: Case) -> int | None:
    """The one by which it is listed: its first."""
    return min((theme.pk for theme in case.recommendation.themes.all()), default=None)


def moving_cases(ids: Ids) -> Any:
    """The cases under way of these departments, those answered together beside each other."""
    led = Case.objects.filter(lead__in=ids).exclude(state__in=STAYS)
    return led.select_related("recommendation", "answer").order_by("answer_id", "recommendation__place", "pk")


def _hold_cases(ids: Ids) -> None:
    rows = Case.objects.filter(lead__in=ids).select_for_update(of=("self",))
    list(rows.order_by("pk").values_list("pk"))


def _cases(ids: Ids) -> list[Any]:
    return [list(row) for row in moving_cases(ids).values_list("pk", "version", "lead_id", "answer_id")]


def _move_cases(move: Move) -> None:
    """Those answered together go together: where the first of them goes."""
    groups: dict[int, list[Case]] = {}
    for case in moving_cases(move.dissolved).prefetch_related("recommendation__themes"):
        groups.setdefault(case.answer_id, []).append(case)
    for cases in groups.values():
        successor = move.successor(cases[0].present_answer.lead_id, *keys_of(cases[0]))
        engine.perform_together(
            cases,
            "succeed",
            by=move.by,
            now=move.now,
            comment=move.reorganisation.remark,
            successor=successor,
        )


def _requests(ids: Ids) -> list[Any]:
    """They move with their cases, in the same step."""
    asked = Extension.objects.open().filter(lead__in=ids).order_by("pk")
    return [list(row) for row in asked.values_list("pk", "version")]


def _contributions(ids: Ids) -> Any:
    asked = Contribution.objects.standing().filter(department__in=ids)
    return asked.select_related("answer").order_by("pk")


def _move_contributions(move: Move) -> None:
    """Where the successor leads the answer, or contributes to it already, there is nothing to move."""
    for one in _contributions(move.dissolved):
        case = one.answer.cases.prefetch_related("recommendation__themes").order_by("pk").first()
        successor = move.successor(one.department_id, theme_key(theme_of(case) if case else None))
        own = one.answer.contributions.standing().filter(department=successor)
        if one.answer.lead_id == successor.pk or own.exists():
            engine.perform(one, "lapse", by=move.by, now=move.now, because="succeed")
        else:
            Contribution.objects.filter(pk=one.pk).update(department=successor)


def _waiting(ids: Ids) -> Any:
    """Answers that were begun, and whose case was handed back: it may come again."""
    waiting = Answer.objects.filter(lead__in=ids, cases__state=RECEIVED)
    return waiting.exclude(cases__in=moving_cases(ids).order_by().values("pk")).distinct().order_by("pk")


def _move_waiting(move: Move) -> None:
    for answer in _waiting(move.dissolved):
        answer.hand_to(move.successor(answer.lead_id, answer_key(answer.pk)))


def _proposals(ids: Ids) -> Any:
    open_ones = LeadProposal.objects.filter(department__in=ids)
    done = (SUBMITTED, CLOSED)
    return open_ones.exclude(recommendation__case__state__in=done).order_by("pk")


def _move_proposals(move: Move) -> None:
    """As named they stay; the department that is meant is the one that there is."""
    proposals = _proposals(move.dissolved).select_related("recommendation__case")
    for proposal in proposals.prefetch_related("recommendation__themes"):
        keys = keys_of(proposal.recommendation.case)
        proposal.department = move.successor(proposal.department_id, *keys)
        proposal.save(update_fields=["department"])


moves("cases", Mover(_("cases under way"), _cases, _move_cases, _hold_cases))
moves("requests", Mover(_("open requests for more time"), _requests, lambda move: None))
moves(
    "contributions",
    Mover(
        _("contributions to the answers of others"),
        lambda ids: [list(row) for row in _contributions(ids).values_list("pk", "version")],
        _move_contributions,
    ),
)
moves(
    "waiting",
    Mover(
        _("answers begun, whose case was handed back"),
        lambda ids: list(_waiting(ids).values_list("pk", flat=True)),
        _move_waiting,
    ),
)
moves(
    "proposals",
    Mover(
        _("proposals that it should lead"),
        lambda ids: list(_proposals(ids).values_list("pk", flat=True)),
        _move_proposals,
    ),
)
