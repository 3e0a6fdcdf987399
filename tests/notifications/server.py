"""A real mail server (aiosmtpd) for the tests, on this machine, with the faults that mail servers have."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

ACCOUNT = (b"suivi", b"right")


@dataclass
class Post:
    """What came, and how the server behaves: what it ``says`` at a verb instead of yes, from then on."""

    received: list[EmailMessage] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    connections: int = 0
    says: dict[str, str] = field(default_factory=dict)
    seconds_late: float = 0
    cuts_after_the_dot: bool = False
    closes_after_each: bool = False
    enough_after: int = 0
    """After so many mails of one connection it says 421."""
    known: set[str] = field(default_factory=set)
    greylists: bool = False

    def ids(self) -> list[str]:
        return [message["Message-ID"] for message in self.received]

    async def handle_EHLO(  # noqa: N802 - the names are those of aiosmtpd
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.mails = 0
        session.host_name = hostname
        return responses

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "MAIL" in self.says:
            return self.says["MAIL"]
        session.mails += 1
        if session.mails > self.enough_after > 0:
            return "421 4.7.0 Too many mails on one connection"
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 ok"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "RCPT" in self.says:
            return self.says["RCPT"]
        if self.greylists and address not in self.known:
            self.known.add(address)
            return "451 4.7.1 Greylisted, please come again"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.seconds_late)
        if "DATA" in self.says:
            return self.says["DATA"]
        self.received.append(message_from_bytes(envelope.original_content, policy=policy.default))
        self.senders.append(envelope.mail_from or "")
        if self.cuts_after_the_dot:
            server.transport.abort()
        return "250 taken"


class _Smtp(SMTP):
    """Ends the connection after each mail, if it is to."""

    async def push(self, status: Any) -> None:
        await super().push(status)
        handler: Post = self.event_handler
        if handler.closes_after_each and status == "250 taken":
            self.transport.close()


class _Server(Controller):
    """At a free port."""

    def factory(self) -> SMTP:
        return _Smtp(self.handler, **self.SMTP_kwargs)

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def mail_server(**options: Any) -> Iterator[tuple[Post, int]]:
    """One that runs meanwhile, and its port; ``options`` are those of aiosmtpd."""
    post = Post()
    server = _Server(post, hostname="127.0.0.1", port=0, ready_timeout=30, **options)
    server.start()
    try:
        yield post, server.port
    finally:
        server.stop()


def only_the_account(*asked: Any) -> AuthResult:
    """Lets nobody in but ``ACCOUNT``."""
    given = asked[-1]
    return AuthResult(success=(given.login, given.password) == ACCOUNT, handled=False)
