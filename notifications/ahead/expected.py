"""What there will be to tell by a day: notices that wait already, and those that the ladder will derive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from django.db.models import Q

from cases.models import Case
from cases.people.models import User
from notifications import ladder
from notifications.models import Notice, NoticeQuerySet
from notifications.policy import Policy
from workflow.process import process_named

MOST = 20_000
"""Notices that are looked at; on a day with more, those beyond are left out, and it is said."""


@dataclass(frozen=True)
class Expected:
    """``notice`` may go into a mail from ``ready`` on, where the person works; unsaved, if it is to come."""

    notice: Notice
    ready: date


@dataclass(frozen=True)
class Found:
    """All that is expected, by person; ``is_cut``: there is more than is looked at."""

    by_person: dict[int, list[Expected]]
    is_cut: bool


def expected(day: date, now: datetime, policy: Policy, *, person: int | None = None) -> Found:
    """What there will be to tell by the end of ``day``, of everybody or of one ``person``."""
    waiting = list(_waiting(now, person)[: MOST + 1])
    coming = list(islice(_coming(day, now, policy, person), MOST + 1))
    by_person: dict[int, list[Expected]] = {}
    for one in [*map(_of_waiting, waiting), *_not_known(coming)]:
        by_person.setdefault(one.notice.recipient_id, []).append(one)
    return Found(by_person, max(len(waiting), len(coming)) > MOST)


def seen_by(viewer: User, notices: Iterable[Notice]) -> list[Notice]:
    """Those about what ``viewer`` may see, too; three queries, and one for each process with rows."""
    notices = list(notices)
    cases = {one.case_id for one in notices if one.case_id}
    seen = set(Case.objects.visible_to(viewer).filter(pk__in=cases).values_list("pk", flat=True))
    saved = Notice.objects.filter(pk__in=[one.pk for one in notices if one.pk])
    hidden = set(saved.of_mentions_hidden_from(viewer).values_list("pk", flat=True))
    rows = set(_rows_seen_by(viewer, notices))
    return [
        one
        for one in notices
        if (one.case_id is None or one.case_id in seen)
        and (one.row_id is None or (one.process, one.row_id) in rows)
        and (one.pk is None or one.pk not in hidden)
    ]


def _waiting(now: datetime, person: int | None) -> NoticeQuerySet:
    """Without what would be dropped when the mail is made, as far as that is known for all at once."""
    waiting = Notice.objects.waiting().filter(mail=None, recipient__is_active=True)
    if person is not None:
        waiting = waiting.filter(recipient=person)
    over = Notice.objects.waiting().filter(mail=None)
    gone = Q(pk__in=over.no_longer_due().values("pk")) | Q(pk__in=over.settled().values("pk"))
    gone |= Q(pk__in=over.of_past_weeks(now).values("pk"))
    return waiting.exclude(gone).select_related("case", "contribution").order_by("pk")


def _coming(day: date, now: datetime, policy: Policy, person: int | None) -> Iterator[Expected]:
    """What the ladder derives today, and what it will derive by ``day``, each once."""
    known: set[tuple[Any, ...]] = set()
    for of_today, found in ((True, ladder.due_now(now, policy)), (False, _later(day, now, policy))):
        for notice in found:
            key = key_of(notice)
            if key not in known and person in (None, notice.recipient_id):
                known.add(key)
                yield Expected(notice, date.min if of_today else on_of(notice))


def _later(day: date, now: datetime, policy: Policy) -> Iterator[Notice]:
    return ladder.due_as_of(day, now, policy) if day > now.date() else iter(())


def _of_waiting(notice: Notice) -> Expected:
    """One that can be taken back still holds up the others (``leaving.py``), so it counts from now on."""
    return Expected(notice, date.min)


def _not_known(coming: Iterable[Expected]) -> list[Expected]:
    """Without what is on record under the same key: it would not be inserted again."""
    coming = list(coming)
    about = {one.notice.about_on for one in coming}
    rules = {one.notice.rule for one in coming}
    kept = Notice.objects.filter(rule__in=rules, about_on__in=about)
    kept = kept.filter(recipient__in={one.notice.recipient_id for one in coming})
    known = set(kept.values_list("case", "rule", "step", "about_on", "recipient")) if coming else set()
    return [one for one in coming if key_of(one.notice) not in known]


def key_of(notice: Notice) -> tuple[Any, ...]:
    """By what a reminder is the same reminder: the fields of its unique constraint."""
    return (notice.case_id, notice.rule, notice.step, notice.about_on, notice.recipient_id)


def on_of(notice: Notice) -> date:
    """The day on which the step stands."""
    if notice.reckoned:
        return date.fromisoformat(notice.reckoned["on"])
    return notice.about_on or notice.made_at.date()


def _rows_seen_by(viewer: User, notices: Iterable[Notice]) -> Iterator[tuple[str, int | None]]:
    named: dict[str, set[int]] = {}
    for one in notices:
        if one.row_id is not None:
            named.setdefault(one.process, set()).add(one.row_id)
    for process, ids in sorted(named.items()):
        seen: Any = process_named(process).model._default_manager
        found = seen.visible_to(viewer).filter(pk__in=ids).values_list("pk", flat=True)
        yield from ((process, pk) for pk in found)
