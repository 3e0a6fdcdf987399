"""The whole road at once: derive what is due, bundle it, send it. What the task and the command run."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from datetime import datetime

from django.db.models import Q

from notifications.bundling import bundles
from notifications.deriving import derive
from notifications.letters import write_letters
from notifications.line import Line
from notifications.models import Mail
from notifications.sending import send_by

ENOUGH_FAILURES = 5
"""So many failures in a row mean that the server is away: the rest waits, and loses no attempt."""
FAILED = (Mail.State.WAITING, Mail.State.DEAD)
AT_A_TIME = 100
"""So many mails are in memory at once."""


def tell(clock: Callable[[], datetime]) -> Counter[Mail.State]:
    """Tell everybody what is due; how many mails came into which state.

    ``clock`` gives the present time: a round may last, and a lease must begin when its mail's turn comes.
    """
    derive(clock())
    write_letters(clock())
    deque(bundles(clock()), maxlen=0)  # one after the other, and none kept
    return _send_due(clock)


def _send_due(clock: Callable[[], datetime]) -> Counter[Mail.State]:
    came: Counter[Mail.State] = Counter()
    failures = 0
    with Line() as line:
        for mail in _due(clock):
            state = send_by(line, mail, clock())
            came[state] += 1
            failures = failures + 1 if state in FAILED else 0
            if failures == ENOUGH_FAILURES:
                break
    return came


def _due(clock: Callable[[], datetime]) -> Iterator[Mail]:
    """Each mail that is due, once, those that waited longest first."""
    later = Q()
    while True:
        due = Mail.objects.due(clock()).filter(later).order_by("next_try_at", "pk")
        mails = list(due[:AT_A_TIME])
        if not mails:
            return
        last = mails[-1]
        later = Q(next_try_at__gt=last.next_try_at) | Q(next_try_at=last.next_try_at, pk__gt=last.pk)
        yield from mails
