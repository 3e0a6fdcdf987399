"""Every row of the process table works from each of its states; other roles and states are refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from cases.flow import State
from cases.models import Case, Round
from tests.cases.stations import AT
from tests.cast import DUE, NOW, Cast
from workflow import engine
from workflow.errors import Blocked, NotAllowed, WrongState

PEOPLE = ("coordinator", "validator", "second_validator", "editor", "observer", "focal_point", "alternate",
          "head", "justice_focal_point", "stranger")  # fmt: skip


@dataclass(frozen=True)
class Row:
    by: str
    allowed: set[str]
    target: str
    data: Callable[[Cast], dict[str, Any]] = field(default=lambda cast: {})


def _lead(cast: Cast) -> dict[str, Any]:
    return {"lead": cast.health, "due_on": DUE}


def _reason(cast: Cast) -> dict[str, Any]:
    return {"comment": "A reason."}


def _lead_and_reason(cast: Cast) -> dict[str, Any]:
    return {**_lead(cast), **_reason(cast)}


def _hand_back(cast: Cast) -> dict[str, Any]:
    return {"proposed": cast.justice, "comment": "Not ours."}


def _another_round(cast: Cast) -> dict[str, Any]:
    again = Round.objects.get_or_create(code="2027", defaults={"title": "2027", "opened_on": DUE})[0]
    return {"round": again, "due_on": DUE}


# fmt: off
COORDINATION, DECISION = {"coordinator"}, {"validator", "second_validator"}
LEAD, FOCAL, HEAD = {"focal_point", "alternate", "head"}, {"focal_point", "alternate"}, {"head"}
TABLE = {
    "assign":               Row("coordinator", COORDINATION, "assigned", _lead),
    "reassign":             Row("coordinator", COORDINATION, "assigned", _lead_and_reason),
    "hand_back":            Row("focal_point", LEAD, "received", _hand_back),
    "accept":               Row("focal_point", LEAD, "drafting"),
    "send_for_sign_off":    Row("focal_point", FOCAL, "sign-off"),
    "sign_and_send":        Row("head", HEAD, "validation"),
    "withdraw":             Row("focal_point", LEAD, "drafting"),
    "return_from_sign_off": Row("head", HEAD, "drafting", _reason),
    "return_to_department": Row("validator", DECISION, "drafting", lambda c: {"due_on": DUE, **_reason(c)}),
    "propose_edits":        Row("validator", DECISION, "agreement"),
    "agree":                Row("head", HEAD, "approved"),
    "disagree":             Row("head", HEAD, "validation", _reason),
    "approve":              Row("validator", DECISION, "approved"),
    "reopen":               Row("coordinator", COORDINATION, "drafting", _reason),
    "submit":               Row("editor", {"editor"}, "submitted", lambda c: {"edition": "a hash"}),
    "open_round":           Row("coordinator", COORDINATION, "assigned", _another_round),
    "close":                Row("coordinator", COORDINATION, "closed",
                                lambda c: {"because": "superseded", **_reason(c)}),
    "revive":               Row("coordinator", COORDINATION, "received", _reason),
}
# fmt: on
EDGES = [(name, source) for name in TABLE for source in Case.process.steps[name].sources]
FORBIDDEN = [
    (name, state.value)
    for name in TABLE
    for state in State
    if state.value not in Case.process.steps[name].sources
]


def _take(cast: Cast, case: Case, name: str, person: str) -> Any:
    return engine.perform(case, name, by=getattr(cast, person), now=NOW, **TABLE[name].data(cast))


def _prepare(cast: Cast, case: Case, name: str) -> None:
    """What this step needs to find beforehand: proposed edits."""
    if name == "propose_edits":
        case.answer.versions.create(
            number=9, kind="proposal", based_on=case.answer.sent, author=cast.validator, at=NOW, language="en"
        )


def test_the_table_here_is_the_table_of_the_code() -> None:
    assert list(TABLE) == list(Case.process.steps)


@pytest.mark.parametrize(("name", "source"), EDGES)
def test_it_is_taken_from_each_of_its_states(cast: Cast, name: str, source: str) -> None:
    case = AT[source](cast)
    _prepare(cast, case, name)

    event = _take(cast, case, name, TABLE[name].by)

    assert (event.source, event.target) == (source, TABLE[name].target)
    assert Case.objects.get(pk=case.pk).state == TABLE[name].target


@pytest.mark.parametrize("name", TABLE)
def test_it_refuses_everybody_else(cast: Cast, name: str) -> None:
    source = Case.process.steps[name].sources[0]
    case = AT[source](cast)

    for person in set(PEOPLE) - TABLE[name].allowed:
        with pytest.raises(NotAllowed, match="is for the"):
            _take(cast, case, name, person)

    case.refresh_from_db()
    assert case.state == source


@pytest.mark.parametrize(("name", "state"), FORBIDDEN)
def test_it_is_refused_from_every_other_state(cast: Cast, name: str, state: str) -> None:
    case = AT[state](cast)
    before = case.version

    # Where a case has no lead (received, or closed before it was assigned), nobody holds a role in it.
    with pytest.raises((WrongState, NotAllowed)):
        _take(cast, case, name, TABLE[name].by)

    case.refresh_from_db()
    assert (case.state, case.version) == (state, before)


@pytest.mark.parametrize(
    ("name", "need"), [(row.name, need.name) for row in Case.process.steps.values() for need in row.needs]
)
def test_it_is_refused_without_what_it_needs(cast: Cast, name: str, need: str) -> None:
    step = Case.process.steps[name]
    case = AT[step.sources[0]](cast)
    data = TABLE[name].data(cast)
    data.pop("comment" if need == "reason" else need)

    with pytest.raises(Blocked) as refused:
        engine.perform(case, name, by=getattr(cast, TABLE[name].by), now=NOW, **data)

    assert refused.value.sentence == next(one.sentence for one in step.needs if one.name == need)
