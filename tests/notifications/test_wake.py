"""A poke wakes the worker once the work is committed, and never gets in the way."""

from __future__ import annotations

import logging
from functools import partial
from socket import socket

import pytest
from django.db import transaction
from redis import Connection

from notifications import tasks, wake


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    calls: list[dict[str, object]] = []
    monkeypatch.setattr(tasks.tell, "apply_async", lambda **how: calls.append(how))
    return calls


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_it_waits_for_the_commit(woken: list[object]) -> None:
    with transaction.atomic():
        wake.poke()
        assert woken == []
    assert len(woken) == 1


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_rolled_back_work_wakes_nobody(woken: list[object]) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        wake.poke()
        raise ZeroDivisionError
    assert woken == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_broker_that_is_down_does_not_fail_the_act(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(**how: object) -> None:
        raise ConnectionRefusedError("no broker")

    monkeypatch.setattr(tasks.tell, "apply_async", fail)
    with caplog.at_level(logging.WARNING):
        wake.poke()
    assert "The worker could not be woken" in caplog.text


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_broker_that_is_away_is_tried_once_for_a_second_at_most(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    app = tasks.tell.app
    away = partial(app.connection_for_write, "redis://127.0.0.1:1/0")
    monkeypatch.setattr(app, "connection_for_write", away)
    tries: list[object] = []
    connect = Connection._connect

    def count(connection: Connection) -> socket:
        tries.append((connection.socket_connect_timeout, connection.socket_timeout))
        return connect(connection)

    monkeypatch.setattr(Connection, "_connect", count)
    wake.poke()
    assert tries == [(1, 1)]
    assert "The worker could not be woken" in caplog.text
