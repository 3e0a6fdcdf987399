"""Sending what was queued, against plain smtplib that sends the same bytes to the same server.

Ours leases each mail, asks again whether it may be sent, sends it and marks it; smtplib has one connection.
They take turns, so many mails at a time: noise hits both.
"""

from __future__ import annotations

import smtplib
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from benchmarks.mail_sink import sink
from benchmarks.reminders.crowd import NOW
from notifications.models import Mail
from notifications.telling import tell

MAILS, A_TURN = 2_000, 100


def figures() -> Iterator[tuple[str, float, str]]:
    """Of the mails that ``queued.py`` left waiting."""
    turns = _turns()
    ours = theirs = 0.0
    with TemporaryDirectory() as folder, sink(Path(folder)) as port:
        settings.EMAIL_BACKEND = "notifications.line.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        with smtplib.SMTP("127.0.0.1", port) as plain:
            for place, now in enumerate(turns):
                ours += _sent_by_us(now)
                theirs += _sent_plainly(plain, _bytes_of(Path(folder), 2 * place * A_TURN))
    yield "sent_per_second", MAILS / ours, "mails/s"
    yield "smtplib_per_second", MAILS / theirs, "mails/s"
    yield "send_vs_smtplib", ours / theirs, "ratio"


def _turns() -> list[datetime]:
    """Each turn's mails fall due a minute after those of the last; the rest never does."""
    ids = list(Mail.objects.order_by("pk").values_list("pk", flat=True)[:MAILS])
    assert len(ids) == MAILS
    Mail.objects.update(next_try_at=NOW + timedelta(days=365))
    turns = [NOW + timedelta(minutes=number) for number in range(1, MAILS // A_TURN + 1)]
    for place, now in enumerate(turns):
        of_turn = ids[place * A_TURN : (place + 1) * A_TURN]
        Mail.objects.filter(pk__in=of_turn).update(next_try_at=now)
    return turns


def _sent_by_us(now: datetime) -> float:
    begun = time.perf_counter()
    came = tell(lambda: now)
    took = time.perf_counter() - begun
    assert came == {Mail.State.SENT: A_TURN}, came
    return took


def _bytes_of(folder: Path, first: int) -> list[bytes]:
    """The mails of our turn as the server got them; those of the other turn follow."""
    return [(folder / f"{number}.eml").read_bytes() for number in range(first, first + A_TURN)]


def _sent_plainly(plain: smtplib.SMTP, mails: Sequence[bytes]) -> float:
    begun = time.perf_counter()
    for mail in mails:
        plain.sendmail("suivi@localhost", "somebody@suivi.example", mail)
    return time.perf_counter() - begun
