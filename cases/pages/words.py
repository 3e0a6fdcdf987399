"""The words of a report as pages show them: beside the editor, on My work, and of a department."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.models import Answer, Case, Round
from cases.models.access import texts_hidden_from
from cases.people.models import User
from cases.people.roles import LEAD_DEPARTMENT
from cases.rounds.words import DRAFTED, SENT, Load, loads, share_of
from cases.templatetags.suivi import figure
from workflow.grants import Grants

MOST = 6
"""So many lines of words a page shows: those of the rounds that were opened last."""


@dataclass(frozen=True)
class Words:
    """How long the texts of an answer are wished to be, and ``why``; None: there is no limit."""

    full: int | None
    share: int | None
    why: str


def words_of(case: Case) -> Words:
    """For the editor; no query where its round has no limit, three at most."""
    answer = case.present_answer
    asked_in = answer.round
    said = _("its share of the report's %(words)s words") % {"words": figure(asked_in.report_words or 0)}
    return Words(asked_in.full_text_words, share_of(answer), said)


def own_loads(user: User, grants: Grants) -> list[Load]:
    """What the own departments have drafted, of their words, in rounds that are open."""
    own = grants.units_with(LEAD_DEPARTMENT.codenames)
    return _loads(user, own, inside=own) if own else []


def loads_of(department_id: int, user: User, grants: Grants) -> list[Load]:
    """The same of one department; who is not of it is told of what was sent alone."""
    inside = [department_id] if LEAD_DEPARTMENT.held(grants, department_id) else []
    return _loads(user, [department_id], inside=inside)


def _loads(user: User, departments: Sequence[int], *, inside: Sequence[int]) -> list[Load]:
    limited = Round.objects.open().filter(report_words__isnull=False).newest_first()
    led = Answer.objects.filter(lead__in=departments).exclude(texts_hidden_from(user, "pk"))
    return loads(led, list(limited[:MOST]), DRAFTED if inside else SENT)[:MOST]
