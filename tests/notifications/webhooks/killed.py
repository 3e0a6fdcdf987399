"""Posters that are killed with -9 on the test's database: ``python -m tests.notifications.webhooks.killed``.

``kill``: one is killed after the receiver's yes, before the mark. ``mark_first``: one that marks before it
posts is killed before it posts. The next, after the lease is over, lives. Prints as JSON how the deliveries
stand.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections import Counter
from typing import Any

import django


def main() -> None:
    django.setup()
    from notifications.models import Delivery
    from notifications.webhooks.sending import LEASE, post_due
    from tests.cast import NOW

    _in_a_child({"kill": _post_and_be_killed, "mark_first": _mark_and_be_killed}[sys.argv[1]])
    left = Counter(Delivery.objects.values_list("state", flat=True))
    post_due(lambda: NOW + 2 * LEASE)
    stand = Counter(Delivery.objects.values_list("state", flat=True))
    sys.stdout.write(json.dumps({"left": left, "stand": stand}))


def _kill(*args: Any, **more: Any) -> Any:
    os.kill(os.getpid(), signal.SIGKILL)


def _post_and_be_killed() -> None:
    from notifications.webhooks import sending
    from tests.cast import NOW

    sending._settle = _kill
    sending.post_due(lambda: NOW)


def _mark_and_be_killed() -> None:
    from notifications.webhooks import posting, sending
    from tests.cast import NOW

    lease = sending._lease

    def marked(delivery: Any, now: Any) -> bool:
        held = lease(delivery, now)
        sending._settle(delivery, sending.State.DELIVERED, now)
        return held

    sending._lease = marked
    posting.post = _kill
    sending.post_due(lambda: NOW)


def _in_a_child(act: Any) -> None:
    from django.db import connection

    connection.close()
    child = os.fork()
    if not child:
        act()
        os._exit(1)
    _child, how = os.waitpid(child, 0)
    if not os.WIFSIGNALED(how):
        raise SystemExit("The poster was not killed.")


if __name__ == "__main__":
    main()
