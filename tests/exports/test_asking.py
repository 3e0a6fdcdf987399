"""Asking for a PDF writes a row and wakes a worker; the web process makes none."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from kombu.exceptions import OperationalError

from exports import actions, tasks
from exports.models import Rendering
from tests.cast import NOW, Cast, person
from tests.exports.scene import report
from workflow.errors import NotAllowed, WrongState


@pytest.fixture
def woken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The keys that the broker was given."""
    keys: list[str] = []
    monkeypatch.setattr(tasks.render, "delay", keys.append)
    monkeypatch.setattr(tasks.write, "delay", keys.append)
    return keys


def test_it_waits_until_the_request_is_durable_and_then_wakes_a_worker(
    cast: Cast, woken: list[str], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        asked = actions.request_rendering(report(cast), by=cast.editor, now=NOW)
        assert woken == []

    assert woken == [str(asked.key)]
    assert (asked.state, asked.requested_by, asked.content) == ("waiting", cast.editor, {})


def test_one_under_way_is_shared_instead_of_a_second(cast: Cast, woken: list[str]) -> None:
    shown = report(cast)
    first = actions.request_rendering(shown, by=cast.editor, now=NOW)

    assert actions.request_rendering(shown, by=person("second-editor", "editor"), now=NOW) == first
    Rendering.objects.filter(pk=first.pk).update(state="running")
    assert actions.request_rendering(shown, by=cast.editor, now=NOW) == first


def test_the_database_keeps_it_at_one(cast: Cast) -> None:
    shown = report(cast)
    Rendering.objects.create(report=shown, requested_at=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Rendering.objects.create(report=shown, requested_at=NOW, state="running")


def test_once_it_has_ended_a_new_one_is_made(cast: Cast, woken: list[str]) -> None:
    shown = report(cast)
    first = actions.request_rendering(shown, by=cast.editor, now=NOW)
    Rendering.objects.filter(pk=first.pk).update(state="failed")

    assert actions.request_rendering(shown, by=cast.editor, now=NOW) != first


@pytest.mark.parametrize("who", ["coordinator", "validator", "observer", "head", "stranger"])
def test_only_an_editor_asks(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        actions.request_rendering(report(cast), by=getattr(cast, who), now=NOW)
    assert not Rendering.objects.exists()


@pytest.mark.parametrize("problem", [OperationalError("broker is down"), OSError("disk is full")])
def test_a_broker_that_is_down_breaks_no_request(
    cast: Cast,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
    caplog: pytest.LogCaptureFixture,
    problem: Exception,
) -> None:
    def down(key: str) -> None:
        raise problem

    monkeypatch.setattr(tasks.render, "delay", down)
    with django_capture_on_commit_callbacks(execute=True):
        asked = actions.request_rendering(report(cast), by=cast.editor, now=NOW)

    assert Rendering.objects.get() == asked
    assert "it will be found later" in caplog.text


def test_an_editor_cancels_what_is_under_way(cast: Cast, woken: list[str]) -> None:
    asked = actions.request_rendering(report(cast), by=cast.editor, now=NOW)

    actions.cancel(asked, by=cast.editor, now=NOW)

    assert (asked.state, asked.finished_at) == ("cancelled", NOW)


def test_what_has_ended_is_not_cancelled(cast: Cast, woken: list[str]) -> None:
    asked = actions.request_rendering(report(cast), by=cast.editor, now=NOW)
    Rendering.objects.update(state="failed")

    with pytest.raises(WrongState, match="nothing to cancel"):
        actions.cancel(asked, by=cast.editor, now=NOW)


def test_a_stranger_cancels_nothing(cast: Cast, woken: list[str]) -> None:
    asked = actions.request_rendering(report(cast), by=cast.editor, now=NOW)

    with pytest.raises(NotAllowed):
        actions.cancel(asked, by=cast.stranger, now=NOW)
    assert Rendering.objects.get().state == "waiting"
