"""A process's gate: whom it refuses takes no step, sees none open and takes none back, whatever the role."""

from __future__ import annotations

from typing import Any

import pytest

from cases.models import Case
from tests.cast import DUE, NOW, Cast, received
from workflow import engine, may
from workflow.errors import NotAllowed
from workflow.undoing import undo

SHUT = "This gate is shut to you."


@pytest.fixture
def case(cast: Cast) -> Case:
    return received(cast)


def shut_to(person: Any, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Case.process, "gate", lambda row, by: SHUT if by == person else "")


def assign(case: Case, cast: Cast) -> None:
    engine.perform(case, "assign", by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE)


def test_it_refuses_who_holds_the_role(case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    shut_to(cast.coordinator, monkeypatch)
    with pytest.raises(NotAllowed, match=SHUT):
        assign(case, cast)
    assert not case.events.exists()


def test_it_says_so_before_the_role_does(case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    shut_to(cast.stranger, monkeypatch)
    refusals = {str(one.refusal) for one in may.available(case, cast.stranger, now=NOW)}
    assert refusals == {SHUT}


def test_others_go_through_it(case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    shut_to(cast.stranger, monkeypatch)
    assign(case, cast)
    assert case.state == "assigned"


def test_it_is_shut_to_an_undo(
    case: Case, cast: Cast, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    assign(case, cast)
    shut_to(cast.coordinator, monkeypatch)
    with pytest.raises(NotAllowed, match=SHUT):
        undo(case, by=cast.coordinator, now=NOW, seen=1)
