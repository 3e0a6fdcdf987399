"""Recording that a PDF was submitted submits the cases that stand in it, all or none."""

from __future__ import annotations

from datetime import date

import pytest

from cases import actions as cases
from cases.models import CaseEvent
from exports import actions
from exports.models import Rendering
from tests.cast import NOW, Cast
from tests.exports.scene import answered, asked, made, report
from workflow import engine
from workflow.errors import Blocked, NotAllowed, WrongState

DAY = date(2026, 3, 1)


def test_its_cases_become_submitted(cast: Cast) -> None:
    first, second = asked(cast), asked(cast)
    answered(cast, first, second)
    paper = made(report(cast))

    events = actions.submit(paper, by=cast.editor, on=DAY, receipt=" HRC-118 ", now=NOW)

    assert {event.case for event in events} == {first, second}
    assert {event.target for event in events} == {"submitted"}
    assert (paper.submitted_on, paper.receipt, paper.submitted_by) == (DAY, "HRC-118", cast.editor)


def test_a_case_reopened_since_is_left_as_it_is(cast: Cast) -> None:
    reopened, kept = asked(cast), asked(cast)
    answered(cast, reopened)
    answered(cast, kept)
    paper = made(report(cast))
    cases.take_step(reopened, "reopen", by=cast.coordinator, now=NOW, comment="A figure is wrong.")

    events = actions.submit(paper, by=cast.editor, on=DAY, receipt="", now=NOW)

    assert [event.case for event in events] == [kept]


def test_a_case_approved_with_another_text_since_is_left_as_it_is(cast: Cast) -> None:
    case = asked(cast)
    answered(cast, case)
    paper = made(report(cast))
    other = case.answer.versions.create(number=9, language="en", author=cast.editor, at=NOW)
    case.answer.approved = other
    case.answer.save()

    assert actions.submit(paper, by=cast.editor, on=DAY, receipt="", now=NOW) == []


def test_a_case_that_joined_the_answer_since_is_left_as_it_is(cast: Cast) -> None:
    printed, joined = asked(cast), asked(cast)
    answered(cast, printed, joined)
    paper = made(report(cast))
    paper.content["narratives"][0]["references"].remove(joined.reference)
    paper.save()

    events = actions.submit(paper, by=cast.editor, on=DAY, receipt="", now=NOW)

    assert [event.case for event in events] == [printed]


def test_all_or_none(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(cast, asked(cast))
    answered(cast, asked(cast))
    paper = made(report(cast))
    take, taken = engine._take, []

    def refuse_the_second(*args: object, **attempt: object) -> object:
        taken.append(args)
        if len(taken) == 2:
            raise Blocked("Not this one.")
        return take(*args, **attempt)

    monkeypatch.setattr(engine, "_take", refuse_the_second)
    with pytest.raises(Blocked):
        actions.submit(paper, by=cast.editor, on=DAY, receipt="", now=NOW)

    paper.refresh_from_db()
    assert paper.submitted_on is None
    assert not CaseEvent.objects.filter(step="submit").exists()


def test_it_is_recorded_once(cast: Cast) -> None:
    paper = made(report(cast))
    actions.submit(paper, by=cast.editor, on=DAY, receipt="", now=NOW)

    with pytest.raises(WrongState, match="already"):
        actions.submit(paper, by=cast.editor, on=DAY, receipt="", now=NOW)


def test_only_a_finished_pdf_is_submitted(cast: Cast) -> None:
    waiting = Rendering.objects.create(report=report(cast), requested_at=NOW)

    with pytest.raises(WrongState, match="finished"):
        actions.submit(waiting, by=cast.editor, on=DAY, receipt="", now=NOW)


@pytest.mark.parametrize("who", ["coordinator", "validator", "observer", "head", "stranger"])
def test_only_an_editor_submits(cast: Cast, who: str) -> None:
    answered(cast, asked(cast))
    paper = made(report(cast))

    with pytest.raises(NotAllowed):
        actions.submit(paper, by=getattr(cast, who), on=DAY, receipt="", now=NOW)
    assert not CaseEvent.objects.filter(step="submit").exists()
