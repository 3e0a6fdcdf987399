"""Mentions: @ and a name, or a login, in a comment calls a colleague, who must be able to read that comment.

``colleagues`` is who may be mentioned, as roles have it; whether each of those named reads the comment is
asked once more of the comment itself. What is told of it: ``notifications/mentions.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.models import Case, Comment, access
from cases.models.mention import mention
from cases.people.models import User
from cases.people.roles import COORDINATOR, EDITOR, LEAD_DEPARTMENT, VALIDATOR
from workflow import may
from workflow.errors import Blocked
from workflow.models import Outbox
from workflow.undoing import window

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MENTION = "mention"
"""Under this name the outbox holds that somebody is to be told, by the id of the mention."""
MOST = 10
"""People whom one comment mentions."""
OFFERED = 8
"""People who are offered at once while somebody types."""
_BEGINS = re.compile(r"(?<![\w@.+\-/])@(?=\w)")
"""Not that of an address: there a name stands before it."""
_WORD = re.compile(r"[^\s,;:!?()]{1,60}")


@dataclass(frozen=True)
class Colleague:
    """Somebody who works on the answer and reads what is said of it, as what."""

    person: User
    role: StrOrPromise

    def is_called(self, begun: str) -> bool:
        """Whether a word of the name, the name or the login begins so."""
        sought = " ".join(begun.casefold().split())
        name = " ".join(self.person.name.casefold().split())
        return f" {name}".find(f" {sought}") >= 0 or self.person.email.startswith(sought)


def colleagues(case: Case, *, within: bool) -> list[Colleague]:
    """Who may be mentioned in a comment on the case's answer, by name: those who work on it and read it.

    ``within``: the comment stays within the lead department. A fixed number of queries.
    """
    role_of: dict[int, StrOrPromise] = {}
    for role in (LEAD_DEPARTMENT,) if within else (LEAD_DEPARTMENT, COORDINATOR, VALIDATOR, EDITOR):
        for person_id in may.who_holds(role, [case])[case.pk]:
            role_of.setdefault(person_id, role.label)
    for person_id in access.loans().filter(content_object=case.pk).values_list("user", flat=True):
        role_of.setdefault(person_id, _("lent"))
    ids = _not_shut_out(set(role_of), case)
    people = User.objects.filter(pk__in=ids, is_active=True).order_by("name", "pk")
    return [Colleague(person, role_of[person.pk]) for person in people]


def offered(case: Case, begun: str, *, within: bool, to: User) -> tuple[list[Colleague], bool]:
    """The first whose name or login begins so, and whether there are more."""
    found = [one for one in colleagues(case, within=within) if one.person != to and one.is_called(begun)]
    return found[:OFFERED], len(found) > OFFERED


def mention_all(comment: Comment, case: Case, *, now: datetime) -> None:
    """Write down whom the comment mentions; each is told once the time to undo is over.

    In the transaction that writes the comment. Raises :class:`Blocked` where it mentions somebody who does
    not read it, or nobody knows whom.
    """
    if not _BEGINS.search(comment.text):
        return
    known = colleagues(case, within=comment.released_at is None)
    named: dict[User, str] = {}
    for person, written in _named_in(comment.text, [one.person for one in known]):
        named.setdefault(person, written)
    others = [(person, written) for person, written in named.items() if person.pk != comment.author_id]
    if len(others) > MOST:
        raise Blocked(_("One comment mentions %(most)d people at most.") % {"most": MOST})
    for person, written in others:
        if not Comment.objects.visible_to(person).filter(pk=comment.pk).exists():
            raise Blocked(_not_read_by(written))
    for row in mention(comment, others):
        Outbox.objects.create(process=MENTION, event_id=row.pk, not_before=now + window())


def _not_shut_out(people: set[int], case: Case) -> set[int]:
    """Without those who do not see a restricted case that the answer answers, or answered."""
    answers = Q(answer=case.answer_id) | Q(past_rounds__answer=case.answer_id)
    for restricted in Case.objects.filter(answers, restricted=True).distinct():
        people &= access.people_in_sight(restricted.pk)
    return people


def _named_in(text: str, people: Sequence[User]) -> Iterator[tuple[User, str]]:
    """Each person who is mentioned, with the words after the @ as they are written."""
    ways = list(_ways(people))
    for begin in _BEGINS.finditer(text):
        at = begin.end()
        found = [(match[0], person) for way, person in ways if (match := way.match(text, at))]
        longest = max((len(written) for written, _person in found), default=0)
        meant = {person: written for written, person in found if len(written) == longest}
        if not meant:
            raise Blocked(_not_read_by(_WORD.match(text, at)[0]))  # type: ignore[index]
        if len(meant) > 1:
            raise Blocked(_is_of_several(next(iter(meant.values()))))
        yield from meant.items()


def _ways(people: Iterable[User]) -> Iterator[tuple[re.Pattern[str], User]]:
    """How each is written, whatever the case of letters and the blanks between the names."""
    for person in people:
        for words in (person.name.split(), [person.email]):
            if words:
                spelt = r"\s+".join(map(re.escape, words))
                yield re.compile(rf"{spelt}(?![\w@]|[.\-]\w)", re.IGNORECASE), person


def _not_read_by(written: str) -> str:
    return _(
        "“@%(name)s” is not the full name or the login of a colleague who works on this answer and may read "
        "this comment. Correct the name, or leave a space after the @."
    ) % {"name": written}


def _is_of_several(written: str) -> str:
    return _("“@%(name)s” is the name of several people. Write the login instead, which is an e-mail.") % {
        "name": written
    }
