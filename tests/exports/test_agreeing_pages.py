"""The pages of agreement: the editor's list, and what a department is asked."""

from __future__ import annotations

from typing import Any

import pytest

from exports import actions
from exports.agreeing.answering import agree
from exports.agreeing.asking import ask
from exports.models import Agreement, Report
from tests.cast import NOW, Cast
from tests.exports.rewritten import WORDS, assembling, of, of_justice, rewritten, say
from tests.exports.scene import theme
from tests.exports.test_rewriting_pages import seen, signed_in
from tests.exports.way import bring

pytestmark = pytest.mark.django_db
REPORT = "/desk/reports/national-report-2026/"
TO_AGREE = f"{REPORT}to-agree/"


def asked_about(cast: Cast, *, answers: int = 1) -> Report:
    shown = assembling(cast, answers=answers)
    rewritten(cast, shown)
    ask(shown, by=cast.editor, now=NOW)
    return shown


def shown_values(*agreements: Agreement) -> dict[str, list[str]]:
    return {"agreement": [f"{one.pk}:{one.version}" for one in agreements]}


def test_the_editor_asks_all_leads_in_one_click(cast: Cast) -> None:
    shown = assembling(cast, answers=3)
    rewritten(cast, shown)
    editor = signed_in(cast.editor)
    assert "Ask the leads to agree to 3 paragraphs" in seen(editor, f"{REPORT}agreement/")

    editor.post(f"{REPORT}agreement/ask/")

    page = seen(editor, f"{REPORT}agreement/")
    assert "1 department is asked" in page
    assert "3 wait for an answer" in page
    assert "Ask the leads to agree" not in page


def test_asking_again_is_refused_with_a_sentence(cast: Cast) -> None:
    asked_about(cast)

    answer = signed_in(cast.editor).post(f"{REPORT}agreement/ask/")

    assert answer.status_code == 422
    assert "Nobody is left to ask" in answer.content.decode()


def test_the_head_agrees_to_all_in_one_click(cast: Cast) -> None:
    asked_about(cast, answers=2)
    head = signed_in(cast.head)
    assert "2 rewritten paragraphs wait for your agreement." in seen(head, "/my-work/")
    page = seen(head, TO_AGREE)
    assert "Agree to all 2" in page
    assert WORDS.split(",")[0] in page
    assert "Clinic 0 opened." in page

    head.post(TO_AGREE, shown_values(*Agreement.objects.all()))

    assert set(Agreement.objects.values_list("state", flat=True)) == {"agreed"}
    assert "Nothing waits for your agreement." in seen(head, TO_AGREE)


def test_only_what_was_shown_is_agreed_to(cast: Cast) -> None:
    asked_about(cast, answers=2)
    first, second = Agreement.objects.order_by("pk")

    signed_in(cast.head).post(TO_AGREE, shown_values(first))

    second.refresh_from_db()
    assert second.state == "asked"


def test_the_focal_point_reads_where_the_head_agrees(cast: Cast) -> None:
    asked_about(cast)
    focal_point = signed_in(cast.focal_point)

    page = seen(focal_point, TO_AGREE)
    assert "It waits for the head of your department" in page
    assert "Agree to" not in page.split("<main")[1].split("It waits")[0]
    answer = focal_point.post(TO_AGREE, shown_values(of(cast.health)))

    assert answer.status_code == 403
    assert of(cast.health).state == "asked"
    assert "wait for your agreement" not in seen(focal_point, "/my-work/")


def test_another_department_finds_nothing(cast: Cast) -> None:
    asked_about(cast)
    other = signed_in(cast.justice_focal_point)

    assert other.get(TO_AGREE).status_code == 404
    assert other.get(f"{TO_AGREE}{of(cast.health).pk}/").status_code == 404


