"""The page of a passage: both texts, saving, taking back, what is kept of what was typed, and who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from exports.agreeing.proposing import propose_text
from exports.models import Agreement, Passage, PassageText, Report
from tests.cast import NOW, Cast
from tests.exports.rewritten import WORDS, assembling, say
from tests.exports.way import bring

pytestmark = pytest.mark.django_db


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def address(passage: Passage, rest: str = "") -> str:
    return f"/desk/reports/national-report-2026/passages/{passage.pk}/{rest}"


def seen(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_editor_finds_the_approved_words_in_the_field_and_saves_others(cast: Cast) -> None:
    passage = assembling(cast).passages.get()
    editor = signed_in(cast.editor)
    assert "Clinic 0 opened.</textarea>" in seen(editor, address(passage))

    editor.post(address(passage), {"text": WORDS, "annexed": "", "began_with": "0"})

    page = seen(editor, address(passage))
    assert "In the editor's words" in page
    assert "<ins>" in page
    assert "Take back the departments' own words" in page
    assert "not asked yet" in page
    assert not Agreement.objects.exists()


def test_taking_back_and_using_it_again(cast: Cast) -> None:
    passage = assembling(cast).passages.get()
    say(cast, passage)
    editor = signed_in(cast.editor)

    editor.post(address(passage, "own-words/"), {"began_with": "1"})
    assert "Use your last text again" in seen(editor, address(passage))
    editor.post(address(passage, "texts/1/again/"), {"began_with": "2"})

    assert passage.texts.order_by("-number").first().text == WORDS
    page = seen(editor, address(passage))
    assert "Text 1" in page
    assert "The departments' own words again" in page


def test_a_second_editor_sees_both_texts(cast: Cast) -> None:
    passage = assembling(cast).passages.get()
    say(cast, passage, "Theirs, saved first.")

    answer = signed_in(cast.editor).post(address(passage), {"text": "Mine, typed.", "began_with": "0"})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs, saved first." in page
    assert "Mine, typed.</textarea>" in page
    assert 'name="began_with" value="1"' in page
    assert "Save mine over theirs" in page


def test_what_was_typed_is_shown_where_the_report_went_on(cast: Cast) -> None:
    shown = assembling(cast)
    passage = shown.passages.get()
    shown.refresh_from_db()
    bring(cast, shown, "circulation")

    answer = signed_in(cast.editor).post(address(passage), {"text": "Typed too late.", "began_with": "0"})

    assert answer.status_code == 409
    assert "Typed too late.</textarea>" in answer.content.decode()


def test_an_expired_session_loses_nothing(cast: Cast) -> None:
    passage = assembling(cast).passages.get()

    answer = Client().post(address(passage), {"text": "Typed before it ended.", "began_with": "0"})

    assert answer.status_code == 401
    assert "Typed before it ended." in answer.content.decode()


def test_an_empty_text_is_said_beside_its_field(cast: Cast) -> None:
    passage = assembling(cast).passages.get()

    answer = signed_in(cast.editor).post(address(passage), {"text": " ", "began_with": "0"})

    assert answer.status_code == 422
    assert "There is no text." in answer.content.decode()


def test_a_validator_reads_and_does_not_write(cast: Cast) -> None:
    passage = assembling(cast).passages.get()
    validator = signed_in(cast.validator)

    assert "<textarea" not in seen(validator, address(passage))
    answer = validator.post(address(passage), {"text": "Mine, all the same.", "began_with": "0"})

    assert answer.status_code == 403
    assert "Mine, all the same." in answer.content.decode()
    assert not PassageText.objects.exists()


def test_the_text_of_an_independent_body_has_no_field(cast: Cast) -> None:
    passage = assembling(cast).passages.get()
    cast.health.independent = True
    cast.health.save()

    page = seen(signed_in(cast.editor), address(passage))

    assert "It tells the text of an independent body, which is printed word for word." in page
    assert "<textarea" not in page


def test_what_a_lead_proposes_is_taken_with_one_click(cast: Cast) -> None:
    passage = assembling(cast).passages.get()
    given = {"department": cast.health, "text": "A clinic opened.", "by": cast.head, "now": NOW}
    proposal = propose_text(passage, **given)
    editor = signed_in(cast.editor)
    assert "The department has agreed with it." in seen(editor, address(passage))

    editor.post(address(passage, f"proposals/{proposal.pk}/take/"), {"began_with": "0"})

    assert Agreement.objects.get().state == "agreed"
    assert "as <bdi>Ministry of Health</bdi> proposed" in seen(editor, address(passage))
    for page in (address(passage), f"/desk/reports/{passage.report.reference}/agreement/"):
        said = seen(editor, page)
        assert f"its own words, signed by <bdi>{cast.head}</bdi>" in said, "not by the editor, who took them"


def test_a_translation_is_written_beside_the_original(cast: Cast) -> None:
    passage = assembling(cast).passages.get()
    Report.objects.update(languages=["fr"])
    editor = signed_in(cast.editor)
    assert "?language=fr" not in seen(editor, address(passage))
    say(cast, passage)
    assert WORDS in seen(editor, address(passage, "?language=fr"))

    editor.post(address(passage), {"text": "Des cliniques.", "began_with": "0", "language": "fr"})

    assert PassageText.objects.get(language="fr").text == "Des cliniques."


def test_the_leads_of_one_passage_are_asked_from_its_page(cast: Cast) -> None:
    passage = assembling(cast).passages.get()
    say(cast, passage)

    signed_in(cast.editor).post(address(passage, "ask/"))

    assert Agreement.objects.get().state == "asked"
    assert "asked, not answered yet" in seen(signed_in(cast.editor), address(passage))


@pytest.mark.parametrize("texts", [1, 4])
def test_the_page_takes_the_same_number_of_queries(
    cast: Cast, texts: int, django_assert_num_queries: Any
) -> None:
    shown = assembling(cast)
    passage = shown.passages.get()
    for number in range(texts):
        say(cast, passage, f"{WORDS} {number}")
        given = {"department": cast.health, "by": cast.head, "now": NOW}
        propose_text(passage, text=f"A clinic opened, {number}.", **given)
    editor = signed_in(cast.editor)
    with django_assert_num_queries(29):
        editor.get(address(Report.objects.get(pk=shown.pk).passages.get()))
