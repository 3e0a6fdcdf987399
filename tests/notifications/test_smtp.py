"""A real mail through Django's SMTP backend, to a small server on this machine."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy

import pytest

from notifications.models import Mail
from notifications.sending import send
from tests.cast import NOW, Cast, assigned
from tests.notifications.post import mail_to


class Server(socketserver.ThreadingTCPServer):
    """Takes what it is given, unless it is told to refuse a recipient."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.received: list[bytes] = []
        self.to_recipient = b"250 ok\r\n"


class Conversation(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self.wfile.write(b"220 tests\r\n")
        for line in self.rfile:
            verb = line[:4].upper().strip()
            if verb == b"RCPT":
                self.wfile.write(self.server.to_recipient)
            elif verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.server.received.append(self._body())
                self.wfile.write(b"250 taken\r\n")
            elif verb == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 ok\r\n")

    def _body(self) -> bytes:
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return b"".join(lines)


@pytest.fixture
def server(settings: object) -> Iterator[Server]:
    with Server() as running:
        threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = running.server_address
        yield running
        running.shutdown()


@pytest.fixture
def mail(cast: Cast) -> Mail:
    assigned(cast)
    return mail_to(cast.focal_point)


def test_a_real_mail_arrives(mail: Mail, server: Server) -> None:
    assert send(mail, NOW) == Mail.State.SENT
    arrived = message_from_bytes(server.received[0], policy=policy.default)
    assert arrived["To"] == "focal-point@suivi.example"
    assert arrived["Subject"] == "To answer: 1 recommendation, by 15 April 2026"
    assert arrived["Message-ID"] == mail.message_id
    assert "Open clinics in rural areas." in arrived.get_body(("plain",)).get_content()
    assert "Open clinics in rural areas." in arrived.get_body(("html",)).get_content()


def test_a_recipient_refused_for_good_is_a_dead_letter(mail: Mail, server: Server) -> None:
    server.to_recipient = b"550 no such user\r\n"
    assert send(mail, NOW) == Mail.State.DEAD
    assert "no such user" in mail.last_error


def test_a_greylisted_recipient_is_tried_again(mail: Mail, server: Server) -> None:
    server.to_recipient = b"450 later\r\n"
    assert send(mail, NOW) == Mail.State.WAITING
    server.to_recipient = b"250 ok\r\n"
    assert send(mail, mail.next_try_at) == Mail.State.SENT


def test_without_a_server_it_waits(mail: Mail, server: Server, settings: object) -> None:
    settings.EMAIL_PORT = 1
    assert send(mail, NOW) == Mail.State.WAITING
    assert "ConnectionRefusedError" in mail.last_error
