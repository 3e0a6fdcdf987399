"""The comments of a case as its pages show them: each talk with its answers, and the passage it is about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from cases import actions
from cases.drafting.commenting import may_settle
from cases.drafting.passages import place_in
from cases.models import Case, Comment, Version
from cases.pages.forms import ReplyForm
from cases.people.models import User
from cases.people.roles import LEAD_DEPARTMENT
from workflow.grants import Grants


@dataclass(frozen=True)
class Talk:
    """What began it, and the answers; ``reply`` is the form for one more, where the person speaks here."""

    first: Comment
    answers: list[Comment] = field(default_factory=list)
    may_settle: bool = False
    reply: ReplyForm | None = None
    is_changed: bool = False
    """Whether the text that stands now does not have the passage any more."""
    passage: str = ""
    """Empty also where the person does not read it: a comment is released, an unsent draft is not."""

    @property
    def waits(self) -> bool:
        """Whether it must be answered before the answer is sent, and was not yet."""
        others = any(one.author_id != self.first.author_id for one in self.answers)
        return self.is_open and self.first.must_be_answered and not others

    @property
    def is_open(self) -> bool:
        return self.first.settled_at is None


@dataclass(frozen=True)
class Talks:
    """Those that are open, and those that somebody called done."""

    open: list[Talk]
    done: list[Talk]

    @property
    def waiting(self) -> list[Talk]:
        """Those that must be answered before the answer is sent."""
        return [talk for talk in self.open if talk.waits]

    def replying(self, form: ReplyForm) -> Talks:
        """The same, with what was typed in its talk."""
        return Talks(*([_with(talk, form) for talk in talks] for talks in (self.open, self.done)))


def _with(talk: Talk, form: ReplyForm) -> Talk:
    return replace(talk, reply=form) if talk.first.pk == form.number else talk


def talks_of(case: Case, user: User, grants: Grants, *, text: Version | None = None) -> Talks:
    """The talks on the case's answer that this person reads, in one query.

    ``text`` is the one that the page shows. An answer to what this person does not read stands by itself.
    """
    seen = list(Comment.objects.visible_to(user).filter(answer=case.answer_id).for_pages())
    known = {comment.pk for comment in seen}
    answers: dict[int, list[Comment]] = defaultdict(list)
    for comment in seen:
        if comment.answers_id in known:
            answers[comment.answers_id].append(comment)
    firsts = [one for one in seen if one.answers_id not in known]
    speaks = may_comment(case, grants)
    talks = [_talk(case, one, answers[one.pk], user, grants, speaks, text) for one in firsts]
    return Talks([one for one in talks if one.is_open], [one for one in talks if not one.is_open])


def _talk(
    case: Case,
    first: Comment,
    answers: list[Comment],
    user: User,
    grants: Grants,
    speaks: bool,
    text: Version | None,
) -> Talk:
    inside = LEAD_DEPARTMENT.held(grants, case.lead_id) or getattr(case, "lent", False)
    stands = bool(first.quote) and text is not None and place_in(text, first.quote) is not None
    reads = inside or stands or (first.about is not None and first.about.released_at is not None)
    return Talk(
        first,
        answers,
        may_settle=first.answers_id is None and may_settle(case, first, user, grants),
        reply=ReplyForm(number=first.pk) if speaks else None,
        is_changed=bool(first.quote) and text is not None and not stands,
        passage=first.quote if reads else "",
    )


def may_comment(case: Case, grants: Grants) -> bool:
    return actions.may_comment(case, grants, lent=getattr(case, "lent", False))
