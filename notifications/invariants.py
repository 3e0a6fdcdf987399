"""What must always be true of mails: see ``workflow/invariants.py``."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef

from notifications.models import Delivery, Mail, Notice
from workflow.invariants import invariant
from workflow.models import Outbox


@invariant("Nobody is told of a step that was undone, or before its time, and no webhook either.")
def told_in_time() -> Iterator[str]:
    done = Outbox.objects.filter(
        process=OuterRef("process"), event_id=OuterRef("event_id"), state=Outbox.State.DONE
    )
    for told in (Notice, Delivery):
        early = told._default_manager.filter(event_id__isnull=False).exclude(Exists(done))
        yield from (f"{told.__name__} {pk}." for pk in early.values_list("pk", flat=True))


@invariant("What was told in a mail that was sent counts as sent, and nothing else does.")
def sent_is_sent() -> Iterator[str]:
    sent = Notice.objects.filter(state=Notice.State.SENT).exclude(mail__state=Mail.State.SENT)
    yield from (f"Notice {pk}." for pk in sent.values_list("pk", flat=True))
    undated = Mail.objects.filter(state=Mail.State.SENT, sent_at__isnull=True)
    yield from (f"Mail {key}." for key in undated.values_list("key", flat=True))
