"""Beats that run at given moments, each in a process of its own, on the test's database.

``python -m tests.notifications.beats NUMBER MOMENT…``: at each moment so many processes remind and tell at
once. Prints as JSON how mails and notices stand then.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from datetime import datetime

import django
import time_machine

from tests.notifications.killed import forked


def at_once(number: int, moment: datetime) -> None:
    """So many beats begin together at this moment, and end."""
    begin = os.pipe()
    running = []
    for _ in range(number):
        if not (pid := os.fork()):
            os.close(begin[1])
            os.read(begin[0], 1)
            os._exit(0 if forked(_beat, moment) == "done" else 1)
        running.append(pid)
    os.close(begin[0])
    os.close(begin[1])  # now
    ended = [os.waitpid(pid, 0)[1] for pid in running]
    if any(ended):
        sys.exit(f"A beat failed at {moment}.")


def _beat(said: int, moment: datetime) -> None:
    from notifications import tasks

    with time_machine.travel(moment, tick=True):
        tasks.remind()
        tasks.tell()
    os.write(said, b"done")


def _how_all_stands(said: int, day: str) -> None:
    """``told``: how often each person was told of each case on that day, as notices."""
    from notifications.models import Mail, Notice
    from workflow.invariants import broken

    made = Notice.objects.filter(case__isnull=False, about_on__isnull=False, made_at__date=day)
    told = Counter(
        f"{reference} {email.partition('@')[0]}"
        for reference, email in made.values_list("case__recommendation__reference", "recipient__email")
    )
    counted = {
        "mails": Counter(Mail.objects.values_list("state", flat=True)),
        "notices": Counter(Notice.objects.values_list("state", flat=True)),
        "bare": Notice.objects.filter(state="sent", mail=None).count(),
        "told": told,
        "broken": broken(),
    }
    os.write(said, json.dumps(counted).encode())


if __name__ == "__main__":
    django.setup()
    moments = [datetime.fromisoformat(one) for one in sys.argv[2:]]
    for one in moments:
        at_once(int(sys.argv[1]), one)
    print(forked(_how_all_stands, moments[-1].date().isoformat()))  # noqa: T201
