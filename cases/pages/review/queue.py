"""What waits for a person's decision, in the order in which it is taken up: each answer once."""

from __future__ import annotations

from dataclasses import dataclass

from cases.models import Case
from cases.models.case_lists import CaseQuerySet
from cases.pages.review.deciding import Deciding
from cases.people.models import User
from workflow.grants import Grants

LIMIT = 500
"""Nobody counts further; what lies beyond comes into sight as the first are decided."""


@dataclass(frozen=True)
class Queue:
    """The references of what waits, by answer: cases that are answered together are decided in one."""

    references: dict[int | None, str]

    def __len__(self) -> int:
        return len(self.references)

    def place_of(self, case: Case) -> int:
        """From 1 on; 0 where it is none of these."""
        answers = list(self.references)
        return answers.index(case.answer_id) + 1 if case.answer_id in self.references else 0

    def after(self, case: Case) -> str:
        """The one that follows, from the beginning again after the last; empty where no other waits."""
        answers, place = list(self.references), self.place_of(case)
        others = [one for one in answers[place:] + answers[:place] if one != case.answer_id]
        return self.references[others[0]] if others else ""

    def before(self, case: Case) -> str:
        """The one before it; empty at the beginning."""
        place = self.place_of(case)
        return list(self.references.values())[place - 2] if place > 1 else ""


def waiting_for(user: User, grants: Grants, deciding: Deciding) -> CaseQuerySet:
    """The cases on which this person decides now, the sooner due first."""
    theirs = deciding.role.rows(grants, Case.process)
    waiting = Case.objects.visible_to(user).filter(theirs, state__in=deciding.states)
    return waiting.order_by("due_on", "pk")


def queue_of(user: User, grants: Grants, deciding: Deciding) -> Queue:
    """In one query."""
    rows = waiting_for(user, grants, deciding).values_list("answer_id", "recommendation__reference")[:LIMIT]
    references: dict[int | None, str] = {}
    for answer_id, reference in rows:
        references.setdefault(answer_id, reference)
    return Queue(references)
