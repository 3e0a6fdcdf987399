"""Positions: proposed by departments, decided by the government, recorded with date and document."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile

from cases import actions
from cases.models import Case, DecidedPosition, Decision, Round
from cases.models.decision import last_decided
from cases.rounds import positions
from tests.cast import NOW, Cast, assigned
from tests.notifications.post import derive_only_the_last, told
from workflow.errors import Blocked, NotAllowed, Refused
from workflow.invariants import broken
from workflow.undoing import undo

TODAY = NOW.date()
CITED = "Council of Government, 2 March 2026, item 4"


@pytest.fixture
def of_positions(cast: Cast) -> Round:
    cast.round.kind = "positions"
    cast.round.save()
    return cast.round


@pytest.fixture
def proposed(cast: Cast, of_positions: Round) -> Case:
    """The department proposes to support it; a validator has approved the proposal."""
    return proposal(cast)


def proposal(cast: Cast, position: str = "supported") -> Case:
    case = Case.objects.get(pk=assigned(cast).pk)
    actions.save_draft(
        case, full_text="Our law says so.", short_text="It does.", position=position, started_from=0,
        by=cast.focal_point, now=NOW,
    )  # fmt: skip
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    actions.take_step(case, "approve", by=cast.validator, now=NOW)
    return case


def record(cast: Cast, *pairs: tuple[Case, str], **more: Any) -> list[str]:
    given = {"decided_on": TODAY, "document": CITED, "by": cast.coordinator, "now": NOW}
    outcomes = positions.record_positions(pairs, of_round=cast.round, **given | more)
    for case, _position in pairs:
        case.refresh_from_db()
    return [one.refusal for one in outcomes]


def test_a_decision_sets_the_position_and_is_kept(cast: Cast, proposed: Case) -> None:
    assert record(cast, (proposed, "noted")) == [""]
    found = last_decided(proposed)
    assert (proposed.recommendation.position, proposed.state) == ("noted", "approved")
    assert (found.proposed, found.position, found.differs) == ("supported", "noted", True)
    assert (found.decision.document, found.decision.decided_on) == (CITED, TODAY)
    assert found.decision.recorded_by == cast.coordinator
    assert proposed.events.last().step == "record_position"
    assert broken() == []


def test_the_department_is_told_of_the_decision(cast: Cast, proposed: Case) -> None:
    record(cast, (proposed, "noted"))
    derive_only_the_last()
    assert told("position-decided") == ["focal-point", "head"]


def test_one_decision_holds_many_positions(cast: Cast, proposed: Case) -> None:
    other = proposal(cast, "noted")
    assert record(cast, (proposed, "supported"), (other, "noted")) == ["", ""]
    assert Decision.objects.get().positions.count() == 2


def test_the_document_is_kept_with_its_digest(cast: Cast, proposed: Case) -> None:
    file = ContentFile(b"the minutes", name="minutes.txt")
    record(cast, (proposed, "supported"), file=file, file_type="text/plain")
    assert len(Decision.objects.get().sha256) == 64
    assert broken() == []
    Decision.objects.get().file.storage.delete(Decision.objects.get().file.name)
    assert len(broken()) == 1


def test_each_is_recorded_by_itself(cast: Cast, proposed: Case) -> None:
    other = assigned(cast)
    refusals = record(cast, (proposed, "supported"), (other, "supported"))
    assert refusals[0] == ""
    assert "not possible while the case stands at" in refusals[1]


def test_where_none_is_recorded_no_decision_is_kept(cast: Cast, of_positions: Round) -> None:
    record(cast, (assigned(cast), "supported"))
    assert not Decision.objects.exists()


@pytest.mark.parametrize("who", ["validator", "editor", "head", "stranger"])
def test_only_the_coordinator_records(cast: Cast, proposed: Case, who: str) -> None:
    with pytest.raises(NotAllowed):
        record(cast, (proposed, "supported"), by=getattr(cast, who))


def test_a_decision_names_its_document(cast: Cast, proposed: Case) -> None:
    with pytest.raises(Refused, match="Name the document"):
        record(cast, (proposed, "supported"), document=" ")


@pytest.mark.parametrize(
    ("position", "day", "why"),
    [("maybe", TODAY, "Choose one of the positions"), ("noted", TODAY + timedelta(days=1), "still to come")],
)
def test_what_makes_no_sense_is_refused(
    cast: Cast, proposed: Case, position: str, day: Any, why: str
) -> None:
    assert why in record(cast, (proposed, position), decided_on=day)[0]


def test_elsewhere_no_position_is_decided(cast: Cast, proposed: Case) -> None:
    Round.objects.update(kind="report")
    assert record(cast, (proposed, "noted")) == ["A position is decided in a round of positions."]


def test_what_waits_for_a_decision(cast: Cast, proposed: Case) -> None:
    other = proposal(cast)
    record(cast, (proposed, "noted"))
    assert list(positions.to_decide(Case.objects.all())) == [other]


def test_the_government_may_decide_again(cast: Cast, proposed: Case) -> None:
    record(cast, (proposed, "noted"))
    record(cast, (proposed, "partly-supported"), document="Another council")
    assert proposed.recommendation.position == "partly-supported"
    assert DecidedPosition.objects.count() == 2
    assert broken() == []


def test_undo_puts_back_what_stood_before(cast: Cast, proposed: Case, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    recommendation = proposed.recommendation
    record(cast, (proposed, "noted"))
    record(cast, (proposed, "supported"), document="Another council")
    undo(proposed, by=cast.coordinator, now=NOW, seen=proposed.version)
    recommendation.refresh_from_db()
    assert (recommendation.position, recommendation.position_decided) == ("noted", True)
    assert Decision.objects.count() == 1
    assert broken() == []


def test_undo_of_the_first_gives_the_position_of_the_source_back(
    cast: Cast, proposed: Case, settings: Any
) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    recommendation = proposed.recommendation
    recommendation.position = "supported"
    recommendation.save()
    record(cast, (proposed, "noted"))
    undo(proposed, by=cast.coordinator, now=NOW, seen=proposed.version)
    recommendation.refresh_from_db()
    assert (recommendation.position, recommendation.position_decided) == ("supported", False)
    assert not Decision.objects.exists()


def test_it_needs_a_position_and_a_decision(cast: Cast, proposed: Case) -> None:
    with pytest.raises(Blocked, match="Say when and by which document"):
        actions.take_step(proposed, "record_position", by=cast.coordinator, now=NOW, position="noted")


def test_a_position_without_its_decision_is_found(cast: Cast, proposed: Case) -> None:
    record(cast, (proposed, "noted"))
    proposed.recommendation.position = "supported"
    proposed.recommendation.save()
    assert any(found.startswith("A position that counts as decided") for found in broken())
