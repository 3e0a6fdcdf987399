"""A real HTTP server on loopback that receives messages, well or badly, and remembers what it took."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, cast

from cases.people.models import User
from notifications.models import Delivery, Webhook
from notifications.webhooks import settling
from tests.cast import NOW

Manner = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Received:
    """One message as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def key(self) -> str:
        return self.headers["Suivi-Delivery"]


@dataclass
class Receiver:
    """``manners`` are how it behaves to one message after the other, the last one for good."""

    url: str
    manners: list[Manner]
    received: list[Received] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def keys(self) -> list[str]:
        return [one.key for one in self.received]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        receiver = cast("_Server", self.server).receiver
        body = self.rfile.read(int(self.headers["Content-Length"]))
        receiver.received.append(Received(self.path, dict(self.headers.items()), body))
        manner = receiver.manners.pop(0) if len(receiver.manners) > 1 else receiver.manners[0]
        with suppress(OSError):
            manner(self)

    def log_message(self, *args: Any) -> None:
        """Nothing: the test says what it saw."""


class _Server(ThreadingHTTPServer):
    receiver: Receiver
    daemon_threads = True

    def handle_error(self, *args: Any) -> None:
        """A client that goes away is part of the play."""


@contextmanager
def receiving(
    *manners: Manner, tls: ssl.SSLContext | None = None, host: str = "127.0.0.1"
) -> Iterator[Receiver]:
    """Runs until the block ends. Without manners it takes everything."""
    server = _Server(("127.0.0.1", 0), _Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    scheme = "https" if tls else "http"
    server.receiver = Receiver(f"{scheme}://{host}:{server.server_port}/suivi?a=b", list(manners) or [takes])
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server.receiver
    finally:
        server.receiver.over.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def answers(status: int, words: bytes = b"", **headers: str) -> Manner:
    def manner(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(words)))
        handler.end_headers()
        handler.wfile.write(words)

    return manner


takes = answers(204)


def sleeps(handler: BaseHTTPRequestHandler) -> None:
    """Says nothing, until the play is over."""
    cast("_Server", handler.server).receiver.over.wait(30)


def drips(handler: BaseHTTPRequestHandler) -> None:
    """One byte at a time, so that no silence is long."""
    over = cast("_Server", handler.server).receiver.over
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    while not over.is_set():
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.02)


def cuts(handler: BaseHTTPRequestHandler) -> None:
    """Has read the message, and ends the connection without an answer."""
    handler.connection.shutdown(socket.SHUT_RDWR)
    handler.close_connection = True


def says_too_much(handler: BaseHTTPRequestHandler) -> None:
    """A hundred megabytes, were they read."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(100_000_000))
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"blah\x00 " * 100_000)


def administrator() -> User:
    known = User.objects.filter(email="root@suivi.example").first()
    return known or User.objects.create_superuser("root@suivi.example", name="Root")


def webhook_to(url: str, *wanted: str) -> Webhook:
    made, _secret = settling.add(url, wanted, by=administrator(), now=NOW)
    return made


def a_test_for(webhook: Webhook) -> Delivery:
    return settling.send_test(webhook, by=administrator(), now=NOW)
