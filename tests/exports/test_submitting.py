"""Recording that the report was submitted submits the cases that its edition prints, all or none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases import actions as cases
from cases.models import Case, CaseEvent
from exports.models import Report, Submission
from tests.cast import NOW, Cast
from tests.exports.scene import answered, asked, report
from tests.exports.way import bring, take
from workflow import engine
from workflow.errors import Blocked, NotAllowed, WrongState


def adopted(cast: Cast) -> Report:
    return bring(cast, report(cast, introduction="We begin."), "adopted")


def test_its_cases_become_submitted(cast: Cast) -> None:
    first, second = asked(cast), asked(cast)
    answered(cast, first, second)
    shown = adopted(cast)

    take(shown, "submit", cast.editor)

    events = CaseEvent.objects.filter(step="submit")
    assert {event.case for event in events} == {first, second}
    assert {event.data["given"]["edition"] for event in events} == {shown.present_edition.sha256}
    kept = Submission.objects.get()
    assert (kept.submitted_on, kept.receipt, kept.by) == (NOW.date(), "HRC-118", cast.editor)
    assert (shown.state, kept.left_out) == ("submitted", [])


def test_a_case_reopened_since_is_left_as_it_is_and_named(cast: Cast) -> None:
    reopened, kept = asked(cast), asked(cast)
    answered(cast, reopened)
    answered(cast, kept)
    shown = adopted(cast)
    cases.take_step(reopened, "reopen", by=cast.coordinator, now=NOW, comment="A figure is wrong.")

    take(shown, "submit", cast.editor)

    assert [event.case for event in CaseEvent.objects.filter(step="submit")] == [kept]
    assert Submission.objects.get().left_out == [reopened.reference]


def test_a_case_approved_with_another_text_since_is_left_as_it_is(cast: Cast) -> None:
    case = asked(cast)
    answered(cast, case)
    shown = adopted(cast)
    case.answer.approved = case.answer.versions.create(number=9, language="en", author=cast.editor, at=NOW)
    case.answer.save()

    take(shown, "submit", cast.editor)

    assert Submission.objects.get().references == []


def test_a_case_that_joined_the_answer_since_is_left_as_it_is(cast: Cast) -> None:
    printed, joined = asked(cast), asked(cast)
    answered(cast, printed)
    shown = adopted(cast)
    answered(cast, joined)
    Case.objects.filter(pk=joined.pk).update(answer=printed.answer)

    take(shown, "submit", cast.editor)

    assert Submission.objects.get().references == [printed.reference]


def test_all_or_none(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(cast, asked(cast))
    answered(cast, asked(cast))
    shown = adopted(cast)
    take_one, taken = engine._take, []

    def refuse_the_second_case(*args: object, **attempt: object) -> object:
        taken.append(args)
        if len(taken) == 3:
            raise Blocked("Not this one.")
        return take_one(*args, **attempt)

    monkeypatch.setattr(engine, "_take", refuse_the_second_case)
    with pytest.raises(Blocked):
        take(shown, "submit", cast.editor)

    assert Report.objects.get().state == "adopted"
    assert not Submission.objects.exists()
    assert not CaseEvent.objects.filter(step="submit").exists()


def test_it_is_recorded_once(cast: Cast) -> None:
    shown = adopted(cast)
    take(shown, "submit", cast.editor)

    with pytest.raises(WrongState, match="stands at “submitted”"):
        take(shown, "submit", cast.editor)


def test_what_the_government_has_not_adopted_is_not_submitted(cast: Cast) -> None:
    shown = bring(cast, report(cast, introduction="We begin."), "frozen")

    with pytest.raises(WrongState, match="stands at “frozen”"):
        take(shown, "submit", cast.editor)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"submitted_on": None}, "Give the day"),
        ({"receipt": ""}, "Say what confirms it"),
        ({"submitted_on": NOW.date() + timedelta(days=1)}, "still to come"),
    ],
)
def test_it_asks_for_the_day_and_the_receipt(
    cast: Cast, given: dict[str, date | str | None], sentence: str
) -> None:
    shown = adopted(cast)

    with pytest.raises(Blocked, match=sentence):
        take(shown, "submit", cast.editor, **given)


@pytest.mark.parametrize("who", ["coordinator", "validator", "observer", "head", "stranger"])
def test_only_an_editor_submits(cast: Cast, who: str) -> None:
    answered(cast, asked(cast))
    shown = adopted(cast)

    with pytest.raises(NotAllowed):
        take(shown, "submit", getattr(cast, who))
    assert not CaseEvent.objects.filter(step="submit").exists()
