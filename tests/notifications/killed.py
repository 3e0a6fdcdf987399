"""Senders that are killed with -9 at a named point, one after the other, on the test's database.

``python -m tests.notifications.killed kill TIMES`` prints as JSON where each was killed, with which mail, and
how all mails stand after one that was let live. The processes are forked, so that Django is set up once.
"""

from __future__ import annotations

import json
import os
import random
import signal
import smtplib
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import django
from django.db import transaction

SEED = 20261129
AMONG = 4
"""One is killed at the first, second, third or fourth mail of its run."""
AFTER_THE_DOT = ("after the dot", "before the mark", "before the mark is committed")
"""Where the server may have the mail, and we do not know it: only there may a copy come of it."""
Act = Callable[..., Any]


@dataclass
class Strike:
    """Falls at the ``left``-th mail that comes to the point, and says before which mail that was."""

    left: int
    said: int
    mail: str = ""

    def falls(self) -> bool:
        self.left -= 1
        return self.left == 0

    def kill(self) -> None:
        os.write(self.said, self.mail.encode())
        os.kill(os.getpid(), signal.SIGKILL)


def _before(real: Act, strike: Strike, *args: Any, **more: Any) -> Any:
    if strike.falls():
        strike.kill()
    return real(*args, **more)


def _after(real: Act, strike: Strike, *args: Any, **more: Any) -> Any:
    came = real(*args, **more)
    if strike.falls():
        strike.kill()
    return came


def _uncommitted(real: Act, strike: Strike, *args: Any, **more: Any) -> Any:
    with transaction.atomic():
        return _after(real, strike, *args, **more)


def _in_the_text(real: Act, strike: Strike, smtp: smtplib.SMTP, text: bytes) -> Any:
    if strike.falls():
        _hand_over(smtp, text[: len(text) // 2])
        strike.kill()
    return real(smtp, text)


def _after_the_dot(real: Act, strike: Strike, smtp: smtplib.SMTP, text: bytes) -> Any:
    """All of it is sent; the server's answer is not read."""
    if strike.falls():
        _hand_over(smtp, text + b"\r\n.\r\n")
        strike.kill()
    return real(smtp, text)


def _hand_over(smtp: smtplib.SMTP, text: bytes) -> None:
    smtp.putcmd("data")
    smtp.getreply()
    smtp.send(text)


def points() -> dict[str, tuple[Any, str, Act]]:
    """The points by name: in which function, and where in it."""
    from notifications import sending

    # fmt: off
    return {
        "before the lease is committed": (sending,       "_lease",  _uncommitted),
        "after the lease":               (sending,       "_lease",  _after),
        "before the connection":         (smtplib.SMTP,  "connect", _before),
        "after MAIL FROM":               (smtplib.SMTP,  "mail",    _after),
        "in the text":                   (smtplib.SMTP,  "data",    _in_the_text),
        "after the dot":                 (smtplib.SMTP,  "data",    _after_the_dot),
        "before the mark":               (sending,       "_settle", _before),
        "before the mark is committed":  (sending,       "_settle", _uncommitted),
        "after the mark":                (sending,       "_settle", _after),
    }
    # fmt: on


def kill(times: int) -> dict[str, Any]:
    """So many senders are killed, each begins when the lease of the last one is over; then one lives."""
    chance = random.Random(SEED)  # noqa: S311
    names = list(points())
    struck = []
    for number in range(times):
        name = names[number % len(names)]
        turn = 1 if name == "before the connection" else chance.randint(1, AMONG)
        struck.append((name, forked(_tell_until_killed, name, turn, _clock(number))))
    forked(_tell, _clock(times))
    return {"struck": struck, **json.loads(forked(_how_all_stands))}


def mark_first(times: int) -> dict[str, Any]:
    """As :func:`kill`, with senders that mark a mail as sent before they send it."""
    from notifications import sending
    from notifications.models import Mail

    lease = sending._lease

    def marked(mail: Mail, now: datetime) -> bool:
        return lease(mail, now) and Mail.objects.filter(pk=mail.pk).update(state="sent", sent_at=now) == 1

    sending._lease = marked
    return kill(times)


def _clock(number: int) -> datetime:
    """Each sender's clock is ahead of the last one's by more than a lease."""
    from notifications.sending import lease_length
    from tests.cast import NOW

    return NOW + number * (lease_length() + timedelta(seconds=1))


def _tell_until_killed(said: int, name: str, turn: int, now: datetime) -> None:
    from notifications import sending

    strike = Strike(turn, said)
    lease = sending._lease
    sending._lease = lambda mail, now: (setattr(strike, "mail", mail.message_id), lease(mail, now))[1]
    owner, function, how = points()[name]
    real = getattr(owner, function)
    setattr(owner, function, lambda *args, **more: how(real, strike, *args, **more))
    _tell(said, now)


def _tell(said: int, now: datetime) -> None:
    from notifications.telling import tell

    tell(lambda: now)


def _how_all_stands(said: int) -> None:
    from notifications.models import Mail, Notice
    from workflow.invariants import broken

    mails = Counter(Mail.objects.values_list("state", flat=True))
    notices = Counter(Notice.objects.values_list("state", flat=True))
    os.write(said, json.dumps({"mails": mails, "notices": notices, "broken": broken()}).encode())


def forked(act: Callable[..., None], *args: Any) -> str:
    """What ``act`` wrote to the pipe that it is given first, in a process of its own that ended meanwhile."""
    reading, writing = os.pipe()
    if not (pid := os.fork()):
        code = 1
        try:
            act(writing, *args)
            code = 0
        except Exception as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as said:
        words = said.read()
    os.waitpid(pid, 0)
    return words


if __name__ == "__main__":
    django.setup()
    acts = {"kill": kill, "mark_first": mark_first}
    print(json.dumps(acts[sys.argv[1]](int(sys.argv[2]))))  # noqa: T201
