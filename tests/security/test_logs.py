"""What the logs show of an address that opens an account: the page, and not the secret."""

from __future__ import annotations

import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from config.access_log import AccessLog
from config.logs import SecretFilter, without_secrets

TOKEN = "12-AbCdEf_0123456789"
SECRET = [
    f"/account/invited/{TOKEN}/",
    f"/account/password/reset/{TOKEN}/",
    f"/cal/{TOKEN}.ics",
    f"/unsubscribe/{TOKEN}/",
]


def hidden(path: str) -> str:
    return path.removesuffix(".ics").replace(TOKEN, "…")


@pytest.mark.once
@pytest.mark.parametrize("path", SECRET)
def test_the_web_server_logs_none(path: str) -> None:
    environ = {
        "REQUEST_METHOD": "GET", "RAW_URI": f"{path}?next=1", "SERVER_PROTOCOL": "HTTP/1.1",
        "PATH_INFO": path, "HTTP_REFERER": f"https://suivi.example{path}",
    }  # fmt: skip
    log = AccessLog(Config())
    answer = SimpleNamespace(status="200 OK", sent=1, headers=[])
    said = log.atoms(answer, SimpleNamespace(headers=[]), environ, timedelta())
    line = log.cfg.access_log_format % log.atoms_wrapper_class(said)

    assert TOKEN not in line
    assert hidden(path) in line
    assert "?next=1 HTTP/1.1" in line


@pytest.mark.once
@pytest.mark.parametrize("path", [*SECRET, *(one.replace("e", "%65", 1) for one in SECRET)])
def test_its_log_of_errors_has_none(path: str, capsys: pytest.CaptureFixture[str]) -> None:
    log = AccessLog(Config())
    log.error_log.propagate = False
    log.error("Error handling request %s %s", "GET", path)
    said = capsys.readouterr().err

    assert "Error handling request GET /" in said
    assert "…" in said
    assert TOKEN not in said


@pytest.mark.once
@pytest.mark.parametrize("path", SECRET)
def test_our_own_lines_have_none(path: str) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, "%s: %s", ("Gone", path), None)

    assert SecretFilter().filter(record)
    assert record.getMessage() == f"Gone: {hidden(path)}"


@pytest.mark.once
@pytest.mark.parametrize(
    "path", ["/case/2026-1/", "/account/password/reset/sent/", "/account/invited/", "/cal/"]
)
def test_other_addresses_are_shown(path: str) -> None:
    assert without_secrets(path) == path


def test_our_console_keeps_them_out() -> None:
    ours = [one for one in logging.getLogger().handlers if _keeps_secrets_out(one)]

    assert ours


def _keeps_secrets_out(handler: logging.Handler) -> bool:
    return any(isinstance(one, SecretFilter) for one in handler.filters)
