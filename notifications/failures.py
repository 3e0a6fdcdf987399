"""What went wrong with a mail: the cause for people, the server's own words, and whether it is for good."""

from __future__ import annotations

import re
import smtplib
import ssl
from dataclasses import dataclass

from notifications.models.mail import Cause

_STATUS = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})\b")
_UNKNOWN_TO_ROUTE = ("5.4.1", "5.4.4")
"""Some servers say so where nobody has the address, or no server takes mail for its domain."""
_OF_THE_SENDER = ("5.1.7", "5.1.8")
_BY_SUBJECT = {
    "1": Cause.ADDRESS,
    "2": Cause.ADDRESS,
    "4": Cause.AWAY,
    "6": Cause.REFUSED,
    "7": Cause.REFUSED,
}
"""The second figure of a status of RFC 3463: address, mailbox, network, content, policy."""
_BY_CODE = {550: Cause.ADDRESS, 551: Cause.ADDRESS, 553: Cause.ADDRESS, 552: Cause.FULL, 554: Cause.REFUSED}


@dataclass(frozen=True)
class Failure:
    """``said`` are the server's words where it has any; ``for_good``: another attempt would be of no use."""

    cause: Cause
    said: str
    for_good: bool = False


def failure_of(error: Exception) -> Failure:
    """What an attempt to send failed with.

    A sender or a sign-in that is refused is a fault of the set-up, and so is what a policy forbids (x.7.x of
    RFC 3463): it would fail every mail, and works again once somebody mended it. So those mails wait.
    """
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        ((code, words),) = error.recipients.values()
        return _of_answer(code, _as_text(words))
    if isinstance(error, smtplib.SMTPDataError):
        return _of_answer(error.smtp_code, _as_text(error.smtp_error))
    if isinstance(error, smtplib.SMTPResponseException):
        cause = Cause.SET_UP if error.smtp_code >= 500 else Cause.AWAY
        return Failure(cause, f"{error.smtp_code} {_as_text(error.smtp_error)}")
    return Failure(_of_the_way(error), f"{type(error).__name__}: {error}")


def cause_of_status(status: str) -> Cause:
    """The cause that a status of RFC 3463 names, such as 5.1.1."""
    if status in _UNKNOWN_TO_ROUTE:
        return Cause.ADDRESS
    if status in _OF_THE_SENDER:
        return Cause.SET_UP
    if status.endswith(".2.2"):
        return Cause.FULL
    subject = status.split(".")[1:2]
    return _BY_SUBJECT.get("".join(subject), Cause.OTHER)


def status_in(words: str) -> str:
    """The status with which a server's answer begins; empty: none."""
    found = _STATUS.match(words)
    return ".".join(found.groups()) if found else ""


def _of_answer(code: int, words: str) -> Failure:
    """Of an answer to the recipient, or to the mail."""
    status = status_in(words)
    for_good = code >= 500 and not status.startswith("5.7.")
    cause = cause_of_status(status) if status else _BY_CODE.get(code, Cause.OTHER)
    if code < 500 and cause != Cause.FULL:
        cause = Cause.AWAY
    return Failure(cause, f"{code} {words}", for_good)


def _of_the_way(error: Exception) -> Cause:
    if isinstance(error, ssl.SSLError | smtplib.SMTPNotSupportedError):
        return Cause.SET_UP
    return Cause.AWAY if isinstance(error, OSError) else Cause.OTHER


def _as_text(words: bytes | str) -> str:
    return words.decode(errors="replace") if isinstance(words, bytes) else words
