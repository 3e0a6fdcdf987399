"""The comments of a case as its pages show them: each talk with its answers, and the passage it is about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace

from django.utils.safestring import SafeString

from cases import actions
from cases.drafting.commenting import may_settle
from cases.drafting.marking import Passage, marked
from cases.drafting.passages import FoldedVersion
from cases.folded import Folded
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
    mentions_reader: bool = False
    """Whether who reads the page is mentioned in it, and has not said to have seen it."""
    number: int = 0
    """Of its mark in the text that the page shows; 0 where it has none."""

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

    def marked_in(self, full: SafeString, short: SafeString) -> tuple[MarkedText, Talks]:
        """An answer's two texts as the page shows them, with the passages of open talks, and these by number.

        What the person does not read, and what does not stand in the texts, is not marked.
        """
        sought = [one for one in self.open if one.passage and not one.is_changed]
        passages = [Passage(n, one.first.pk, Folded(one.passage)) for n, one in enumerate(sought, start=1)]
        full, found = marked(full, passages)
        short, also = marked(short, [one for one in passages if one.comment not in found])
        numbers = {one.comment: one.number for one in passages if one.comment in found | also}
        talks = [replace(one, number=numbers.get(one.first.pk, 0)) for one in self.open]
        return MarkedText(full, short), replace(self, open=talks)


@dataclass(frozen=True)
class MarkedText:
    """The full and the short text of an answer as HTML, with the passages that open talks are about."""

    full: SafeString
    short: SafeString


def _with(talk: Talk, form: ReplyForm) -> Talk:
    return replace(talk, reply=form) if talk.first.pk == form.number else talk


def talks_of(case: Case, user: User, grants: Grants, *, text: Version | None = None) -> Talks:
    """The talks on the case's answer that this person reads, in two queries.

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
    folded = FoldedVersion(text) if text is not None else None
    talks = [_talk(case, one, answers[one.pk], user, grants, speaks, folded) for one in firsts]
    return Talks([one for one in talks if one.is_open], [one for one in talks if not one.is_open])


def _talk(
    case: Case,
    first: Comment,
    answers: list[Comment],
    user: User,
    grants: Grants,
    speaks: bool,
    text: FoldedVersion | None,
) -> Talk:
    inside = LEAD_DEPARTMENT.held(grants, case.lead_id) or getattr(case, "lent", False)
    stands = bool(first.quote) and text is not None and text.place_of(Folded(first.quote)) is not None
    reads = inside or stands or (first.about is not None and first.about.released_at is not None)
    return Talk(
        first,
        answers,
        may_settle=first.answers_id is None and may_settle(case, first, user, grants),
        reply=ReplyForm(number=first.pk) if speaks else None,
        is_changed=bool(first.quote) and text is not None and not stands,
        passage=first.quote if reads else "",
        mentions_reader=any(_calls(one, user) for one in (first, *answers)),
    )


def _calls(comment: Comment, user: User) -> bool:
    return any(one.person_id == user.pk and one.seen_at is None for one in comment.mentions.all())


def may_comment(case: Case, grants: Grants) -> bool:
    return actions.may_comment(case, grants, lent=getattr(case, "lent", False))
