"""Where a webhook may lead: not to this machine and its surroundings, however that is written."""

from __future__ import annotations

import socket
import ssl
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from notifications.models import Delivery
from notifications.webhooks import posting
from notifications.webhooks.addresses import NotPostedError, numbers_of, why_not
from notifications.webhooks.posting import post
from tests.notifications.webhooks.receiver import Receiver, receiving

Trouble = Delivery.Trouble
FORBIDDEN = [
    "http://127.0.0.1/", "http://127.8.8.8:8000/", "http://localhost/", "http://any.localhost/", "http://[::1]/",
    "http://0.0.0.0/", "http://0.1.2.3/", "http://[::]/", "http://169.254.169.254/latest/meta-data/",
    "http://[fe80::1]/", "http://[fd00:ec2::254]/", "http://100.100.100.200/", "http://192.0.0.192/",
    "http://168.63.129.16/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:169.254.169.254]/",
    "http://[64:ff9b::a9fe:a9fe]/", "http://[2002:7f00:1::]/", "http://[::127.0.0.1]/", "http://224.0.0.1/",
    "http://255.255.255.255/",
]  # fmt: skip
LOOKED_UP = ["http://127.1/", "http://2130706433/", "http://0x7f.1/", "http://017700000001/"]
"""Ways to write 127.0.0.1 that are no numbers to Python, but are to the system."""
ALLOWED = ["https://receiver.example/suivi", "http://10.1.2.3:8080/", "https://192.168.7.7/", "http://172.20.0.5/",
           "https://[fd12:3456::1]/", "https://8.8.8.8/", "https://[2001:4860:4860::8888]/a?b=c"]  # fmt: skip
UNFIT = ["ftp://receiver.example/", "//receiver.example/", "receiver.example", "http://", "http://host:99999/",
         "http://host:x/", "http://me:secret@receiver.example/", "http://receiver.example/#part",
         "javascript:alert(1)", "file:///etc/passwd", "http://[::1/", ""]  # fmt: skip


@pytest.fixture
def nothing_is_named(settings: Any) -> None:
    settings.WEBHOOK_HOSTS = []


@pytest.mark.once
@pytest.mark.parametrize("url", FORBIDDEN)
def test_this_machine_and_its_surroundings_are_refused(url: str, nothing_is_named: None) -> None:
    assert "WEBHOOK_HOSTS" in why_not(url)
    with pytest.raises(NotPostedError) as refused:
        post(url, b"{}", {})
    assert refused.value.trouble == Trouble.FORBIDDEN


@pytest.mark.once
@pytest.mark.parametrize("url", LOOKED_UP)
def test_however_its_number_is_written(url: str, nothing_is_named: None) -> None:
    with pytest.raises(NotPostedError) as refused:
        post(url, b"{}", {})
    assert refused.value.trouble == Trouble.FORBIDDEN


@pytest.mark.once
@pytest.mark.parametrize("url", ALLOWED)
def test_public_and_private_networks_are_not(url: str, nothing_is_named: None) -> None:
    assert why_not(url) == ""


@pytest.mark.once
@pytest.mark.parametrize("url", UNFIT)
def test_what_is_no_address_of_a_receiver_is_refused_with_a_sentence(url: str) -> None:
    assert str(why_not(url)).endswith((".", "/suivi."))


def lead_to(monkeypatch: pytest.MonkeyPatch, *numbers: str) -> list[str]:
    """From now on every name leads to these numbers; returns the names as they are asked for."""
    asked: list[str] = []
    real = socket.getaddrinfo

    def found(host: Any, port: Any, *more: Any, **named: Any) -> Any:
        if str(host).replace(".", "").isdecimal():
            return real(host, port, *more, **named)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in numbers]

    monkeypatch.setattr(socket, "getaddrinfo", found)
    return asked


@pytest.mark.once
@pytest.mark.parametrize("numbers", [("127.0.0.1",), ("8.8.8.8", "127.0.0.1"), ("169.254.169.254",)])
def test_a_name_that_leads_there_is_refused(
    numbers: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, nothing_is_named: None
) -> None:
    lead_to(monkeypatch, *numbers)
    with pytest.raises(NotPostedError) as refused:
        post("http://innocent.example/", b"{}", {})

    assert refused.value.trouble == Trouble.FORBIDDEN


@pytest.mark.once
def test_the_name_is_looked_up_once_and_that_very_number_is_called(
    monkeypatch: pytest.MonkeyPatch, settings: Any, receiver: Receiver
) -> None:
    """A name that leads elsewhere at the second look would go round the check."""
    settings.WEBHOOK_HOSTS = ["changing.example"]
    asked = lead_to(monkeypatch, "127.0.0.1")
    url = receiver.url.replace("127.0.0.1", "changing.example")

    assert post(url, b"{}", {}).status == 204
    assert asked == ["changing.example"]
    assert receiver.received[0].headers["Host"] == urlsplit(url).netloc


@pytest.mark.once
def test_the_next_number_is_called_where_the_first_takes_no_connection(
    monkeypatch: pytest.MonkeyPatch, settings: Any, receiver: Receiver
) -> None:
    settings.WEBHOOK_HOSTS = ["two.example"]
    lead_to(monkeypatch, "127.0.0.2", "127.0.0.1")
    monkeypatch.setattr(posting, "CONNECT_SECONDS", 0.5)
    called: list[str] = []
    real = socket.create_connection

    def connect(address: tuple[str, int], **more: Any) -> socket.socket:
        called.append(address[0])
        if address[0] == "127.0.0.2":
            raise ConnectionRefusedError
        return real(address, **more)

    monkeypatch.setattr(socket, "create_connection", connect)

    assert post(receiver.url.replace("127.0.0.1", "two.example"), b"{}", {}).status == 204
    assert called == ["127.0.0.2", "127.0.0.1"]


@pytest.mark.once
def test_a_name_that_nobody_knows_is_named_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*args: Any, **more: Any) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NotPostedError) as refused:
        numbers_of(urlsplit("https://nowhere.example/"))
    assert refused.value.trouble == Trouble.NO_NAME


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Of localhost, signed by nobody but itself, with its key."""
    made = tmp_path / "receiver.pem"
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9000 -subj /CN=localhost"
    )
    named = [
        "-addext",
        "subjectAltName=DNS:localhost",
        "-keyout",
        str(made),
        "-out",
        str(tmp_path / "only.pem"),
    ]
    subprocess.run([*command.split(), *named], check=True, capture_output=True)
    with made.open("a") as file:
        file.write((tmp_path / "only.pem").read_text())
    return made


def encrypted(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.mark.once
def test_over_https_the_certificate_is_asked_for(certificate: Path) -> None:
    with receiving(tls=encrypted(certificate), host="localhost") as receiver:
        with pytest.raises(NotPostedError) as refused:
            post(receiver.url, b"{}", {})

        assert refused.value.trouble == Trouble.UNSAFE
        assert receiver.received == []


@pytest.mark.once
def test_and_must_be_that_of_the_name(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.parent / "only.pem"))
    with receiving(tls=encrypted(certificate), host="localhost") as receiver:
        assert post(receiver.url, b'{"a":1}', {}).status == 204
        with pytest.raises(NotPostedError) as refused:
            post(receiver.url.replace("localhost", "127.0.0.1"), b"{}", {})

        assert refused.value.trouble == Trouble.UNSAFE
        assert [one.body for one in receiver.received] == [b'{"a":1}']
