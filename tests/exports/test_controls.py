"""Each rule of a report and of an objection has a probe that fails when the rule is off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from cases.people.roles import give_role
from exports.models import (
    Adoption,
    Agreement,
    Circulation,
    Objection,
    PassageText,
    ProposedText,
    Report,
)
from tests.cast import NOW, Cast
from tests.exports.rewritten import say
from tests.exports.scene import answered, asked, report
from tests.exports.way import bring, take
from workflow import engine
from workflow.errors import Blocked
from workflow.process import process_named

YESTERDAY, TOMORROW = NOW.date().replace(day=1), NOW.date().replace(day=3)


def _refused(cast: Cast, state: str, step: str, who: str, **given: Any) -> None:
    answered(cast, asked(cast))
    shown = bring(cast, report(cast, introduction="We begin."), state)
    with pytest.raises(Blocked):
        take(shown, step, getattr(cast, who), **given)


def a_type_is_one_that_is_known(cast: Cast) -> None:
    shown = report(cast)
    with pytest.raises(Blocked):
        take(shown, "assemble", cast.editor, kind="novel")


def an_empty_report_does_not_circulate(cast: Cast) -> None:
    shown = bring(cast, report(cast), "assembling")
    with pytest.raises(Blocked):
        take(shown, "circulate", cast.editor)


def nobody_replies_before_it_circulates(cast: Cast) -> None:
    _refused(cast, "assembling", "circulate", "editor", reply_on=YESTERDAY)


def an_open_objection_is_not_passed_over(cast: Cast) -> None:
    answered(cast, asked(cast))
    shown = bring(cast, report(cast), "circulation")
    _object(cast, shown, cast.health)
    with pytest.raises(Blocked):
        take(shown, "review", cast.editor)


def an_open_objection_is_settled_before_it_is_mended(cast: Cast) -> None:
    answered(cast, asked(cast))
    shown = bring(cast, report(cast), "circulation")
    _object(cast, shown, cast.health)
    with pytest.raises(Blocked):
        take(shown, "take_back", cast.editor)


def who_edited_does_not_freeze(cast: Cast) -> None:
    give_role(cast.editor, "validator")
    _refused(cast, "review", "freeze", "editor")


def another_text_than_was_read_is_not_frozen(cast: Cast) -> None:
    """Where only a translation changed."""
    answered(cast, asked(cast))
    bring(cast, report(cast, introduction="We begin.", languages=["fr"]), "review")
    read = Report.objects.get().text_hash
    Report.objects.update(wordings={"fr": {"introduction": "Nous commençons."}})
    with pytest.raises(Blocked):
        take(Report.objects.get(), "freeze", cast.validator, text=read)


def a_decision_to_come_is_not_recorded(cast: Cast) -> None:
    decision = Adoption(decided_on=TOMORROW, document="Decree")
    _refused(cast, "frozen", "adopt", "coordinator", decision=decision)


def a_submission_to_come_is_not_recorded(cast: Cast) -> None:
    _refused(cast, "adopted", "submit", "editor", submitted_on=TOMORROW)


def what_does_not_circulate_is_not_objected_to(cast: Cast) -> None:
    answered(cast, asked(cast))
    shown = bring(cast, report(cast), "review")
    with pytest.raises(Blocked):
        _object(cast, shown, cast.health)


def who_leads_nothing_does_not_object(cast: Cast) -> None:
    give_role(cast.focal_point, "focal point", cast.justice)
    answered(cast, asked(cast))
    shown = bring(cast, report(cast), "circulation")
    with pytest.raises(Blocked):
        _object(cast, shown, cast.justice)


def nobody_answers_an_objection_of_ones_own(cast: Cast) -> None:
    _settles_no_own_one(cast, "answer")


def nobody_accepts_an_objection_of_ones_own(cast: Cast) -> None:
    _settles_no_own_one(cast, "accept")


def _settles_no_own_one(cast: Cast, step: str) -> None:
    give_role(cast.focal_point, "editor")
    answered(cast, asked(cast))
    shown = bring(cast, report(cast), "circulation")
    objection = _object(cast, shown, cast.health)
    with pytest.raises(Blocked):
        engine.perform(objection, step, by=cast.focal_point, now=NOW, comment="So it is.")


def _object(cast: Cast, shown: Any, department: Any) -> Objection:
    circulation = shown.circulation or Circulation.objects.get()
    made = Objection.objects.create(report=shown, circulation=circulation, department=department)
    engine.perform(made, "make", by=cast.focal_point, now=NOW, comment="Not so.")
    return made


def what_its_leads_have_not_agreed_to_is_not_frozen(cast: Cast) -> None:
    shown = _rewritten(cast)
    bring(cast, shown, "review")
    with pytest.raises(Blocked):
        take(shown, "freeze", cast.validator)


def _rewritten(cast: Cast) -> Any:
    answered(cast, asked(cast))
    shown = bring(cast, report(cast, introduction="We begin."), "assembling")
    say(cast, shown.passages.get())
    shown.refresh_from_db()
    return shown


def _asked(cast: Cast, department: Any = None) -> Agreement:
    """An agreement to the text that stands: nobody was asked yet."""
    shown = _rewritten(cast)
    text = shown.passages.get().texts.get()
    return Agreement.objects.create(report=shown, text=text, department=department or cast.health)


def _refuses(agreement: Agreement, step: str, by: Any, **more: Any) -> None:
    with pytest.raises(Blocked):
        engine.perform(agreement, step, by=by, now=NOW, **more)


def _taken(cast: Cast, *steps: str) -> Agreement:
    agreement = _asked(cast)
    for step in steps:
        by = cast.editor if step == "ask" else cast.head
        engine.perform(agreement, step, by=by, now=NOW - timedelta(days=1), comment="Not so.")
    return agreement


def _over(cast: Cast, *steps: str) -> Agreement:
    """At the state to which these steps lead, of a report that is out of work."""
    agreement = _taken(cast, *steps)
    Report.objects.filter(pk=agreement.report_id).update(state="outline")
    return Agreement.objects.get(pk=agreement.pk)


def nobody_is_asked_of_a_report_that_is_not_in_work(cast: Cast) -> None:
    _refuses(_over(cast), "ask", cast.editor)


def nobody_is_reminded_of_a_report_that_is_not_in_work(cast: Cast) -> None:
    _refuses(_over(cast, "ask"), "remind", cast.editor)


def nobody_agrees_to_a_report_that_is_not_in_work(cast: Cast) -> None:
    _refuses(_over(cast, "ask"), "agree", cast.head)


def nobody_declines_what_is_frozen(cast: Cast) -> None:
    _refuses(_over(cast, "ask", "agree"), "decline", cast.head, comment="No.")


def nothing_proposed_is_taken_of_a_report_that_is_not_in_work(cast: Cast) -> None:
    agreement = _proposed(cast)
    Report.objects.filter(pk=agreement.report_id).update(state="outline")
    _refuses(Agreement.objects.get(pk=agreement.pk), "take_proposal", cast.editor)


def _changed(cast: Cast, *steps: str) -> Agreement:
    agreement = _taken(cast, *steps)
    _write_another(cast, agreement)
    return agreement


def _write_another(cast: Cast, agreement: Agreement) -> None:
    said = {"language": "en", "number": 3, "text": "Other words.", "by": cast.editor, "at": NOW}
    PassageText.objects.create(passage=agreement.text.passage, **said)


def nobody_is_asked_about_an_old_text(cast: Cast) -> None:
    _refuses(_changed(cast), "ask", cast.editor)


def nobody_is_reminded_of_an_old_text(cast: Cast) -> None:
    _refuses(_changed(cast, "ask"), "remind", cast.editor)


def nobody_agrees_to_an_old_text(cast: Cast) -> None:
    _refuses(_changed(cast, "ask"), "agree", cast.head)


def nobody_declines_an_old_text(cast: Cast) -> None:
    _refuses(_changed(cast, "ask"), "decline", cast.head, comment="No.")


def no_old_proposal_is_taken(cast: Cast) -> None:
    agreement = _proposed(cast)
    _write_another(cast, agreement)
    _refuses(agreement, "take_proposal", cast.editor)


def who_leads_nothing_in_it_is_not_asked(cast: Cast) -> None:
    _refuses(_asked(cast, cast.justice), "ask", cast.editor)


def nobody_is_told_twice_a_day(cast: Cast) -> None:
    agreement = _asked(cast)
    engine.perform(agreement, "ask", by=cast.editor, now=NOW)
    _refuses(agreement, "remind", cast.editor)


def nobody_agrees_to_words_of_ones_own(cast: Cast) -> None:
    give_role(cast.editor, "head", cast.health)
    _refuses(_taken(cast, "ask"), "agree", cast.editor)


def _proposed(cast: Cast, **changed: Any) -> Agreement:
    """To a text that the ministry proposed, with what is otherwise said of the proposal."""
    agreement = _asked(cast)
    passage = agreement.text.passage
    said = {"passage": passage, "language": "en", "text": "Ours.", "at": NOW}
    of_ours = {"department": cast.health, "signed": True, "by": cast.head} | changed
    proposal = ProposedText.objects.create(**said, **of_ours)
    text = PassageText.objects.create(number=2, by=cast.editor, proposal=proposal, **said)
    return Agreement.objects.create(report=agreement.report, text=text, department=cast.health)


def what_nobody_signed_is_not_taken_as_agreed(cast: Cast) -> None:
    _refuses(_proposed(cast, signed=False), "take_proposal", cast.editor)


def what_stands_is_not_withdrawn(cast: Cast) -> None:
    _refuses(_taken(cast, "ask"), "withdraw", cast.editor)


# fmt: off
PROBES: dict[tuple[str, str, str], Callable[[Cast], None]] = {
    ("report", "assemble", "kind_is_known"):       a_type_is_one_that_is_known,
    ("report", "circulate", "has_text"):           an_empty_report_does_not_circulate,
    ("report", "circulate", "reply_is_to_come"):   nobody_replies_before_it_circulates,
    ("report", "review", "objections_settled"):    an_open_objection_is_not_passed_over,
    ("report", "take_back", "objections_settled"): an_open_objection_is_settled_before_it_is_mended,
    ("report", "freeze", "did_not_edit"):          who_edited_does_not_freeze,
    ("report", "freeze", "is_as_read"):            another_text_than_was_read_is_not_frozen,
    ("report", "adopt", "decision_is_taken"):      a_decision_to_come_is_not_recorded,
    ("report", "submit", "day_has_come"):          a_submission_to_come_is_not_recorded,
    ("report", "freeze", "leads_agree"):           what_its_leads_have_not_agreed_to_is_not_frozen,
    ("agreement", "ask", "report_is_in_work"):     nobody_is_asked_of_a_report_that_is_not_in_work,
    ("agreement", "ask", "text_stands"):           nobody_is_asked_about_an_old_text,
    ("agreement", "ask", "leads_the_passage"):     who_leads_nothing_in_it_is_not_asked,
    ("agreement", "remind", "report_is_in_work"):  nobody_is_reminded_of_a_report_that_is_not_in_work,
    ("agreement", "remind", "text_stands"):        nobody_is_reminded_of_an_old_text,
    ("agreement", "remind", "was_not_told_today"): nobody_is_told_twice_a_day,
    ("agreement", "agree", "report_is_in_work"):   nobody_agrees_to_a_report_that_is_not_in_work,
    ("agreement", "agree", "text_stands"):         nobody_agrees_to_an_old_text,
    ("agreement", "agree", "did_not_write_it"):    nobody_agrees_to_words_of_ones_own,
    ("agreement", "decline", "report_is_in_work"): nobody_declines_what_is_frozen,
    ("agreement", "decline", "text_stands"):       nobody_declines_an_old_text,
    ("agreement", "take_proposal", "report_is_in_work"):
        nothing_proposed_is_taken_of_a_report_that_is_not_in_work,
    ("agreement", "take_proposal", "text_stands"): no_old_proposal_is_taken,
    ("agreement", "take_proposal", "was_proposed_by_the_lead"):
        what_nobody_signed_is_not_taken_as_agreed,
    ("agreement", "withdraw", "is_overtaken"):     what_stands_is_not_withdrawn,
    ("objection", "make", "report_circulates"):    what_does_not_circulate_is_not_objected_to,
    ("objection", "make", "is_concerned"):         who_leads_nothing_does_not_object,
    ("objection", "accept", "did_not_object"):     nobody_accepts_an_objection_of_ones_own,
    ("objection", "answer", "did_not_object"):     nobody_answers_an_objection_of_ones_own,
}
# fmt: on


def test_every_rule_has_a_probe() -> None:
    rules = {
        (name, step.name, guard.__name__)
        for name in ("report", "objection", "agreement")
        for step in process_named(name).steps.values()
        for guard in step.guards
    }
    assert rules == set(PROBES)


@pytest.mark.parametrize("rule", PROBES)
def test_it_holds(cast: Cast, rule: tuple[str, str, str]) -> None:
    PROBES[rule](cast)


@pytest.mark.parametrize("rule", PROBES)
def test_the_probe_fails_without_it(
    cast: Cast, rule: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    process, step, guard = rule
    steps = process_named(process).steps
    left = tuple(one for one in steps[step].guards if one.__name__ != guard)
    monkeypatch.setitem(steps, step, replace(steps[step], guards=left))
    with pytest.raises((pytest.fail.Exception, IntegrityError)):
        PROBES[rule](cast)
