"""Takes what came back to BOUNCE_ADDRESS: a mail that could not be delivered becomes a dead letter.

Messages come one by one, from an alias of the mail server, or from a Maildir to which it delivers
(docs/mail.md). A message of that folder is removed once the database has what it says.
"""

from __future__ import annotations

import logging
import mailbox
from collections import Counter
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from notifications.delivery_reports import MOST_BYTES, Report, read_report
from notifications.failures import cause_of_status
from notifications.models import Bounce, Mail, Notice

log = logging.getLogger(__name__)

AT_A_TIME = 500
"""So many messages of a folder are taken in one run."""
KEPT = 500
"""So many that were not understood are kept, the newest; anybody may write to an address."""
KEPT_BYTES = 20_000


@transaction.atomic
def take(raw: bytes, now: datetime) -> Bounce:
    """Write down what came back, and give the mail up if it could not be delivered; once for the same bytes.

    ``Action: failed`` is final whatever its status: the server gave up (RFC 3464, 2.3.3).
    """
    report = read_report(raw)
    mail = _mail_of(report)
    kind = report.kind if report and mail else Bounce.Kind.OTHER
    said = {"status": report.status, "said": report.said} if report and mail else {"kept": _text(raw)}
    bounce, is_new = Bounce.objects.get_or_create(
        digest=sha256(raw).hexdigest(), defaults={"mail": mail, "kind": kind, "at": now, **said}
    )
    if is_new and report and mail and kind == Bounce.Kind.FAILED and _is_of_the_last_sending(report, mail):
        _give_up(mail, bounce, now)
    if kind == Bounce.Kind.OTHER:
        _forget_the_oldest()
    return bounce


def take_folder(folder: Path, now: datetime) -> Counter[Bounce.Kind]:
    """Take what lies in the Maildir; how many messages were of which kind. Raises NotADirectoryError."""
    if not (folder / "new").is_dir() or not (folder / "cur").is_dir():
        sentence = _("%(folder)s is not a Maildir: it has no folders “new” and “cur”.")
        raise NotADirectoryError(sentence % {"folder": folder})
    came: Counter[Bounce.Kind] = Counter()
    box = mailbox.Maildir(folder, create=False)
    for key in sorted(box.keys())[:AT_A_TIME]:
        raw = _read(box, key)
        if raw is not None:
            came[Bounce.Kind(take(raw, now).kind)] += 1
            box.discard(key)
    return came


def _read(box: mailbox.Maildir, key: str) -> bytes | None:
    """None where another run took it meanwhile, or it cannot be read."""
    try:
        with box.get_file(key) as file:
            return bytes(file.read(MOST_BYTES))
    except (KeyError, OSError) as error:
        log.warning("The message %s could not be read: %s", key, error)
        return None


def _mail_of(report: Report | None) -> Mail | None:
    """The one mail that the report names; more than one is no report of a server."""
    found = list(Mail.objects.filter(message_id__in=report.message_ids)[:2]) if report else []
    return found[0] if len(found) == 1 else None


def _is_of_the_last_sending(report: Report, mail: Mail) -> bool:
    """A report may come when the mail was sent again, to another address: each sending has its own date."""
    if report.written_on is None or mail.sent_at is None:
        return True
    return report.written_on > mail.sent_at - timedelta(seconds=1)


def _give_up(mail: Mail, bounce: Bounce, now: datetime) -> None:
    """A mail that is about to be sent once more is not given up: what becomes of that is still to come."""
    sent = Mail.objects.filter(pk=mail.pk, state=Mail.State.SENT)
    cause = cause_of_status(bounce.status)
    if sent.update(state=Mail.State.DEAD, cause=cause, last_error=bounce.said, bounced_at=now):
        mail.notices.filter(state=Notice.State.SENT).update(state=Notice.State.DEAD)


def _forget_the_oldest() -> None:
    others = Bounce.objects.filter(kind=Bounce.Kind.OTHER).order_by("-at", "-pk")
    Bounce.objects.filter(pk__in=list(others.values_list("pk", flat=True)[KEPT : KEPT + AT_A_TIME])).delete()


def _text(raw: bytes) -> str:
    return raw[:KEPT_BYTES].decode("utf-8", "replace").replace("\x00", "")
