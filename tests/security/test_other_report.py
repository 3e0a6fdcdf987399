"""Ids of another report in an address or in a form: none is found, and nothing of the other one changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from cases.models import Case
from cases.people.models import User
from exports.agreeing.asking import ask
from exports.agreeing.proposing import propose_text
from exports.models import (
    Agreement,
    HeadingTitle,
    Passage,
    PassageAnswer,
    PassageText,
    ProposedText,
    Rendering,
    Report,
    SetAside,
    Shortening,
)
from exports.objecting import make_objection
from exports.pages.outline import BUTTONS
from tests.cast import NOW, Cast
from tests.exports.rewritten import say
from tests.exports.scene import answered, asked, report, theme
from tests.exports.way import bring

pytestmark = pytest.mark.django_db
OURS, THEIRS = "/desk/reports/national-report-2026/", "/desk/reports/the-other/"


@dataclass
class Two:
    """A report with three passages, and another of the same answers, one passage in the editor's words."""

    cast: Cast
    ours: Report
    theirs: Report
    passage: Passage
    agreement: Agreement
    proposal: ProposedText


@pytest.fixture
def two(cast: Cast) -> Two:
    health = theme("Health")
    for number in (1, 2, 3):
        answered(cast, asked(cast, health), short=f"Health text {number}.")
    ours = bring(cast, report(cast), "assembling")
    theirs = bring(cast, report(cast, reference="the-other"), "assembling")
    passage = theirs.passages.filter(tells__isnull=False).order_by("pk")[0]
    say(cast, passage)
    [agreement] = ask(theirs, by=cast.editor, now=NOW)
    given = {"department": cast.health, "text": "A clinic.", "by": cast.head, "now": NOW}
    return Two(cast, ours, theirs, passage, agreement, propose_text(passage, **given))


def everything(two: Two) -> list[Any]:
    """All rows of the other report, and all that hangs on it."""
    return [
        Report.objects.filter(pk=two.theirs.pk).values_list("state", "version", "head", "grouping").get(),
        *(
            list(rows.order_by("pk").values())
            for rows in (
                two.theirs.headings.all(),
                two.theirs.passages.all(),
                HeadingTitle.objects.filter(of__report=two.theirs),
                PassageAnswer.objects.filter(passage__report=two.theirs),
                PassageText.objects.filter(passage__report=two.theirs),
                Agreement.objects.all(),
                Shortening.objects.all(),
                SetAside.objects.all(),
                Rendering.objects.filter(report=two.theirs),
            )
        ),
    ]


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("button", sorted(BUTTONS))
def test_a_button_moves_nothing_of_it(two: Two, button: str) -> None:
    before, editor = everything(two), browser(two.cast.editor)
    heading = two.passage.heading_id
    for row in (two.passage.pk, heading):
        sent = {
            "act": f"{button}:{row}", "passage": [two.passage.pk], "to": heading, "under": heading,
            "after": two.passage.pk, "answer": [Case.objects.all()[0].answer_id], "grouping": "theme",
        }  # fmt: skip
        answer = editor.post(f"{OURS}outline/", sent)
        assert answer.status_code in (302, 409, 422), button
    assert everything(two) == before


def test_a_passage_is_opened_and_written_in_its_own_report_only(two: Two) -> None:
    before, editor = everything(two), browser(two.cast.editor)
    page = f"{OURS}passages/{two.passage.pk}/"
    assert editor.get(page).status_code == 404
    sent = {"text": "Stolen.", "began_with": 1, "annexed": ""}
    for act in ("", "own-words/", "ask/", "texts/1/again/", f"proposals/{two.proposal.pk}/take/"):
        assert editor.post(page + act, sent).status_code == 404, act
    assert everything(two) == before


def test_what_a_lead_proposes_for_one_passage_is_taken_for_no_other(two: Two) -> None:
    before = everything(two)
    another = two.theirs.passages.filter(tells__isnull=False).exclude(pk=two.passage.pk)[0]
    page = f"{THEIRS}passages/{another.pk}/proposals/{two.proposal.pk}/take/"
    assert browser(two.cast.editor).post(page, {"began_with": 0}).status_code == 404
    assert everything(two) == before


def test_headings_and_own_texts_are_found_in_their_report_only(two: Two) -> None:
    before, editor = everything(two), browser(two.cast.editor)
    heading = two.passage.heading_id
    for page in (
        f"heading/{heading}/", f"heading/?under={heading}", f"text/?heading={heading}",
        f"text/{two.passage.pk}/",
    ):  # fmt: skip
        assert editor.get(f"{OURS}outline/{page}").status_code == 404, page
        editor.post(f"{OURS}outline/{page}", {"text": "Stolen.", "title_en": "Stolen."})
    sent = {"heading": heading, "under": heading, "text": "Stolen.", "title_en": "Stolen."}
    for page in ("heading/", "text/"):
        assert editor.post(f"{OURS}outline/{page}", sent).status_code in (404, 422), page
    assert everything(two) == before


def test_nobody_is_asked_or_moved_by_way_of_another_report(two: Two) -> None:
    before, editor = everything(two), browser(two.cast.editor)
    editor.post(f"{OURS}fitting/ask/", {"passage": [two.passage.pk]})
    moved = editor.post(f"{OURS}fitting/move/", {"passage": two.passage.pk, "blocks": "0", "seen": "x"})
    assert moved.status_code in (404, 409)
    for act in ("set-aside", "take-back"):
        assert editor.post(f"{OURS}checks/{act}/", {"key": "x" * 32, "reason": "R"}).status_code in (409, 422)
    assert everything(two) == before


def test_an_agreement_is_given_at_its_own_address_only(two: Two) -> None:
    before, head = everything(two), browser(two.cast.head)
    row = two.agreement
    for act in ("", "agree/", "decline/"):
        page = f"{OURS}to-agree/{row.pk}/{act}"
        assert head.post(page, {"seen": row.version, "reason": "R"}).status_code in (404, 405), act
    assert head.post(f"{OURS}to-agree/", {"agreement": [f"{row.pk}:{row.version}"]}).status_code == 404
    assert everything(two) == before


def test_an_objection_is_settled_in_its_own_report_only(two: Two) -> None:
    cast = two.cast
    bring(cast, Report.objects.get(pk=two.theirs.pk), "circulation")
    made = make_objection(two.theirs, department=cast.health, text="Not so.", by=cast.head, now=NOW)
    for who in (cast.editor, cast.head):
        for act in ("accept", "answer", "withdraw"):
            page = f"{OURS}objections/{made.pk}/{act}/"
            assert browser(who).post(page, {"seen": 1, "reason": "R"}).status_code == 404
    made.refresh_from_db()
    assert made.state == "open"


def test_a_paper_is_cancelled_and_read_in_its_own_report_only(two: Two) -> None:
    editor = browser(two.cast.editor)
    editor.post(f"{THEIRS}papers/", {"format": "docx"})
    made = Rendering.objects.get(report=two.theirs)
    assert editor.get(f"{OURS}papers/{made.key}/").status_code == 404
    assert editor.post(f"{OURS}papers/{made.key}/cancel/").status_code == 404
    made.refresh_from_db()
    assert made.is_under_way
