"""Who sees what: cases by role, and texts only once they have left the department."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases import actions
from cases.models import Case, Comment, Evidence, Version
from tests.cases import stations
from tests.cast import DUE, NOW, Cast, draft, drafted, sent
from workflow.errors import NotAllowed

OUTSIDE = ("coordinator", "validator", "editor", "observer")
INSIDE = ("focal_point", "alternate", "head")
NEVER = ("justice_focal_point", "stranger")


def comment_and_evidence(case: Case, cast: Cast) -> None:
    actions.add_comment(case, text="Is this figure right?", by=cast.head, now=NOW)
    actions.add_evidence(
        case, title="Health survey", by=cast.focal_point, now=NOW, source="Statistics office"
    )


def counts(case: Case, person: object) -> list[int]:
    return [
        model.objects.visible_to(person).filter(answer=case.answer).count()
        for model in (Version, Comment, Evidence)
    ]


@pytest.mark.parametrize("name", OUTSIDE + INSIDE)
def test_a_case_is_seen_by_its_department_and_the_nation(cast: Cast, name: str) -> None:
    assert drafted(cast) in Case.objects.visible_to(getattr(cast, name))


@pytest.mark.parametrize("name", NEVER)
def test_a_case_is_not_seen_by_others(cast: Cast, name: str) -> None:
    assert drafted(cast) not in Case.objects.visible_to(getattr(cast, name))


def test_a_draft_stays_within_the_department(cast: Cast) -> None:
    case = drafted(cast)
    comment_and_evidence(case, cast)
    assert all(counts(case, getattr(cast, name)) == [0, 0, 0] for name in OUTSIDE + NEVER)
    assert all(counts(case, getattr(cast, name)) == [1, 1, 1] for name in INSIDE)


def test_signing_off_inside_the_department_releases_nothing(cast: Cast) -> None:
    case = drafted(cast)
    actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=NOW)
    assert all(counts(case, getattr(cast, name)) == [0, 0, 0] for name in OUTSIDE)


def test_sending_releases_what_was_sent_and_no_earlier_draft(cast: Cast) -> None:
    case = drafted(cast, full_text="A first attempt that nobody outside should read.")
    draft(case, by=cast.alternate)
    comment_and_evidence(case, cast)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    assert [version.number for version in Version.objects.visible_to(cast.validator)] == [2]
    assert counts(case, cast.validator) == [1, 1, 1]
    assert counts(case, cast.stranger) == [0, 0, 0]


def test_what_is_written_after_a_return_is_within_the_department_again(cast: Cast) -> None:
    case = sent(cast)
    again = {"comment": "A source is missing.", "due_on": DUE}
    actions.take_step(case, "return_to_department", by=cast.validator, now=NOW, **again)
    draft(case, by=cast.focal_point, full_text="A second attempt.")
    actions.add_comment(case, text="Only between us.", by=cast.focal_point, now=NOW)
    assert counts(case, cast.validator) == [1, 0, 0]


def test_what_was_released_keeps_its_date_when_the_answer_is_sent_again(cast: Cast) -> None:
    case = drafted(cast)
    comment_and_evidence(case, cast)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    again = {"comment": "A source is missing.", "due_on": DUE}
    actions.take_step(case, "return_to_department", by=cast.validator, now=NOW, **again)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW + timedelta(days=2))
    assert {one.released_at for one in [*case.answer.evidence.all(), *case.answer.comments.all()]} == {NOW}


def test_a_validators_comment_reaches_the_department(cast: Cast) -> None:
    case = sent(cast)
    actions.add_comment(case, text="Which year?", by=cast.validator, now=NOW)
    assert counts(case, cast.focal_point) == [1, 1, 0]


def test_a_comment_from_outside_is_read_on_both_sides_while_the_department_drafts(cast: Cast) -> None:
    case = drafted(cast)
    actions.add_comment(case, text="Is anything missing?", by=cast.validator, now=NOW)
    assert counts(case, cast.validator) == [0, 1, 0]
    assert counts(case, cast.focal_point) == [1, 1, 0]


def test_proposed_edits_are_read_by_every_validator_and_by_the_department(cast: Cast) -> None:
    case = stations.in_agreement(cast)
    assert counts(case, cast.second_validator) == [2, 0, 0]
    assert counts(case, cast.head) == [2, 0, 0]
    assert counts(case, cast.stranger) == [0, 0, 0]


def test_evidence_is_added_by_the_lead_department_alone(cast: Cast) -> None:
    case = drafted(cast)
    for person in (cast.validator, cast.justice_focal_point):
        with pytest.raises(NotAllowed):
            actions.add_evidence(case, title="Not mine", by=person, now=NOW)


def test_who_has_not_seen_that_it_was_sent_adds_no_evidence_any_more(cast: Cast) -> None:
    case = drafted(cast)
    seen = Case.objects.get(pk=case.pk)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    with pytest.raises(NotAllowed, match="while it drafts"):
        actions.add_evidence(seen, title="Too late", by=cast.focal_point, now=NOW)


def test_a_comment_is_released_as_the_case_stands_and_not_as_it_was_seen(cast: Cast) -> None:
    case = drafted(cast)
    seen = Case.objects.get(pk=case.pk)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    actions.add_comment(seen, text="The survey is online.", by=cast.focal_point, now=NOW)
    assert counts(case, cast.validator) == [1, 1, 0]


def test_nobody_comments_on_a_case_out_of_sight(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        actions.add_comment(drafted(cast), text="Hello.", by=cast.stranger, now=NOW)


def test_seeing_a_list_takes_a_fixed_number_of_queries(cast: Cast, django_assert_num_queries: object) -> None:
    drafted(cast)
    drafted(cast)
    with django_assert_num_queries(2):
        list(Case.objects.visible_to(cast.focal_point))
