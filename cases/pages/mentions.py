"""In what comments this person was mentioned and has not said to have seen it, for My work."""

from __future__ import annotations

from dataclasses import dataclass

from cases.models import Case, Comment, Mention
from cases.people.models import User

MOST = 10
"""So many are listed; a further one follows once one was seen."""


@dataclass(frozen=True)
class Mentioned:
    """``case`` is one that the comment's answer answers, and that this person sees."""

    comment: Comment
    case: Case

    @property
    def talk(self) -> int:
        """The id of what began the talk."""
        return self.comment.answers_id or self.comment.pk


def mentions_waiting(user: User) -> tuple[list[Mentioned], bool]:
    """The oldest ones, and whether there are more than are listed; one query where there is none."""
    if not Mention.objects.filter(person=user.pk).unseen().exists():
        return [], False
    unseen = Mention.objects.visible_to(user).on_cases_of(user).unseen()
    read = unseen.select_related("comment__author").order_by("comment__at", "pk")
    mentions = list(read[: MOST + 1])
    answers = {one.comment.answer_id for one in mentions}
    cases = Case.objects.visible_to(user).filter(answer__in=answers).select_related("recommendation")
    by_answer = {case.answer_id: case for case in cases.order_by("-pk")}
    found = [Mentioned(one.comment, by_answer[one.comment.answer_id]) for one in mentions[:MOST]]
    return found, len(mentions) > MOST
