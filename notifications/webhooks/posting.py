"""Posts one message over HTTP: to the very address that was looked at, within bounds of time and size.

No redirect is followed, and no proxy of the environment is used.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from notifications.models import Delivery
from notifications.webhooks.addresses import PORTS, NotPostedError, numbers_of, why_not

Trouble = Delivery.Trouble

CONNECT_SECONDS, READ_SECONDS, ALL_SECONDS = 5.0, 10.0, 20.0
"""For each address that is tried; for each silence; for all of it from the first byte on."""
MOST_BYTES = 2048
"""Of the answer; the rest is not read."""
MOST_ADDRESSES = 3


@dataclass(frozen=True)
class Answer:
    """What the receiver said: its code, and the beginning of its words."""

    status: int
    beginning: str

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
    """Post ``body`` once, and return the answer, whatever its code is. Raises :class:`NotPostedError`."""
    if why_not(url):
        raise NotPostedError(Trouble.FORBIDDEN)
    parts = urlsplit(url)
    with _troubles_named(), closing(_socket(numbers_of(parts), _port(parts))) as plain:
        return _exchanged(parts, plain, body, headers)


def _exchanged(parts: SplitResult, plain: socket.socket, body: bytes, headers: Mapping[str, str]) -> Answer:
    with closing(_safe(parts, plain)) as held, _ended_in_time(held):
        if isinstance(held, ssl.SSLSocket):
            held.do_handshake()
        connection = http.client.HTTPConnection(str(parts.hostname), _port(parts))
        connection.default_port = PORTS[parts.scheme]  # the header Host does not name this one
        connection.sock = held
        connection.request("POST", _target(parts), body, dict(headers))
        answer = connection.getresponse()
        with closing(answer):
            return Answer(answer.status, _as_text(answer.read(MOST_BYTES)))


def _safe(parts: SplitResult, plain: socket.socket) -> socket.socket:
    """Encrypted for https, where the certificate must be that of the name, whatever number was called."""
    plain.settimeout(READ_SECONDS)
    if parts.scheme != "https":
        return plain
    context = ssl.create_default_context()
    return context.wrap_socket(plain, server_hostname=parts.hostname, do_handshake_on_connect=False)


def _socket(numbers: list[str], port: int) -> socket.socket:
    """Connected to the first address that takes a connection; no name is looked up again."""
    failure: OSError = ConnectionRefusedError()
    for number in numbers[:MOST_ADDRESSES]:
        try:
            return socket.create_connection((number, port), timeout=CONNECT_SECONDS)
        except OSError as error:
            failure = error
    raise failure


def _port(parts: SplitResult) -> int:
    return parts.port or PORTS[parts.scheme]


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


@contextmanager
def _ended_in_time(held: socket.socket) -> Iterator[None]:
    """A receiver that answers a byte at a time keeps within every silence: an end is put to that."""
    over = threading.Event()

    def end() -> None:
        over.set()
        with suppress(OSError):
            socket.socket.shutdown(held, socket.SHUT_RDWR)  # under the encryption, which may be waiting

    timer = threading.Timer(ALL_SECONDS, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    except (OSError, http.client.HTTPException):
        if not over.is_set():
            raise
    finally:
        timer.cancel()
    if over.is_set():
        raise TimeoutError


@contextmanager
def _troubles_named() -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise NotPostedError(Trouble.SLOW) from error
    except ConnectionRefusedError as error:
        raise NotPostedError(Trouble.REFUSED) from error
    except ssl.SSLError as error:
        raise NotPostedError(Trouble.UNSAFE) from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise NotPostedError(Trouble.CUT) from error


def _as_text(beginning: bytes) -> str:
    return "".join(one if one.isprintable() else " " for one in beginning.decode(errors="replace")).strip()
