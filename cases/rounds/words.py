"""The words of a round's report, shared out: how many each answer's short text is to have, and has.

The rule, for whoever asks “why 214?”: of the report's words a tenth is kept for introduction and headings
(``KEPT``); what the coordinator set for single answers (:class:`OwnShare`) goes off; the rest is divided
evenly over all other answers, those of cases that wait for a department still among them. An answer is one
answer, however many recommendations it is for: that is why cases are answered together. A share is a wish:
nobody is refused for a text that is longer. Why so: docs/decisions/0027.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Case as Either
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from cases.models import Answer, Case, CaseRound, OwnShare, Round, Version
from cases.people.models import Department, User
from cases.people.roles import COORDINATOR, grants_of
from cases.states import APPROVED, CLOSED, SUBMITTED
from workflow.errors import NotAllowed

KEPT = 10
"""Per cent of the report's words for its introduction and headings, which the UN counts too."""

REPORT_WORDS: dict[str, int] = {Round.Kind.REPORT: 10_700, Round.Kind.POSITIONS: 2_675}
"""Words of the report where nobody says otherwise: those of a UPR report, and of its addendum with positions,
as in ``exports/kinds.py``. Plans and updates are printed in none."""

MOST = 100_000
"""No document of the UN has as many words."""

_PRESENT = Case.objects.filter(answer=OuterRef("pk"), round=OuterRef("round")).exclude(state=CLOSED)
_PAST = CaseRound.objects.filter(
    answer=OuterRef("pk"), round=OuterRef("round"), state__in=(APPROVED, SUBMITTED)
)
_DRAFTS = Version.objects.drafts().filter(answer=OuterRef("pk")).order_by("-number")

DRAFTED = Subquery(_DRAFTS.values("short_words")[:1])
"""Words of the short text as the department has it now: for that department alone."""
SENT = Either(
    When(approved__number__gte=F("sent__number"), then=F("approved__short_words")),
    When(sent__isnull=True, then=F("approved__short_words")),
    default=F("sent__short_words"),
    output_field=models.PositiveIntegerField(),
)
"""Words of the short text that left the department last: for everybody else."""


@dataclass(frozen=True)
class Load:
    """Of one department's answers in one round: ``written`` of ``share`` words in ``answers`` answers."""

    round: Round
    department: Department
    answers: int
    written: int
    share: int

    @property
    def is_over(self) -> bool:
        return self.written > self.share


def common_shares(rounds: Iterable[Round]) -> dict[int, int]:
    """By round, the words of each answer for which no other share is set; two queries for any number.

    Rounds without a number of words are left out. A share is never below one word.
    """
    limited = {one.pk: one.report_words for one in rounds if one.report_words}
    if not limited:
        return {}
    counted = _answers(limited).order_by().values("round")
    rows = counted.annotate(number=Count("pk"), own=Count("own_share"), words=Sum("own_share__words"))
    answers = {row["round"]: row for row in rows}
    coming = _coming(limited)
    return {
        pk: _common(words, coming.get(pk, 0), **_numbers(answers.get(pk))) for pk, words in limited.items()
    }


def share_of(answer: Answer) -> int | None:
    """How many words the short text of this answer is to have; None where its round has no limit."""
    if not answer.round.report_words:
        return None
    own = OwnShare.objects.filter(answer=answer).values_list("words", flat=True).first()
    return own or common_shares([answer.round])[answer.round_id]


def answers_in(chosen: Round, written: Any) -> QuerySet[Answer]:
    """The answers that the report of this round prints or waits for, each with ``written`` and ``share``.

    ``written`` is :data:`DRAFTED` or :data:`SENT`. ``share`` is None in a round without a limit. Who reads
    them narrows them down to what that person may see.
    """
    common = common_shares([chosen]).get(chosen.pk)
    share = Coalesce(F("own_share__words"), Value(common, output_field=models.PositiveIntegerField()))
    return _answers([chosen.pk]).annotate(written=Coalesce(written, Value(0)), share=share)


def loads(answers: QuerySet[Answer], rounds: Sequence[Round], written: Any) -> list[Load]:
    """Of those of ``answers`` that are of these rounds, by round and department; a fixed number of queries.

    As for :func:`answers_in`; the rounds come in their order, the departments by their code.
    """
    common = common_shares(rounds)
    if not common:
        return []
    of_rounds = answers.filter(pk__in=_answers(common).values("pk")).annotate(short=Coalesce(written, 0))
    grouped = of_rounds.order_by().values("round", "lead")
    rows = list(
        grouped.annotate(
            number=Count("pk"), words=Sum("short"), own=Count("own_share"), set_words=Sum("own_share__words")
        )
    )
    named = {one.pk: one for one in Department.objects.with_names().filter(pk__in=[r["lead"] for r in rows])}
    by_pk = {one.pk: one for one in rounds}
    made = [
        Load(
            by_pk[row["round"]], named[row["lead"]], row["number"], row["words"],
            (row["set_words"] or 0) + (row["number"] - row["own"]) * common[row["round"]],
        )
        for row in rows
    ]  # fmt: skip
    places = {one.pk: place for place, one in enumerate(rounds)}
    return sorted(made, key=lambda one: (places[one.round.pk], one.department.code))


def set_share(answer: Answer, words: int | None, *, by: User, now: datetime) -> None:
    """Another share for this answer; None gives it the common one again.

    Raises :class:`NotAllowed` where ``by`` is no coordinator.
    """
    if not COORDINATOR.held(grants_of(by), None):
        raise NotAllowed(_("The coordinator shares out the words of a report."))
    if words is None:
        OwnShare.objects.filter(answer=answer).delete()
        return
    OwnShare.objects.update_or_create(answer=answer, defaults={"words": words, "set_by": by, "set_at": now})


def _answers(rounds: Iterable[int]) -> QuerySet[Answer]:
    return Answer.objects.filter(Q(Exists(_PRESENT)) | Q(Exists(_PAST)), round__in=list(rounds))


def _coming(rounds: Iterable[int]) -> dict[int, int]:
    """How many cases of each round wait for a department: each will have an answer."""
    waiting = Case.objects.filter(round__in=list(rounds), answer__isnull=True).exclude(state=CLOSED)
    rows = waiting.order_by().values_list("round").annotate(number=Count("pk"))
    return {pk: number for pk, number in rows if pk is not None}


def _numbers(row: Any) -> dict[str, int]:
    return {name: (row[name] or 0) if row else 0 for name in ("number", "own", "words")}


def _common(limit: int, coming: int, *, number: int, own: int, words: int) -> int:
    left = limit * (100 - KEPT) // 100 - words
    return max(left // max(number - own + coming, 1), 1)
