"""Reads a report on delivery (RFC 3464) that came back: about which mail, and what became of it.

Whatever bytes come, the answer is a report or None. The mail is named by its Message-ID alone, which nobody
guesses; an address in a report is anybody's to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import Any

from notifications.models import Bounce

MOST_BYTES = 1_000_000
"""Of what came, as much is read; the report stands before the mail that it brings back."""
MOST_PARTS = 10
MOST_NAMED = 20
WORDS = 500
_MESSAGE_ID = re.compile(r"<[^<>\s]{3,250}>")
_STATUS = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b")
_NOT_TEXT = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]+")
_HEADERS_ALONE = "text/rfc822-headers"
_MAILS = ("message/rfc822", "message/global", "message/global-headers")
_KINDS = {
    "failed": Bounce.Kind.FAILED,
    "delayed": Bounce.Kind.DELAYED,
    **dict.fromkeys(("delivered", "relayed", "expanded"), Bounce.Kind.DELIVERED),
}


@dataclass(frozen=True)
class Report:
    """``written_on`` is the date of the mail that came back, where the report brings it."""

    message_ids: frozenset[str]
    kind: Bounce.Kind
    status: str
    said: str
    written_on: datetime | None = None


def read_report(raw: bytes) -> Report | None:
    """The report that these bytes are; None: they are none, or name no mail, or cannot be read."""
    try:
        return _report(message_from_bytes(raw[:MOST_BYTES]))
    except Exception:  # whatever a stranger thought of: the parser raises many errors
        return None


def _report(message: Message) -> Report | None:
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return None
    parts = list(islice(_parts(message), MOST_PARTS))
    told = [part for part in parts if part.get_content_type() == "message/delivery-status"]
    about = [block for part in told for block in _blocks(part) if "Action" in block]
    returned = next(filter(None, map(_returned, parts)), None)
    ids = _ids(returned, "Message-ID") or _ids(message, "References") | _ids(message, "In-Reply-To")
    kinds = {_KINDS.get(_said(block, "Action").lower()) for block in about}
    if not ids or len(kinds) != 1 or None in kinds:
        return None
    status = _STATUS.match(_said(about[0], "Status"))
    return Report(
        message_ids=ids,
        kind=next(filter(None, kinds)),
        status=status.group(1) if status else "",
        said=_said(about[0], "Diagnostic-Code").partition(";")[2].strip() or _said(about[0], "Status"),
        written_on=_date(returned),
    )


def _parts(message: Message) -> Iterator[Message]:
    payload: Any = message.get_payload()
    yield from payload


def _blocks(part: Message) -> list[Message]:
    """What is said of the recipients, each a block of headers; ours had one."""
    payload: Any = part.get_payload()
    return payload[:MOST_PARTS] if isinstance(payload, list) else []


def _returned(part: Message) -> Message | None:
    """The mail that came back, or its headers, if the part is that."""
    payload: Any = part.get_payload()
    if part.get_content_type() == _HEADERS_ALONE:
        return message_from_bytes(part.get_payload(decode=True) or b"")  # type: ignore[arg-type]
    if part.get_content_type() in _MAILS and isinstance(payload, list):
        return payload[0] if payload else None
    return None


def _ids(message: Message | None, header: str) -> frozenset[str]:
    if message is None:
        return frozenset()
    return frozenset(_MESSAGE_ID.findall(str(message.get(header, "")))[:MOST_NAMED])


def _said(block: Message, header: str) -> str:
    """The words of a header, in one line, without what no database or page takes."""
    return " ".join(_NOT_TEXT.sub(" ", str(block.get(header, ""))).split())[:WORDS]


def _date(message: Message | None) -> datetime | None:
    try:
        when = parsedate_to_datetime(str(message.get("Date", "")))  # type: ignore[union-attr]
    except (AttributeError, ValueError, TypeError, OverflowError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