def test_in_a_joint_paragraph_each_lead_sees_what_changed_of_its_own(cast: Cast) -> None:
    other = of_justice(cast, theme("Justice"))
    shown = assembling(cast)
    second = shown.passages.exclude(tells__answer=other.answer).get()
    say(cast, second, "Clinic 0 opened late.")
    joined = {"passages": list(shown.passages.values_list("pk", flat=True))}
    actions.arrange(Report.objects.get(), "join", by=cast.editor, now=NOW, **joined)
    ask(Report.objects.get(), by=cast.editor, now=NOW)

    page = seen(signed_in(cast.head), TO_AGREE)

    assert "may be theirs" in page
    assert "<ins>" in page
    assert "Clinic 0 opened." in page


def test_declining_with_a_reason_and_other_words(cast: Cast) -> None:
    shown = asked_about(cast)
    head, path = signed_in(cast.head), f"{TO_AGREE}{of(cast.health).pk}/"
    assert head.post(f"{path}decline/", {"seen": "1", "reason": ""}).status_code == 422

    head.post(f"{path}decline/", {"seen": "1", "reason": "Not two hundred.", "proposed": "One opened."})

    assert "Not two hundred." in seen(signed_in(cast.editor), f"{REPORT}agreement/")
    page = seen(signed_in(cast.editor), f"{REPORT}passages/{shown.passages.get().pk}/")
    assert "What <bdi>Ministry of Health</bdi> proposes" in page


def test_what_was_typed_is_not_lost_where_the_text_changed(cast: Cast) -> None:
    asked_about(cast)

    typed = {"seen": "7", "reason": "Not so, I say.", "proposed": ""}
    answer = signed_in(cast.head).post(f"{TO_AGREE}{of(cast.health).pk}/decline/", typed)

    assert answer.status_code == 409
    assert "Not so, I say.</textarea>" in answer.content.decode()


def test_undoing_what_was_written_withdraws_what_was_asked(cast: Cast, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    shown = asked_about(cast)
    version = Report.objects.get(pk=shown.pk).version

    signed_in(cast.editor).post(f"{REPORT}undo/", {"seen": version})

    assert of(cast.health).state == "withdrawn"
    assert signed_in(cast.head).get(TO_AGREE).status_code == 404


def test_the_page_of_the_report_says_who_has_agreed(cast: Cast) -> None:
    shown = asked_about(cast)
    heading = shown.passages.get().heading_id

    page = seen(signed_in(cast.validator), f"{REPORT}?at=h{heading}")

    assert "1 paragraph is in the editor's words, 0 agreed to by all leads." in page
    assert "Not agreed to by all of its leads yet." in page


def test_what_circulates_says_which_paragraphs_are_not_agreed_to(cast: Cast) -> None:
    bring(cast, Report.objects.get(pk=asked_about(cast).pk), "circulation")

    page = seen(signed_in(cast.focal_point), f"{REPORT}circulated/")

    assert "In the editor's words." in page
    assert "Not agreed to by all of its leads yet." in page


def test_the_page_of_freezing_leads_to_who_has_agreed(cast: Cast) -> None:
    bring(cast, Report.objects.get(pk=asked_about(cast).pk), "review")

    answer = signed_in(cast.validator).get(f"{REPORT}step/freeze/")

    assert answer.status_code == 409
    assert "is not agreed to by all of its leads" in answer.content.decode()
    assert f'href="{REPORT}agreement/"' in answer.content.decode()


@pytest.mark.parametrize("answers", [1, 4])
@pytest.mark.parametrize(
    ("who", "path", "queries"), [("editor", "agreement/", 28), ("head", "to-agree/", 16)]
)
def test_the_lists_take_the_same_number_of_queries(
    cast: Cast, answers: int, who: str, path: str, queries: int, django_assert_num_queries: Any
) -> None:
    asked_about(cast, answers=answers)
    client = signed_in(getattr(cast, who))
    with django_assert_num_queries(queries):
        client.get(f"{REPORT}{path}")


def test_freezing_with_agreements_is_no_change_of_what_circulated(cast: Cast) -> None:
    shown = asked_about(cast)
    row = Agreement.objects.get()
    agree([row], seen=[row.version], by=cast.head, now=NOW)
    bring(cast, Report.objects.get(pk=shown.pk), "frozen")
    assert "It is no longer the text that circulated." not in seen(signed_in(cast.validator), REPORT)
