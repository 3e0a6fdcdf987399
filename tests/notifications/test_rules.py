"""Each rule tells those whom it names, and never the one who acted."""

from __future__ import annotations

import pytest

from cases import actions
from cases.models import Round
from notifications.rules import every_rule
from tests.cases.stations import for_signature, in_agreement, with_validator_of_justice
from tests.cast import DUE, NOW, Cast, approved, assigned, drafted, sent
from tests.notifications.post import derive_only_the_last, hand_back, told
from workflow.process import process_named


def test_assigning_tells_focal_point_and_alternate(cast: Cast) -> None:
    assigned(cast)
    derive_only_the_last()
    assert told("assigned") == ["alternate", "focal-point"]


def test_reassigning_tells_the_new_department(cast: Cast) -> None:
    case, now = drafted(cast), NOW
    actions.take_step(
        case, "reassign", by=cast.coordinator, now=now, comment="Courts.", lead=cast.justice, due_on=DUE
    )
    derive_only_the_last()
    assert told("assigned") == ["justice-focal-point"]


def test_an_independent_body_is_told_that_it_is_invited(cast: Cast) -> None:
    type(cast.health).objects.filter(pk=cast.health.pk).update(independent=True)
    assigned(cast)
    derive_only_the_last()
    assert told("invited") == ["alternate", "focal-point"]
    assert told("assigned") == []


def test_returning_tells_focal_point_and_alternate(cast: Cast) -> None:
    case = sent(cast)
    actions.take_step(
        case, "return_to_department", by=cast.validator, now=NOW, comment="No figures.", due_on=DUE
    )
    derive_only_the_last()
    assert told("returned") == ["alternate", "focal-point"]


def test_the_head_returning_tells_focal_point_and_alternate(cast: Cast) -> None:
    case = for_signature(cast)
    actions.take_step(case, "return_from_sign_off", by=cast.head, now=NOW, comment="Too long.")
    derive_only_the_last()
    assert told("returned") == ["alternate", "focal-point"]


def test_sending_for_signature_tells_the_head(cast: Cast) -> None:
    for_signature(cast)
    derive_only_the_last()
    assert told("to-sign") == ["head"]


def test_signing_tells_the_validators(cast: Cast) -> None:
    sent(cast)
    derive_only_the_last()
    assert told("to-validate") == ["second-validator", "validator"]


def test_approving_tells_focal_point_and_head(cast: Cast) -> None:
    approved(cast)
    derive_only_the_last()
    assert told("approved") == ["focal-point", "head"]


def test_agreeing_does_not_tell_the_one_who_agreed(cast: Cast) -> None:
    actions.take_step(in_agreement(cast), "agree", by=cast.head, now=NOW)
    derive_only_the_last()
    assert told("approved") == ["focal-point"]


def test_handing_back_tells_the_coordinator(cast: Cast) -> None:
    hand_back(cast, assigned(cast))
    derive_only_the_last()
    assert told("handed-back") == ["coordinator"]


def test_proposed_edits_go_to_who_may_agree(cast: Cast) -> None:
    in_agreement(cast)
    derive_only_the_last()
    assert told("to-agree") == ["head"]


def test_proposed_edits_go_to_the_focal_point_where_there_is_no_head(cast: Cast) -> None:
    case = with_validator_of_justice(cast)
    actions.propose_edits(case, full_text="Edited.", short_text="Edited.", by=cast.validator, now=NOW)
    derive_only_the_last()
    assert told("to-agree") == ["justice-focal-point"]


def test_who_left_is_not_told(cast: Cast) -> None:
    cast.alternate.is_active = False
    cast.alternate.save()
    assigned(cast)
    derive_only_the_last()
    assert told("assigned") == ["focal-point"]


def test_a_new_round_tells_focal_point_and_alternate(cast: Cast) -> None:
    another = Round.objects.create(code="2027", title="Plan", opened_on=NOW.date())
    actions.take_step(approved(cast), "open_round", by=cast.coordinator, now=NOW, round=another, due_on=DUE)
    derive_only_the_last()
    assert told("assigned") == ["alternate", "focal-point"]


def test_reopening_tells_focal_point_and_alternate(cast: Cast) -> None:
    actions.take_step(approved(cast), "reopen", by=cast.coordinator, now=NOW, comment="New figures.")
    derive_only_the_last()
    assert told("returned") == ["alternate", "focal-point"]


def test_disagreeing_tells_the_validators(cast: Cast) -> None:
    actions.take_step(in_agreement(cast), "disagree", by=cast.head, now=NOW, comment="It was right.")
    derive_only_the_last()
    assert told("to-validate") == ["second-validator", "validator"]


def test_accepting_tells_nobody(cast: Cast) -> None:
    actions.take_step(assigned(cast), "accept", by=cast.focal_point, now=NOW)
    derive_only_the_last()
    assert [told(rule.code) for rule in every_rule()] == [[]] * len(every_rule())


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.code)
def test_every_rule_tells_of_steps_that_exist(rule: object) -> None:
    assert set(rule.steps) <= set(process_named(rule.process).steps)
