"""The line to the mail server: one open connection for many mails, given up at the first failure.

A mail that was not yet handed over when an older connection broke is tried once more on a new one. From DATA
on nobody knows whether the server took it: the next attempt is another lease (sending.py).
"""

from __future__ import annotations

import smtplib
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend

MOST_MAILS = 100
"""After so many mails the connection is opened anew: servers end those that last."""
MOST_IDLE = 20.0
"""Seconds after which an unused connection is not trusted any more; servers wait for a minute or longer."""


class Line:
    """Sends mails one after the other; to be used by one thread, and closed: ``with Line() as line``."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` gives seconds, by which an unused connection is known."""
        self._clock = clock
        self._connection: Any = None
        self._mails = 0
        self._used_at = 0.0

    def __enter__(self) -> Line:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def send(self, message: EmailMessage) -> None:
        """Hand the message over; raises what the server, or the way to it, says against it."""
        self._close_what_is_worn()
        older = self._connection is not None
        try:
            self._send(message)
        except Exception as error:
            handed_over = getattr(self._connection, "handed_over", True)
            self.close()
            if not older or handed_over or not _is_of_the_connection(error):
                raise
            self._send_or_close(message)

    def close(self) -> None:
        """End the connection, if there is one; what goes wrong with that is of no mail's concern."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(Exception):
                connection.close()

    def _close_what_is_worn(self) -> None:
        if self._mails >= MOST_MAILS or self._clock() - self._used_at > MOST_IDLE:
            self.close()

    def _send_or_close(self, message: EmailMessage) -> None:
        try:
            self._send(message)
        except Exception:
            self.close()
            raise

    def _send(self, message: EmailMessage) -> None:
        if self._connection is None:
            self._connection = get_connection()
            self._connection.open()
            self._mails = 0
        self._connection.send_messages([message])
        self._mails += 1
        self._used_at = self._clock()


class Backend(EmailBackend):
    """Django's, which also says whether the last mail was handed over, in part at least."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _NotingSSL if self.use_ssl else _Noting

    @property
    def handed_over(self) -> bool:
        connection: Any = self.connection
        return connection is not None and connection.handed_over


class _Noting(smtplib.SMTP):
    handed_over = False

    def mail(self, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        self.handed_over = False
        return super().mail(*args, **kwargs)

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.handed_over = True
        return super().data(msg)


class _NotingSSL(_Noting, smtplib.SMTP_SSL):
    pass


def _is_of_the_connection(error: Exception) -> bool:
    """Whether it says nothing of the mail: the server is gone, or ends the connection (421)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code == _CLOSING for code, _said in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code == _CLOSING
    return isinstance(error, OSError)


_CLOSING = 421
