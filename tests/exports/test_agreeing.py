"""The leads of a rewritten passage agree to it: who is asked, who answers, what a report is frozen with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from cases.people.roles import give_role
from exports.agreeing.answering import agree, decline
from exports.agreeing.asking import ask, remind
from exports.agreeing.proposing import propose_text, take
from exports.agreeing.rewriting import newest_text, own_words_again, words_again
from exports.models import Agreement, PassageAnswer, ProposedText, Report
from tests.cast import NOW, Cast
from tests.exports.rewritten import WORDS, assembling, of, of_justice, rewritten, say
from tests.exports.scene import content_of, theme
from tests.exports.way import bring
from tests.exports.way import take as take_step
from workflow.errors import Blocked, Conflict, NotAllowed, WrongState
from workflow.invariants import broken

pytestmark = pytest.mark.django_db
ALL = {"now": NOW}


def states() -> list[str]:
    return list(Agreement.objects.order_by("pk").values_list("state", flat=True))


def agreed(cast: Cast, *agreements: Agreement) -> None:
    agree(agreements, seen=[one.version for one in agreements], by=cast.head, now=NOW)


def test_nobody_is_asked_before_the_editor_says_so(cast: Cast) -> None:
    shown = assembling(cast)

    rewritten(cast, shown)

    assert states() == []
    assert [lead.state for one in shown.rewritten() for lead in one.leads] == ["unasked"]


def test_all_rewritten_passages_are_asked_about_at_once_and_agreed_to_at_once(cast: Cast) -> None:
    shown = assembling(cast, answers=3)
    rewritten(cast, shown)

    asked = ask(shown, by=cast.editor, now=NOW)
    agree(asked, seen=[one.version for one in asked], by=cast.head, now=NOW)

    assert states() == ["agreed"] * 3
    assert Report.objects.get(pk=shown.pk).not_agreed() == []


def test_only_what_changed_since_is_asked_about_again(cast: Cast) -> None:
    shown = assembling(cast, answers=2)
    first, _second = rewritten(cast, shown)
    ask(shown, by=cast.editor, now=NOW)

    say(cast, first.passage, "Other words.")

    assert states() == ["withdrawn", "asked"]
    assert [one.text.text for one in ask(shown, by=cast.editor, now=NOW)] == ["Other words."]
    with pytest.raises(Blocked, match="Nobody is left to ask"):
        ask(shown, by=cast.editor, now=NOW)


def test_one_passage_is_asked_about_alone(cast: Cast) -> None:
    shown = assembling(cast, answers=2)
    first, _second = rewritten(cast, shown)

    asked = ask(shown, by=cast.editor, now=NOW, passage=first.passage_id)

    assert [one.text for one in asked] == [first]
    assert asked[0].place == "1. Recommendation 1, paragraph 1"


@pytest.mark.parametrize("who", ["focal_point", "alternate", "justice_focal_point", "coordinator", "editor"])
def test_where_there_is_a_head_nobody_else_agrees(cast: Cast, who: str) -> None:
    shown = assembling(cast)
    rewritten(cast, shown)
    (asked,) = ask(shown, by=cast.editor, now=NOW)

    with pytest.raises(NotAllowed, match="head, or focal point where there is none"):
        agree([asked], seen=[1], by=getattr(cast, who), now=NOW)


def test_without_a_head_the_focal_point_agrees(cast: Cast) -> None:
    of_justice(cast, theme("Justice"))
    shown = assembling(cast)
    rewritten(cast, shown)
    ask(shown, by=cast.editor, now=NOW)

    agree([of(cast.justice)], seen=[1], by=cast.justice_focal_point, now=NOW)

    assert of(cast.justice).state == "agreed"


def test_every_lead_of_a_joint_passage_agrees_for_itself(cast: Cast) -> None:
    other = of_justice(cast, theme("Justice"))
    shown = assembling(cast)
    passage = shown.passages.exclude(tells__answer=other.answer).get()
    PassageAnswer.objects.filter(answer=other.answer).update(passage=passage, place=2)
    say(cast, passage)
    ask(shown, by=cast.editor, now=NOW)
    agreed(cast, of(cast.health))

    (waits,) = Report.objects.get(pk=shown.pk).not_agreed()

    assert [(lead.department.code, lead.state) for lead in waits.leads] == [
        ("health", "agreed"),
        ("justice", "asked"),
    ]


def test_who_wrote_the_text_does_not_agree_to_it(cast: Cast) -> None:
    give_role(cast.head, "editor")
    shown = assembling(cast)
    say(cast, shown.passages.get(), by=cast.head)
    (asked,) = ask(shown, by=cast.editor, now=NOW)

    with pytest.raises(Blocked, match="You wrote this text as editor"):
        agree([asked], seen=[1], by=cast.head, now=NOW)


def test_declining_needs_a_reason(cast: Cast) -> None:
    shown = assembling(cast)
    rewritten(cast, shown)
    (asked,) = ask(shown, by=cast.editor, now=NOW)

    with pytest.raises(Blocked, match="Give a reason"):
        decline(asked, reason=" ", by=cast.head, now=NOW, seen=1)


def test_an_agreement_can_be_taken_back_and_given_again(cast: Cast) -> None:
    shown = assembling(cast)
    rewritten(cast, shown)
    (asked,) = ask(shown, by=cast.editor, now=NOW)
    agreed(cast, asked)

    decline(asked, reason="Not two hundred.", by=cast.head, now=NOW, seen=2)
    agree([asked], seen=[3], by=cast.head, now=NOW)

    assert [one.step for one in asked.events.order_by("number")] == ["ask", "agree", "decline", "agree"]
    assert broken() == []


def test_a_text_that_changed_meanwhile_is_not_agreed_to(cast: Cast) -> None:
    shown = assembling(cast)
    (text,) = rewritten(cast, shown)
    (asked,) = ask(shown, by=cast.editor, now=NOW)
    say(cast, text.passage, "Other words.")

    with pytest.raises(Conflict):
        agree([asked], seen=[1], by=cast.head, now=NOW)


def test_the_same_words_taken_up_again_stay_agreed(cast: Cast) -> None:
    shown = assembling(cast)
    (text,) = rewritten(cast, shown)
    agreed(cast, *ask(shown, by=cast.editor, now=NOW))
    own_words_again(text.passage, by=cast.editor, now=NOW, began_with=1)
    assert "Clinic 0" in str(content_of(shown)["sections"])

    again = words_again(text.passage, earlier=text, by=cast.editor, now=NOW, began_with=2)

    assert (again.number, again.text) == (3, WORDS)
    assert Report.objects.get(pk=shown.pk).not_agreed() == []


def test_who_has_not_answered_is_reminded_once_a_day(cast: Cast) -> None:
    shown = assembling(cast)
    rewritten(cast, shown)
    ask(shown, by=cast.editor, now=NOW)

    with pytest.raises(Blocked, match="told today"):
        remind(shown, by=cast.editor, now=NOW)
    remind(shown, by=cast.editor, now=NOW + timedelta(days=1))

    assert [one.step for one in of(cast.health).events.order_by("number")] == ["ask", "remind"]


@pytest.mark.parametrize("answer", ["unasked", "asked", "declined"])
def test_what_is_not_agreed_to_is_not_frozen(cast: Cast, answer: str) -> None:
    shown = assembling(cast)
    rewritten(cast, shown)
    if answer != "unasked":
        ask(shown, by=cast.editor, now=NOW)
    if answer == "declined":
        decline(of(cast.health), reason="No.", by=cast.head, now=NOW, seen=1)
    shown.refresh_from_db()
    bring(cast, shown, "review")

    with pytest.raises(
        Blocked, match="1 rewritten paragraph is not agreed to by all of its leads: 1?.?.?Recommendation 1"
    ):
        take_step(shown, "freeze", cast.validator)


def test_an_edition_says_who_agreed(cast: Cast) -> None:
    shown = assembling(cast)
    (text,) = rewritten(cast, shown)
    agreed(cast, *ask(shown, by=cast.editor, now=NOW))

    shown.refresh_from_db()

    bring(cast, shown, "frozen")

    (said,) = [one["rewritten"] for one in shown.edition.content["sections"] if "rewritten" in one]
    who = {"department": "health", "agreement": of(cast.health).pk, "event": 2, "on": "2026-03-02"}
    assert said == {"text": text.pk, "agreed": [who]}
    assert broken() == []


def test_once_it_is_frozen_nobody_declines_any_more(cast: Cast) -> None:
    shown = assembling(cast)
    rewritten(cast, shown)
    agreed(cast, *ask(shown, by=cast.editor, now=NOW))
    shown.refresh_from_db()
    bring(cast, shown, "frozen")

    with pytest.raises(Blocked, match="The report is frozen"):
        decline(of(cast.health), reason="No.", by=cast.head, now=NOW, seen=2)


def test_an_editor_who_wrote_a_passage_does_not_freeze_it(cast: Cast) -> None:
    give_role(cast.second_validator, "editor")
    shown = assembling(cast)
    say(cast, shown.passages.get(), by=cast.second_validator)
    agreed(cast, *ask(shown, by=cast.editor, now=NOW))
    shown.refresh_from_db()
    bring(cast, shown, "review")

    with pytest.raises(Blocked, match="You edited this report"):
        take_step(shown, "freeze", cast.second_validator)


def test_an_invariant_finds_an_edition_without_its_agreement(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = assembling(cast)
    rewritten(cast, shown)
    monkeypatch.setattr(Report, "not_agreed", lambda report: [])
    shown.refresh_from_db()
    bring(cast, shown, "frozen")

    assert any(
        one.startswith("What an edition prints in the editor's words, its leads agreed to.")
        for one in broken()
    )


def test_what_the_head_proposes_is_agreed_when_it_is_taken(cast: Cast) -> None:
    shown = assembling(cast)
    passage = shown.passages.get()
    proposal = propose_text(passage, department=cast.health, text="Clinics opened.", by=cast.head, now=NOW)
    assert list(ProposedText.objects.waiting()) == [proposal]

    written = take(proposal, by=cast.editor, now=NOW, began_with=0)

    assert (written.text, of(cast.health).state) == ("Clinics opened.", "agreed")
    assert not ProposedText.objects.waiting().exists()
    assert Report.objects.get(pk=shown.pk).not_agreed() == []
    assert broken() == []


def test_what_the_focal_point_proposes_waits_for_the_head(cast: Cast) -> None:
    shown = assembling(cast)
    proposal = propose_text(
        shown.passages.get(), department=cast.health, text="Clinics opened.", by=cast.focal_point, now=NOW
    )

    take(proposal, by=cast.editor, now=NOW, began_with=0)

    assert states() == []
    (waits,) = Report.objects.get(pk=shown.pk).not_agreed()
    assert [lead.state for lead in waits.leads] == ["unasked"]


@pytest.mark.parametrize(
    ("given", "refused"),
    [
        ({"by": "justice_focal_point"}, NotAllowed),
        ({"by": "justice_focal_point", "department": "justice"}, Blocked),
        ({"text": "  "}, Blocked),
    ],
)
def test_only_a_lead_proposes_words(cast: Cast, given: dict[str, str], refused: Any) -> None:
    passage = assembling(cast).passages.get()
    department = getattr(cast, given.get("department", "health"))
    by = getattr(cast, given.get("by", "head"))

    with pytest.raises(refused):
        propose_text(passage, department=department, text=given.get("text", "Other."), by=by, now=NOW)


def test_a_declining_head_may_propose_other_words(cast: Cast) -> None:
    shown = assembling(cast)
    rewritten(cast, shown)
    (asked,) = ask(shown, by=cast.editor, now=NOW)

    decline(asked, reason="Not so.", proposed="So it is.", by=cast.head, now=NOW, seen=1)

    assert [one.text for one in ProposedText.objects.waiting()] == ["So it is."]


def test_nothing_of_a_declining_head_is_kept_where_the_proposal_is_refused(cast: Cast) -> None:
    shown = assembling(cast)
    rewritten(cast, shown)
    (asked,) = ask(shown, by=cast.editor, now=NOW)

    with pytest.raises(Blocked, match="stands there already"):
        decline(asked, reason="Not so.", proposed=WORDS, by=cast.head, now=NOW, seen=1)

    assert states() == ["asked"]


def test_an_agreement_about_a_case_that_was_restricted_is_seen_by_nobody(cast: Cast) -> None:
    shown = assembling(cast)
    rewritten(cast, shown)
    ask(shown, by=cast.editor, now=NOW)
    Case.objects.update(restricted=True)

    for person in (cast.head, cast.editor, cast.coordinator):
        assert not Agreement.objects.visible_to(person).exists()


def test_it_needs_a_report_that_is_in_work(cast: Cast) -> None:
    shown = assembling(cast)
    passage = shown.passages.get()
    shown.refresh_from_db()
    bring(cast, shown, "frozen")

    with pytest.raises(WrongState, match="frozen"):
        propose_text(passage, department=cast.health, text="Other.", by=cast.head, now=NOW)
    assert newest_text(passage, "en") is None


def test_each_lead_more_is_asked_in_few_statements(cast: Cast) -> None:
    shown = assembling(cast, answers=5)
    rewritten(cast, shown)
    first = shown.passages.in_order()[0]

    with CaptureQueriesContext(connection) as of_one:
        ask(shown, by=cast.editor, now=NOW, passage=first.pk)
    with CaptureQueriesContext(connection) as of_four:
        ask(shown, by=cast.editor, now=NOW)

    assert shown.agreements.filter(state="asked").count() == 5
    assert len(of_four) - len(of_one) <= 3 * 8
