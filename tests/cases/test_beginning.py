"""Answers begun: several cases as one, with the last text; taken back; nothing lost, no secret told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cases import actions
from cases.contributions import contributing
from cases.models import Case, Round, Version
from cases.starting import beginning
from cases.starting.earlier import EarlierTexts
from tests.cast import DUE, LATER, NOW, Cast, approved, assigned, draft, person
from workflow import engine
from workflow.errors import Blocked, NotAllowed, Refused, WrongState
from workflow.invariants import broken

SOON = NOW + timedelta(minutes=9)


@pytest.fixture(autouse=True)
def _window(settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600


def again(cast: Cast, case: Case, **fields: Any) -> Case:
    """The case asked anew, in a round of its own."""
    fields = {"code": "2027", "title": "Mid-term 2027", "language": "en", "opened_on": NOW.date()} | fields
    asked_in, _made = Round.objects.get_or_create(code=fields["code"], defaults=fields)
    engine.perform(case, "open_round", by=cast.coordinator, now=NOW, round=asked_in, due_on=LATER)
    case.refresh_from_db()
    return case


def begin(cast: Cast, *cases: Case, text: Version | None = None, by: Any = None) -> None:
    beginning.begin(cases, text=text, by=by or cast.focal_point, now=NOW)
    for case in cases:
        case.refresh_from_db()


def undo(cast: Cast, case: Case) -> None:
    beginning.take_back(case, by=cast.focal_point, now=SOON, seen=case.version)


def earlier(cast: Cast, *cases: Case, by: Any = None) -> list[Version]:
    loaded = list(Case.objects.filter(pk__in=[case.pk for case in cases]).order_by("pk"))
    texts = EarlierTexts(loaded, by or cast.focal_point, NOW.date())
    return [one.version for one in texts.of(loaded)]


def test_several_cases_are_accepted_as_one_answer(cast: Cast) -> None:
    cases = [assigned(cast), assigned(cast), assigned(cast)]
    begin(cast, *cases)
    assert {case.state for case in cases} == {"drafting"}
    assert len({case.answer_id for case in cases}) == 1
    assert [case.events.last().step for case in cases] == ["begin"] * 3
    assert broken() == []


def test_the_last_text_is_its_first_draft_and_says_where_it_is_from(cast: Cast) -> None:
    case, other = approved(cast), assigned(cast)
    last = case.answer.approved
    again(cast, case)
    mate = again(cast, approved(cast))
    begin(cast, case, mate, text=last)
    (version,) = case.answer.versions.all()
    assert (version.full_text, version.taken_from, version.author) == (last.full_text, last, cast.focal_point)
    assert other.answer.versions.count() == 0
    assert broken() == []


def test_who_begins_with_a_text_counts_as_its_drafter(cast: Cast) -> None:
    case = approved(cast)
    last = case.answer.approved
    again(cast, case)
    begin(cast, case, text=last, by=cast.head)
    actions.save_draft(
        case, full_text="New.", short_text="New.", started_from=1, by=cast.focal_point, now=NOW
    )
    with pytest.raises(Blocked):
        actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)


def test_a_draft_that_stands_already_goes_on(cast: Cast) -> None:
    first, second = assigned(cast), assigned(cast)
    draft(second, by=cast.alternate, full_text="Kept.")
    engine.perform(
        second, "reassign", by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE, comment="Again."
    )
    begin(cast, first, second, text=approved(cast).answer.approved)
    assert [one.full_text for one in first.answer.versions.all()] == ["Kept."]


def test_it_is_taken_back_as_if_nothing_had_been(cast: Cast) -> None:
    case, mate = again(cast, approved(cast)), again(cast, approved(cast))
    before = [(one.state, one.answer_id) for one in (case, mate)]
    begin(cast, case, mate, text=earlier(cast, case)[0])
    undo(cast, mate)
    rows = [Case.objects.get(pk=one.pk) for one in (case, mate)]
    assert [(one.state, one.answer_id) for one in rows] == before
    assert Version.objects.filter(answer__in=[one.answer_id for one in rows]).count() == 0
    assert broken() == []


def test_what_was_asked_of_others_with_it_is_taken_back_too(cast: Cast) -> None:
    case = assigned(cast)
    begin(cast, case)
    asked = {"due_on": DUE, "by": cast.focal_point, "now": NOW}
    assert beginning.ask_for_parts(case, [cast.justice], **asked) == []
    undo(cast, case)
    assert Case.objects.get(pk=case.pk).state == "assigned"
    assert not case.answer.contributions.with_contributors().exists()


def test_it_is_not_taken_back_once_somebody_wrote(cast: Cast) -> None:
    case = assigned(cast)
    begin(cast, case)
    draft(case, by=cast.alternate)
    with pytest.raises(Blocked, match="gone on with the text"):
        undo(cast, case)


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda cast: assigned(cast, to=cast.justice), NotAllowed),
        (lambda cast: approved(cast), WrongState),
    ],
)
def test_all_begin_or_none(cast: Cast, make: Any, why: type[Refused]) -> None:
    case, other = assigned(cast), make(cast)
    with pytest.raises(why):
        begin(cast, case, other)
    assert Case.objects.get(pk=case.pk).state == "assigned"


def test_a_text_in_another_language_is_not_brought_in(cast: Cast) -> None:
    case = approved(cast)
    last = case.answer.approved
    again(cast, case, code="fr", language="fr")
    with pytest.raises(Refused, match="another language"):
        begin(cast, case, text=last)


def test_its_own_last_text_comes_before_that_of_another_and_the_newest_first(cast: Cast) -> None:
    case, near = approved(cast), approved(cast)
    first = case.answer.approved
    again(cast, case)
    assert earlier(cast, case) == [first, near.answer.approved]


def test_texts_of_other_departments_are_offered_only_for_their_own_case(cast: Cast) -> None:
    of_health = approved(cast)
    case = assigned(cast, to=cast.justice)
    assert earlier(cast, case, by=cast.justice_focal_point) == []
    assert earlier(cast, assigned(cast)) == [of_health.answer.approved]


def test_a_text_of_a_restricted_case_is_offered_to_those_named(cast: Cast) -> None:
    secret, case = approved(cast), assigned(cast)
    engine.perform(secret, "restrict", by=cast.coordinator, now=NOW, comment="A victim is named.")
    assert earlier(cast, case) == []
    secret.put_in_sight(cast.focal_point)
    assert earlier(cast, case) == [secret.answer.approved]


def test_what_was_sent_but_not_approved_is_not_offered(cast: Cast) -> None:
    from_draft = assigned(cast)
    draft(from_draft, by=cast.focal_point)
    assert earlier(cast, assigned(cast)) == []


def test_only_the_department_begins(cast: Cast) -> None:
    case = assigned(cast)
    with pytest.raises(NotAllowed):
        begin(cast, case, by=cast.coordinator)
    assert list(beginning.to_begin(cast.coordinator)) == []
    assert list(beginning.to_begin(person("elsewhere", "focal point", cast.justice))) == []
    assert list(beginning.to_begin(cast.focal_point)) == [case]


def test_contributors_of_last_time_are_named(cast: Cast) -> None:
    case = assigned(cast)
    asked = contributing.ask(case, cast.justice, due_on=DUE, by=cast.focal_point, now=NOW)
    writer = {"by": cast.justice_focal_point, "now": NOW}
    contributing.save_part(asked, text="Our part.", started_from=0, **writer)
    contributing.take_contribution_step(asked, "deliver", **writer)
    contributing.take_contribution_step(asked, "accept", by=cast.focal_point, now=NOW)
    draft(case, by=cast.focal_point)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    actions.take_step(case, "approve", by=cast.validator, now=NOW)
    case = again(cast, case)
    texts = EarlierTexts([case], cast.focal_point, NOW.date())
    assert texts.of([case])[0].contributors == [cast.justice]
