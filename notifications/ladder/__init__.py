"""The ladder: who is reminded of what on which day. Its steps are in ``rungs.py``.

Reminders are derived from dates and inserted once (unique constraints of ``Notice``), so two schedulers, a
missed day or a clock that jumps do no harm. Days are working days of the department's calendar, in its own
local day; on a day off nothing is derived, and the next working day makes up for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby

from notifications.ladder.contributing import of_contributions
from notifications.ladder.drafting import of_answers
from notifications.ladder.waiting import of_signatures, of_validations
from notifications.ladder.weekly import overviews
from notifications.models import Notice
from notifications.places import places_owing
from notifications.policy import Policy, current

PORTION = 500


def remind(now: datetime) -> int:
    """Insert what is due today, in every department's own day; how many reminders were new or known."""
    return _insert(due_now(now), now)


def remind_as_of(today: date, now: datetime) -> int:
    """As :func:`remind`, as if it were ``today`` in every department."""
    return _insert(due_as_of(today, now), now)


def due_now(now: datetime, policy: Policy | None = None) -> Iterator[Notice]:
    """What :func:`remind` would insert, one after the other; nothing is written.

    ``policy``: other numbers than those that count, to see what they would do.
    """
    return _due(None, now, policy or current())


def due_as_of(today: date, now: datetime, policy: Policy | None = None) -> Iterator[Notice]:
    """What :func:`remind_as_of` would insert; nothing is written."""
    return _due(today, now, policy or current())


def _due(today: date | None, now: datetime, policy: Policy) -> Iterator[Notice]:
    for place in places_owing():
        day = today or place.today(now)
        if not place.is_off(day):
            yield from of_answers(place, day, now, policy)
            yield from of_contributions(place, day, now, policy)
            yield from of_signatures(place, day, now, policy)
    yield from of_validations(today, now, policy)
    yield from overviews(today, now, policy)


def _insert(found: Iterable[Notice], now: datetime) -> int:
    """In portions, each by itself: what is known already is passed over by its constraint.

    All who are told of one thing are in one portion: a step of which one has heard is not derived again.
    """
    Notice.objects.waiting().no_longer_due().cancel(Notice.Reason.NOT_DUE)
    Notice.objects.of_past_weeks(now).cancel(Notice.Reason.NOT_DUE)
    number = 0
    for portion in _portions(found):
        Notice.objects.bulk_create(portion, ignore_conflicts=True)
        number += len(portion)
    return number


def _portions(found: Iterable[Notice]) -> Iterator[list[Notice]]:
    """PORTION of them, and the others of the last thing."""
    portion: list[Notice] = []
    for _thing, together in groupby(found, _thing_of):
        portion += together
        if len(portion) >= PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


def _thing_of(one: Notice) -> tuple[object, ...]:
    """What is told to several, one after the other; a part of the answer to several cases is one thing."""
    return (one.rule, one.step, one.contribution_id or one.case_id or one.recipient_id)
