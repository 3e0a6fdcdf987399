"""Hostile fragments in all that is typed for a report, from headings to receipt, on each page of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from exports.models import Agreement, Heading, Objection, Passage, Report, Shortening
from tests.cast import NOW, Cast
from tests.exports.rewritten import of_justice
from tests.exports.scene import answered, asked, report, theme
from tests.exports.way import REPLY, bring
from tests.security.test_fragments import HOSTILE, Reader

pytestmark = pytest.mark.django_db
URL = "/desk/reports/national-report-2026/"
TYPED = HOSTILE[:200]


@pytest.fixture
def shown(cast: Cast) -> Report:
    answered(cast, asked(cast, theme("Health")), short="Clinics opened. " * 30)
    of_justice(cast)
    return bring(cast, report(cast), "assembling")


class Desk:
    """Posts as a person, and reads as that person; every answer must be harmless."""

    def __init__(self, who: Any) -> None:
        self.client = Client()
        self.client.force_login(who)

    def sends(self, page: str, **typed: Any) -> int:
        answer = self.client.post(page, typed, follow=True)
        assert Reader(answer.content.decode()).found == [], page
        return answer.status_code

    def reads(self, *pages: str) -> str:
        said = ""
        for page in pages:
            answer = self.client.get(page)
            assert answer.status_code == 200, page
            assert Reader(answer.content.decode()).found == [], page
            said += answer.content.decode()
        return said


def test_what_editor_and_leads_write_while_it_is_assembled(cast: Cast, shown: Report) -> None:
    editor, head = Desk(cast.editor), Desk(cast.head)
    passage = Passage.objects.filter(tells__answer__lead=cast.health)[0]
    page = f"{URL}passages/{passage.pk}/"

    assert editor.sends(f"{URL}outline/heading/", title_en=TYPED) == 200
    heading = Heading.objects.latest("pk")
    assert (
        editor.sends(
            f"{URL}outline/text/?heading={heading.pk}", heading=heading.pk, text=HOSTILE, began_with=0
        )
        == 200
    )
    assert editor.sends(page, text=HOSTILE, annexed=HOSTILE, began_with=0) == 200
    assert editor.sends(f"{page}ask/") == 200
    row = Agreement.objects.get(department=cast.health)
    declined = {"seen": row.version, "reason": HOSTILE, "proposed": f"{HOSTILE} otherwise"}
    assert head.sends(f"{URL}to-agree/{row.pk}/decline/", **declined) == 200
    assert editor.sends(f"{URL}edit/", started_from=Report.objects.get().version, title=TYPED) == 200

    said = editor.reads(
        URL, f"{URL}?at=h{heading.pk}", page, f"{URL}agreement/", f"{URL}words/", f"{URL}fitting/",
        f"{URL}checks/", f"{URL}edit/", f"{URL}outline/heading/{heading.pk}/", f"{URL}outline/taken-out/",
        f"{URL}to-agree/{row.pk}/", "/desk/reports/", "/my-work/",
    )  # fmt: skip
    head.reads(f"{URL}to-agree/", f"{URL}to-agree/{row.pk}/", "/my-work/")
    assert said.count("&lt;script&gt;") > 10, "else the test would pass for want of fragments"


def test_what_is_asked_to_be_shorter(cast: Cast, shown: Report) -> None:
    cast.round.__class__.objects.update(report_words=4)
    editor, head = Desk(cast.editor), Desk(cast.head)
    editor.sends(f"{URL}fitting/ask/", everybody="yes")
    row = Shortening.objects.filter(department=cast.health)[0]
    page = f"/my-work/shorter/{row.pk}/"
    assert head.sends(page, then="decline", seen=row.version, reason="", text=HOSTILE) == 422
    assert head.sends(page, then="shorten", seen=row.version, text=HOSTILE) == 200
    assert "&lt;script&gt;" in editor.reads(page, f"{URL}fitting/")
    assert editor.sends(page, then="take", seen=2, began_with=0) == 200
    editor.reads(URL, f"{URL}agreement/")


def test_what_is_objected_answered_and_recorded(cast: Cast, shown: Report, settings: Any) -> None:
    editor, head = Desk(cast.editor), Desk(cast.head)
    validator, coordinator = Desk(cast.validator), Desk(cast.coordinator)
    seen = Report.objects.get().version
    assert editor.sends(f"{URL}step/circulate/", reply_on=REPLY, reason=HOSTILE, seen=seen) == 200
    assert head.sends(f"{URL}circulated/object/", department=cast.health.pk, anchor="", text=HOSTILE) == 200
    made = Objection.objects.get()
    assert "&lt;script&gt;" in head.reads(f"{URL}circulated/") + editor.reads(URL)
    assert editor.sends(f"{URL}objections/{made.pk}/answer/", seen=made.version, reason=HOSTILE) == 200
    assert head.sends(f"{URL}circulated/object/", department=cast.health.pk, anchor=HOSTILE, text="x") == 422

    bring(cast, Report.objects.get(), "review")
    read = Report.objects.get()
    frozen = {"seen": read.version, "text": read.text_hash, "reason": HOSTILE}
    assert validator.sends(f"{URL}step/freeze/", **frozen) == 200
    seen = Report.objects.get().version
    decision = {"decided_on": NOW.date(), "document": TYPED, "reason": HOSTILE}
    assert coordinator.sends(f"{URL}step/adopt/", seen=seen, **decision) == 200
    receipt = {"submitted_on": NOW.date(), "receipt": TYPED, "reason": HOSTILE}
    assert editor.sends(f"{URL}step/submit/", seen=seen + 1, **receipt) == 200

    assert Report.objects.get().state == "submitted"
    said = validator.reads(URL, f"{URL}editions/1/", f"{URL}words/", f"{URL}checks/", "/desk/reports/")
    assert said.count("&lt;script&gt;") > 5


@pytest.mark.parametrize("name", ["at", "in", "only", "check", "page", "did", "language", "text"])
def test_words_of_the_address_come_back_as_text(cast: Cast, shown: Report, name: str) -> None:
    passage = Passage.objects.filter(tells__isnull=False)[0]
    browser = Client()
    browser.force_login(cast.editor)
    for page in ("", "checks/", "fitting/", "words/", f"passages/{passage.pk}/", "step/circulate/"):
        answer = browser.get(URL + page, {name: HOSTILE})
        assert answer.status_code in (200, 404), page
        assert Reader(answer.content.decode()).found == [], page
