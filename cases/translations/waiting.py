"""Which answers wait for a translation, into which language."""

from __future__ import annotations

from typing import Any

from django.db.models import Case as Chosen
from django.db.models import CharField, Exists, F, OuterRef, Q, Subquery, Value, When

from cases.models import Answer, Case, Translation
from cases.models.translation import SOURCE
from cases.people.models import User

TO_DO = (Translation.Standing.MISSING, Translation.Standing.OUTDATED)


def answers_for(user: User, language: str) -> Any:
    """Present answers whose text this person reads and that are written in another language, each with
    ``standing`` (a value of Translation.Standing) in ``language``; approved ones and what is to do first.
    """
    seen = Case.objects.visible_to(user).under_way().filter(answer=OuterRef("pk"))
    of_answer = Translation.objects.filter(answer=OuterRef("pk"), language=language).newest_first()
    answers: Any = Answer.objects.filter(Exists(seen)).exclude(round__language=language)
    answers = answers.filter(Q(sent__isnull=False) | Q(approved__isnull=False)).annotate(
        source=SOURCE,
        made_from=Subquery(of_answer.values("source")[:1]),
        revised_at=Subquery(of_answer.values("revised_at")[:1]),
    )
    answers = answers.annotate(standing=_STANDING)
    return answers.annotate(is_draft=Q(approved__isnull=True), is_done=~Q(standing__in=TO_DO)).order_by(
        "is_draft", "is_done", "-pk"
    )


_STANDING = Chosen(
    When(made_from__isnull=True, then=Value(Translation.Standing.MISSING)),
    When(~Q(made_from=F("source")), then=Value(Translation.Standing.OUTDATED)),
    When(revised_at__isnull=True, then=Value(Translation.Standing.DRAFT)),
    default=Value(Translation.Standing.REVISED),
    output_field=CharField(),
)
