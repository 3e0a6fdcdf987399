"""Who was mentioned in a comment is told once, by one mail for all that waits; never a word of the comment.

The comment's own transaction wrote an outbox row for each person (``cases/drafting/mentioning.py``). A notice
names the mention as its event; it is dropped where the person saw it, or may not read the comment any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from cases.drafting.mentioning import MENTION
from cases.models import Case, Mention
from notifications.models import Notice, NoticeQuerySet
from notifications.rules.of_persons import MENTIONED
from notifications.writing import Called


def notices_of(ids: Iterable[int], now: datetime) -> Iterator[Notice]:
    """One for each mention that the person may still read and has not seen; about one case of the answer."""
    for one in Mention.objects.filter(pk__in=list(ids)).unseen().select_related("person", "comment"):
        seen = Case.objects.visible_to(one.person).filter(answer=one.comment.answer_id).order_by("pk")
        case = seen.first()
        if case is not None:
            yield Notice(
                rule=MENTIONED, process=MENTION, event_id=one.pk, case=case, recipient=one.person, made_at=now
            )


def called_in(notices: NoticeQuerySet) -> Called:
    """What the mail says beside the cases; empty for notices of other rules."""
    told = notices.filter(rule=MENTIONED).order_by("pk")
    mentions = dict(told.values_list("event_id", "case__recommendation__reference"))
    called = Called()
    read = (
        Mention.objects.filter(pk__in=[pk for pk in mentions if pk])
        .select_related("comment__author")
        .order_by("pk")
    )
    for one in read if mentions else ():
        if (name := str(one.comment.author)) not in called.by:
            called.by.append(name)
        called.talks.setdefault(mentions[one.pk], one.comment.answers_id or one.comment.pk)
    return called
