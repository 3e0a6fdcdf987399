"""The whole road at once: derive what is due, bundle it, send it. What the task and the command run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime

from notifications.bundling import bundle
from notifications.deriving import derive
from notifications.letters import write_letters
from notifications.models import Mail
from notifications.sending import send

ENOUGH_FAILURES = 5
"""So many failures in a row mean that the server is away: the rest waits, and loses no attempt."""


def tell(clock: Callable[[], datetime]) -> Counter[Mail.State]:
    """Tell everybody what is due; how many mails came into which state.

    ``clock`` gives the present time: a round may last, and a lease must begin when its mail's turn comes.
    """
    derive(clock())
    write_letters(clock())
    bundle(clock())
    return _send_due(clock)


def _send_due(clock: Callable[[], datetime]) -> Counter[Mail.State]:
    came: Counter[Mail.State] = Counter()
    failures = 0
    for mail in Mail.objects.due(clock()).order_by("next_try_at", "pk"):
        state = send(mail, clock())
        came[state] += 1
        failures = failures + 1 if state == Mail.State.WAITING else 0
        if failures == ENOUGH_FAILURES:
            break
    return came
