"""The way of a report: each rule that a step must meet, what freezing keeps, what can be taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from cases import actions as cases
from cases.people.roles import give_role
from exports import actions
from exports.content import hash_of
from exports.models import Edition, Rendering, Report
from exports.objecting import make_objection, settle
from tests.cast import NOW, Cast
from tests.exports.scene import answered, asked, content_of, report
from tests.exports.way import REPLY, bring, take
from workflow.errors import Blocked, Conflict, NotAllowed, WrongState
from workflow.invariants import broken
from workflow.undoing import undo

WHOLE = {"body": "Human Rights Council", "dated_on": NOW.date(), "original_language": "en"}


@pytest.fixture
def in_review(cast: Cast) -> Report:
    answered(cast, asked(cast))
    return bring(cast, report(cast, introduction="We begin.", **WHOLE), "review")


def test_it_goes_all_the_way(cast: Cast) -> None:
    answered(cast, asked(cast))
    shown = bring(cast, report(cast, introduction="We begin.", **WHOLE), "submitted")

    assert [event.step for event in shown.events.order_by("number")] == [
        "assemble", "circulate", "review", "freeze", "adopt", "submit",
    ]  # fmt: skip
    assert broken() == []


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"kind": ""}, "Choose the type"),
        ({"kind": "novel"}, "There is no such type"),
        ({"round": None}, "Choose the round"),
    ],
)
def test_assembling_needs_a_type_and_a_round(cast: Cast, given: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Blocked, match=sentence):
        take(report(cast), "assemble", cast.editor, **given)


def test_a_reply_date_is_asked_for_and_is_to_come(cast: Cast) -> None:
    shown = bring(cast, report(cast, introduction="We begin."), "assembling")

    with pytest.raises(Blocked, match="Give the day"):
        take(shown, "circulate", cast.editor, reply_on=None)
    with pytest.raises(Blocked, match="give a later day"):
        take(shown, "circulate", cast.editor, reply_on=NOW.date())


def test_nothing_without_a_text_circulates(cast: Cast) -> None:
    shown = bring(cast, report(cast), "assembling")

    with pytest.raises(Blocked, match="nothing to read yet"):
        take(shown, "circulate", cast.editor)


def test_the_text_of_the_day_is_what_circulates(cast: Cast) -> None:
    shown = bring(cast, report(cast, introduction="We begin."), "circulation")
    answered(cast, asked(cast), short="Approved meanwhile.")

    kept = shown.circulations.get()
    assert (shown.circulation, shown.reply_on) == (kept, REPLY)
    assert "Approved meanwhile." not in str(kept.content)
    assert kept.sha256 != hash_of(content_of(shown))


def test_an_open_objection_holds_it_up(cast: Cast) -> None:
    asked_of_health = asked(cast)
    answered(cast, asked_of_health)
    shown = bring(cast, report(cast), "circulation")
    objection = make_objection(shown, department=cast.health, text="Not so.", by=cast.head, now=NOW)

    with pytest.raises(Blocked, match="Objections are open still"):
        take(shown, "review", cast.editor)
    settle(objection, "answer", by=cast.editor, now=NOW, seen=1, comment="It is so: see the annex.")
    take(shown, "review", cast.editor)


def test_what_was_accepted_of_objections_is_mended_and_circulates_anew(cast: Cast) -> None:
    answered(cast, asked(cast))
    shown = bring(cast, report(cast), "circulation")
    objection = make_objection(shown, department=cast.health, text="Not so.", by=cast.head, now=NOW)

    with pytest.raises(Blocked, match="Objections are open still"):
        take(shown, "take_back", cast.editor)
    settle(objection, "accept", by=cast.editor, now=NOW, seen=1, comment="You are right.")
    take(shown, "take_back", cast.editor)
    first = shown.circulation

    assert shown.state == "assembling"
    take(shown, "circulate", cast.editor)
    assert shown.circulation != first


def test_a_return_gives_reasons(cast: Cast, in_review: Report) -> None:
    with pytest.raises(Blocked, match="Give your reasons"):
        take(in_review, "return_to_editor", cast.validator, comment=" ")
    take(in_review, "return_to_editor", cast.validator)
    assert in_review.state == "assembling"


def test_freezing_keeps_exactly_what_is_printed(cast: Cast, in_review: Report) -> None:
    content = content_of(in_review)

    take(in_review, "freeze", cast.validator, comment="")

    edition = Edition.objects.get()
    assert (edition.number, edition.content, edition.sha256) == (1, content, hash_of(content))
    assert (edition.lacking, edition.frozen_by, in_review.edition) == ([], cast.validator, edition)
    assert broken() == []


GAPS = {
    "1 recommendation is not answered.": {},
    "Its title page lacks: body.": {"body": ""},
    "words too long.": {"introduction": "word " * 10_800},
}


@pytest.mark.parametrize("gap", GAPS)
def test_what_is_lacking_asks_for_a_reason_which_is_kept(cast: Cast, gap: str) -> None:
    answered(cast, asked(cast))
    if "answered" in gap:
        asked(cast)
    shown = bring(cast, report(cast, **{"introduction": "We begin."} | WHOLE | GAPS[gap]), "review")

    with pytest.raises(Blocked, match="Something is lacking"):
        take(shown, "freeze", cast.validator, comment="")
    take(shown, "freeze", cast.validator, comment="The session is tomorrow.")

    [lacking] = Edition.objects.get().lacking
    assert gap in lacking
    assert shown.events.get(step="freeze").remark.text == "The session is tomorrow."


def test_who_edited_does_not_freeze(cast: Cast, in_review: Report) -> None:
    give_role(cast.editor, "validator")

    with pytest.raises(Blocked, match="You edited this report"):
        take(in_review, "freeze", cast.editor)


def test_who_opened_it_does_not_freeze_it(cast: Cast) -> None:
    give_role(cast.validator, "editor")
    shown = actions.open_report(
        reference="own", title="Own", round=cast.round, by=cast.validator, introduction="We begin."
    )
    bring(cast, shown, "review")

    with pytest.raises(Blocked, match="You edited this report"):
        take(shown, "freeze", cast.validator)


def test_a_text_that_changed_since_it_was_read_is_not_frozen(cast: Cast, in_review: Report) -> None:
    read = in_review.text_hash
    answered(cast, asked(cast), short="Approved meanwhile.")

    with pytest.raises(Blocked, match="The text has changed"):
        take(Report.objects.get(), "freeze", cast.validator, text=read)


def test_a_draft_under_way_is_stopped_when_it_is_frozen(cast: Cast, in_review: Report) -> None:
    draft = actions.queue_rendering(in_review, by=cast.editor, now=NOW)

    take(in_review, "freeze", cast.validator)

    assert Rendering.objects.get(pk=draft.pk).state == "cancelled"
    assert actions.queue_rendering(in_review, by=cast.editor, now=NOW).edition == in_review.edition


def test_the_decision_is_recorded_with_its_day_and_document(cast: Cast, in_review: Report) -> None:
    take(in_review, "freeze", cast.validator)

    with pytest.raises(Blocked, match="Give the date of the government's decision"):
        take(in_review, "adopt", cast.coordinator, decision=None)
    to_come = NOW.date() + timedelta(days=1)
    with pytest.raises(Blocked, match="still to come"):
        actions.adopt(in_review, decided_on=to_come, document="D", by=cast.coordinator, now=NOW)
    actions.adopt(in_review, decided_on=NOW.date(), document=" Decree 1 ", by=cast.coordinator, now=NOW)

    assert in_review.present_edition.adoption.document == "Decree 1"


def test_an_amended_report_gets_another_edition_and_keeps_the_first(cast: Cast, in_review: Report) -> None:
    take(in_review, "freeze", cast.validator)
    take(in_review, "amend", cast.coordinator)
    assert in_review.edition is None
    answered(cast, asked(cast), short="A second answer.")

    bring(cast, in_review, "frozen")

    first, second = Edition.objects.order_by("number")
    assert (first.number, second.number, first.sha256 == second.sha256) == (1, 2, False)
    assert broken() == []


def test_an_edition_is_never_changed(cast: Cast, in_review: Report) -> None:
    take(in_review, "freeze", cast.validator)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Edition.objects.update(words=1)


@pytest.mark.parametrize(("state", "step", "who"), [
    ("circulation", "circulate", "editor"), ("review", "review", "editor"),
])  # fmt: skip
def test_what_nobody_acted_on_is_taken_back(
    cast: Cast, settings: Any, state: str, step: str, who: str
) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    shown = bring(cast, report(cast, introduction="We begin."), state)

    undo(shown, by=getattr(cast, who), now=NOW, seen=shown.version)

    undone = Report.objects.get()
    assert undone.state == {"circulate": "assembling", "review": "circulation"}[step]
    assert broken() == []


def test_a_circulation_that_was_objected_to_is_not_taken_back(cast: Cast, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    answered(cast, asked(cast))
    shown = bring(cast, report(cast), "circulation")
    make_objection(shown, department=cast.health, text="Not so.", by=cast.head, now=NOW)

    with pytest.raises(Blocked, match="A department has objected since"):
        undo(shown, by=cast.editor, now=NOW, seen=shown.version)


def test_an_old_page_is_refused_in_words_about_the_report(cast: Cast) -> None:
    shown = report(cast)
    actions.revise_report(Report.objects.get(), started_from=0, by=cast.editor, now=NOW, body="A")

    with pytest.raises(Conflict, match="changed this report"):
        take(shown, "assemble", cast.editor)


def test_a_step_from_elsewhere_says_where_the_report_stands(cast: Cast) -> None:
    with pytest.raises(WrongState, match="the report stands at “outline”"):
        take(report(cast), "review", cast.editor)


@pytest.mark.parametrize("who", ["coordinator", "editor", "observer", "head", "stranger"])
def test_only_a_validator_freezes(cast: Cast, in_review: Report, who: str) -> None:
    with pytest.raises(NotAllowed):
        take(in_review, "freeze", getattr(cast, who))


def test_a_changed_narrative_is_found(cast: Cast, in_review: Report) -> None:
    take(in_review, "freeze", cast.validator)
    case = cases.Case.objects.get()
    case.answer.versions.update(short_text="Three hundred clinics.")

    assert any("A narrative in an edition" in sentence for sentence in broken())
