"""Work by Word: taking answers along, seeing what the file changes, saving it."""

from __future__ import annotations

import io
from typing import Any

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from cases import actions
from cases.contributions import contributing
from cases.models import Case, CaseEvent, Version, WorkingCopy
from cases.people.models import DepartmentUserPermission
from tests.cases.offline.by_hand import box, edited, filled, taken_along
from tests.cases.pages.conftest import SignIn
from tests.cast import DUE, FULL, LATER, NOW, SHORT, Cast, assigned, draft, drafted, received

PAGE, FILE, BACK = "/my-work/word/", "/my-work/word/file/", "/my-work/word/sent-back/"


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def upload(browser: Any, file: bytes, name: str = "answers.docx") -> Any:
    return browser.post(BACK, {"file": SimpleUploadedFile(name, file)})


def confirm(browser: Any, preview: Any, **chosen: list[int]) -> Any:
    """As the page would send it: all that it ticks, or what was chosen."""
    context = preview.context
    ticked = {
        "take": [row["plan"].key for group in context["groups"] for row in group["rows"]
                 if group["code"] == "taken"],
        "keep": [row["plan"].key for group in context["groups"] for row in group["rows"]
                 if row["plan"].may_keep],
    }  # fmt: skip
    return browser.post(
        BACK, {"rows": context["rows"], "seen": context["seen"]} | ticked | chosen, follow=True
    )


def standings(preview: Any) -> dict[str, list[int]]:
    groups = preview.context["groups"]
    return {group["code"]: [row["plan"].key for row in group["rows"]] for group in groups if group["rows"]}


def written() -> tuple[int, int, int]:
    return Version.objects.count(), WorkingCopy.objects.count(), CaseEvent.objects.count()


def test_the_file_holds_what_the_person_writes_and_nothing_else(cast: Cast, sign_in: SignIn) -> None:
    own, other = drafted(cast), assigned(cast, cast.justice)
    response = sign_in(cast.focal_point).get(FILE)
    said = "".join(one.text or "" for one in _letters(b"".join(response.streaming_content)))
    assert own.reference in said
    assert FULL in said
    assert other.reference not in said
    assert response.headers["Cache-Control"] == "no-store, private"


def test_only_the_chosen_answers_are_in_the_file(cast: Cast, sign_in: SignIn) -> None:
    first, second = drafted(cast), assigned(cast)
    response = sign_in(cast.focal_point).get(FILE, {"answer": second.answer_id})
    said = "".join(one.text or "" for one in _letters(b"".join(response.streaming_content)))
    assert second.reference in said
    assert first.reference not in said


def test_nobody_else_gets_a_file(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    for person in (cast.coordinator, cast.validator, cast.justice_focal_point, cast.stranger):
        response = sign_in(person).get(FILE, {"answer": case.answer_id})
        assert response.status_code == 404
        assert "None of these answers is yours to write now" in text_of(response)


def test_a_preview_writes_nothing_and_confirming_saves_new_versions(cast: Cast, sign_in: SignIn) -> None:
    case, new = drafted(cast), assigned(cast)
    file = filled(
        taken_along(cast.focal_point), case.answer_id, full=f"{FULL} And more.", proposed="Implemented"
    )
    file = filled(file, new.answer_id, full="Begun offline.", short="Begun.", proposed="In progress")
    browser, before = sign_in(cast.focal_point), written()
    preview = upload(browser, file)
    assert written() == before
    assert set(standings(preview)["taken"]) == {case.answer_id, new.answer_id}
    page = text_of(preview)
    assert "And more." in page
    assert "<ins" in page
    assert "2 answers are saved." in text_of(confirm(browser, preview))
    case.refresh_from_db()
    new.refresh_from_db()
    latest = case.answer.latest_draft()
    assert (latest.number, latest.based_on.number, latest.author) == (2, 1, cast.focal_point)
    assert (latest.full_text, latest.short_text) == (f"{FULL} And more.", SHORT)
    assert case.proposed_status.code == "implemented"
    assert (new.state, new.answer.latest_draft().full_text) == ("drafting", "Begun offline.")


def test_the_same_file_again_changes_nothing(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    file = filled(
        taken_along(cast.focal_point), case.answer_id, full="# Head\n\nNew.", proposed="Implemented"
    )
    browser = sign_in(cast.focal_point)
    confirm(browser, upload(browser, file))
    before = written()
    preview = upload(browser, file)
    assert standings(preview) == {"same": [case.answer_id]}
    assert "There is nothing to save." in text_of(preview)
    assert written() == before


def test_an_untouched_or_emptied_file_changes_nothing(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast, full_text="*Stressed*\nlines\n\n* with\n* items")
    file = taken_along(cast.focal_point)
    browser = sign_in(cast.focal_point)
    assert standings(upload(browser, file)) == {"same": [case.answer_id]}
    assert standings(upload(browser, filled(file, case.answer_id, full="", short=""))) == {
        "same": [case.answer_id]
    }


def test_what_somebody_saved_meanwhile_is_shown_beside_and_mine_is_kept(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    file = filled(taken_along(cast.focal_point), case.answer_id, full="Mine, from the train.")
    draft(case, by=cast.alternate, full_text="Theirs, from the office.")
    browser = sign_in(cast.focal_point)
    preview = upload(browser, file)
    page = text_of(preview)
    assert standings(preview) == {"moved": [case.answer_id]}
    assert "Mine, from the train." in page
    assert "Theirs, from the office." in page
    confirm(browser, preview)
    copy = WorkingCopy.objects.get()
    assert (copy.text, copy.started_from, copy.person) == ("Mine, from the train.", 1, cast.focal_point)
    assert case.answer.versions.count() == 2
    assert "Mine, from the train." in browser.get(f"/case/{case.reference}/").content.decode()


def test_an_unsaved_text_is_never_written_over(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    file = filled(taken_along(cast.focal_point), case.answer_id, full="Mine, from the train.")
    draft(case, by=cast.alternate, full_text="Theirs.")
    browser = sign_in(cast.focal_point)
    keep = {"full_text": "Typed at home.", "short_text": "", "status": "", "started_from": 2}
    browser.post(f"/case/{case.reference}/draft/keep/", keep)
    preview = upload(browser, file)
    assert "You have typed text on its page too" in text_of(preview)
    confirm(browser, preview, keep=[case.answer_id])
    assert WorkingCopy.objects.get().text == "Typed at home."


def test_a_case_that_was_sent_meanwhile_is_reported_with_both_texts(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    file = filled(taken_along(cast.focal_point), case.answer_id, full="Too late.")
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    browser, before = sign_in(cast.focal_point), written()
    preview = upload(browser, file)
    page = text_of(preview)
    assert standings(preview) == {"moved": [case.answer_id]}
    assert "stands at “With validator” by now" in page
    assert "Too late." in page
    assert FULL in page
    confirm(browser, preview, take=[case.answer_id], keep=[case.answer_id])
    assert written() == before


def test_a_case_that_went_to_another_department_is_refused_without_telling(
    cast: Cast, sign_in: SignIn
) -> None:
    case = drafted(cast)
    file = filled(taken_along(cast.focal_point), case.answer_id, full="Still mine.")
    act = {"by": cast.coordinator, "now": NOW, "comment": "Theirs."}
    actions.take_step(case, "reassign", lead=cast.justice, due_on=LATER, **act)
    actions.save_draft(
        Case.objects.get(pk=case.pk), full_text="Secret of justice.", short_text="", status=None,
        started_from=1, by=cast.justice_focal_point, now=NOW,
    )  # fmt: skip
    preview = upload(sign_in(cast.focal_point), file)
    page = text_of(preview)
    assert standings(preview) == {"gone": [case.answer_id]}
    assert "Still mine." in page
    assert "Secret of justice." not in page
    assert "Ministry of Justice" not in page


def test_a_restricted_case_that_one_is_not_named_in_is_refused_without_telling(
    cast: Cast, sign_in: SignIn
) -> None:
    case = drafted(cast)
    file = filled(taken_along(cast.focal_point), case.answer_id, full="Still mine.")
    case.put_in_sight(cast.coordinator)
    Case.objects.filter(pk=case.pk).update(restricted=True)
    browser, before = sign_in(cast.focal_point), written()
    preview = upload(browser, file)
    assert standings(preview) == {"gone": [case.answer_id]}
    confirm(browser, preview, take=[case.answer_id], keep=[case.answer_id])
    assert written() == before
    assert browser.get(FILE).status_code == 404


def test_the_file_of_another_department_is_said_to_be_one(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    file = filled(taken_along(cast.focal_point), case.answer_id, full="Not yours.")
    browser, before = sign_in(cast.justice_focal_point), written()
    preview = upload(browser, file)
    assert "None of the answers in this file is yours to write." in text_of(preview)
    confirm(browser, preview, take=[case.answer_id])
    assert written() == before


def test_who_contributes_to_an_answer_does_not_write_it_by_file(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    file = filled(taken_along(cast.focal_point), case.answer_id, full="Not yours.")
    contributing.ask(case, cast.justice, due_on=DUE, by=cast.focal_point, now=NOW)
    preview = upload(sign_in(cast.justice_focal_point), file)
    assert standings(preview) == {"gone": [case.answer_id]}
    assert FULL not in text_of(preview)


def test_a_preview_is_confirmed_by_whom_it_was_shown_to_alone(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    preview = upload(
        sign_in(cast.focal_point), filled(taken_along(cast.focal_point), case.answer_id, full="A.")
    )
    response = confirm(sign_in(cast.alternate), preview)
    assert response.status_code == 409
    assert "grown old" in text_of(response)
    assert case.answer.versions.count() == 1


def test_what_changed_between_preview_and_confirming_is_shown_anew(cast: Cast, sign_in: SignIn) -> None:
    case, other = drafted(cast), drafted(cast)
    file = taken_along(cast.focal_point)
    for one in (case, other):
        file = filled(file, one.answer_id, full="Mine.")
    browser = sign_in(cast.focal_point)
    preview = upload(browser, file)
    draft(other, by=cast.alternate, full_text="Theirs.")
    before = written()
    again = confirm(browser, preview)
    assert again.status_code == 409
    assert "Something changed meanwhile" in text_of(again)
    assert written() == before
    assert standings(again) == {"taken": [case.answer_id], "moved": [other.answer_id]}


def test_a_preview_that_is_sent_twice_saves_once(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    browser = sign_in(cast.focal_point)
    preview = upload(browser, filled(taken_along(cast.focal_point), case.answer_id, full="Mine."))
    confirm(browser, preview)
    before = written()
    assert confirm(browser, preview).status_code == 409
    assert written() == before
    assert case.answer.versions.count() == 2


@pytest.mark.parametrize("ends", ["reassigned", "no role any more"])
def test_a_preview_saves_nothing_once_its_answer_is_not_written_by_the_person(
    cast: Cast, sign_in: SignIn, ends: str
) -> None:
    case = drafted(cast)
    browser = sign_in(cast.focal_point)
    preview = upload(browser, filled(taken_along(cast.focal_point), case.answer_id, full="Still mine."))
    if ends == "reassigned":
        act = {"by": cast.coordinator, "now": NOW, "comment": "Theirs."}
        actions.take_step(case, "reassign", lead=cast.justice, due_on=LATER, **act)
    else:
        DepartmentUserPermission.objects.filter(user=cast.focal_point).delete()
        cast.focal_point.groups.clear()
    before = written()
    again = confirm(browser, preview, take=[case.answer_id], keep=[case.answer_id])
    assert again.status_code == 409
    assert standings(again) == {"gone": [case.answer_id]}
    assert written() == before


def test_what_is_asked_is_never_taken_from_the_file(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)

    def edit(document: Any) -> None:
        next(box(document, case.answer_id, "asked").iter(qn("w:t"))).text = "Close the clinics."

    file = filled(edited(taken_along(cast.focal_point), edit), case.answer_id, full="New.")
    browser = sign_in(cast.focal_point)
    preview = upload(browser, file)
    assert "What the UN asks was changed in the file; that is not taken." in text_of(preview)
    confirm(browser, preview)
    case.recommendation.refresh_from_db()
    assert str(case.recommendation) == case.reference
    assert case.recommendation.worded("en") == "Open clinics in rural areas."
    assert case.answer.latest_draft().full_text == "New."


def test_a_text_that_the_un_revised_since_is_reported(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    file = filled(taken_along(cast.focal_point), case.answer_id, full="New.")
    case.recommendation.wordings.update(text="Open clinics in all rural areas.")
    assert "What is asked has changed since the file was made" in text_of(
        upload(sign_in(cast.focal_point), file)
    )


def test_a_status_that_is_none_stays_out_and_is_named(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    file = filled(taken_along(cast.focal_point), case.answer_id, full="New.", proposed="Nearly done")
    browser = sign_in(cast.focal_point)
    preview = upload(browser, file)
    assert "“Nearly done” is not among what can be proposed" in text_of(preview)
    confirm(browser, preview)
    case.refresh_from_db()
    assert case.proposed_status.code == "in-progress"


def test_what_is_written_instead_of_a_choice_alone_is_shown(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    file = filled(taken_along(cast.focal_point), case.answer_id, proposed="The Act was amended in 2025.")
    preview = upload(sign_in(cast.focal_point), file)
    assert standings(preview) == {"look": [case.answer_id]}
    assert '<blockquote dir="auto">The Act was amended in 2025.</blockquote>' in text_of(preview)


def test_what_is_written_into_the_locked_part_is_shown(cast: Cast, sign_in: SignIn) -> None:
    case, other = drafted(cast), drafted(cast)

    def edit(document: Any) -> None:
        written = document.add_paragraph("The Act was <b>amended</b>.")
        box(document, case.answer_id, "asked").find(qn("w:sdtContent")).append(written._p)

    preview = upload(sign_in(cast.focal_point), edited(taken_along(cast.focal_point), edit))
    assert standings(preview) == {"look": [case.answer_id], "same": [other.answer_id]}
    assert "The Act was &lt;b&gt;amended&lt;/b&gt;." in text_of(preview)


def test_what_is_written_below_a_box_is_shown_with_its_case(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)

    def edit(document: Any) -> None:
        Paragraph(box(document, case.answer_id, "full").getnext(), document).add_run("Below the box.")

    said = text_of(upload(sign_in(cast.focal_point), edited(taken_along(cast.focal_point), edit)))
    assert (
        f'href="/case/{case.reference}/"' in said.partition("not taken</h2>")[2].partition("Below the box")[0]
    )


def test_a_head_is_told_that_he_becomes_a_drafter(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    file = filled(taken_along(cast.head), case.answer_id, full="New.")
    assert "with this text you become a drafter" in text_of(upload(sign_in(cast.head), file))


def test_a_workbook_goes_the_same_way(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    browser = sign_in(cast.focal_point)
    response = browser.get(FILE, {"kind": "excel"})
    assert response.headers["Content-Disposition"].endswith('.xlsx"')
    book = openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    names = {cell.value: cell.column for cell in book.active[1]}
    book.active.cell(3, names["short"], "- one\n- two")
    to = io.BytesIO()
    book.save(to)
    preview = upload(browser, to.getvalue(), "answers.xlsx")
    assert standings(preview) == {"taken": [case.answer_id]}
    confirm(browser, preview)
    assert case.answer.latest_draft().texts == (FULL, "- one\n- two")
    assert standings(upload(browser, to.getvalue(), "answers.xlsx")) == {"same": [case.answer_id]}


def test_one_answer_to_several_cases_is_one_text(cast: Cast, sign_in: SignIn) -> None:
    cases = [received(cast), received(cast)]
    actions.assign_together(cases, lead=cast.health, due_on=LATER, by=cast.coordinator, now=NOW)
    answer = Case.objects.get(pk=cases[0].pk).answer_id
    file = filled(taken_along(cast.focal_point), answer, full="For both.")
    browser = sign_in(cast.focal_point)
    confirm(browser, upload(browser, file))
    assert {case.state for case in Case.objects.filter(answer=answer)} == {"drafting"}
    assert Version.objects.get(answer=answer).full_text == "For both."


def test_positions_are_proposed_in_the_file_too(cast: Cast, sign_in: SignIn) -> None:
    cast.round.kind = "positions"
    cast.round.save()
    case = assigned(cast)
    file = filled(taken_along(cast.focal_point, "fr"), case.answer_id, full="Because.", proposed="Noted")
    browser = sign_in(cast.focal_point)
    confirm(browser, upload(browser, file))
    case.refresh_from_db()
    assert (case.state, case.proposed_position) == ("drafting", "noted")


def test_the_body_of_an_invited_institution_takes_its_own_along(cast: Cast, sign_in: SignIn) -> None:
    cast.justice.independent = True
    cast.justice.save()
    case = assigned(cast, cast.justice)
    file = filled(taken_along(cast.justice_focal_point), case.answer_id, full="Ours alone.")
    assert standings(upload(sign_in(cast.focal_point), file)) == {"gone": [case.answer_id]}
    browser = sign_in(cast.justice_focal_point)
    confirm(browser, upload(browser, file))
    assert Version.objects.get(answer=case.answer_id).full_text == "Ours alone."


@pytest.mark.parametrize("several", [1, 4])
def test_pages_ask_a_fixed_number_of_questions(cast: Cast, sign_in: SignIn, several: int) -> None:
    cases = [drafted(cast) for _ in range(several)]
    file = taken_along(cast.focal_point)
    for case in cases:
        file = filled(file, case.answer_id, full="New.")
    browser = sign_in(cast.focal_point)
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as page:
        browser.get(PAGE)
    with CaptureQueriesContext(connection) as taking:
        b"".join(browser.get(FILE).streaming_content)
    with CaptureQueriesContext(connection) as preview:
        upload(browser, file)
    assert (len(page), len(taking), len(preview)) == QUERIES


QUERIES = (10, 11, 19)
"""Of the page, the file, and the preview."""


def _letters(file: bytes) -> Any:
    return docx.Document(io.BytesIO(file)).element.body.iter(qn("w:t"))


def test_no_word_of_a_file_is_markup(cast: Cast, sign_in: SignIn) -> None:
    case, hostile = drafted(cast), "<script>alert(1)</script> <b>bold</b>"
    file = filled(taken_along(cast.focal_point), case.answer_id, full=hostile, asked=hostile)

    def write_outside(document: Any) -> None:
        document.add_paragraph(hostile)

    browser = sign_in(cast.focal_point)
    for whose in (browser, sign_in(cast.justice_focal_point)):
        page = upload(whose, edited(file, write_outside)).content.decode()
        assert "&lt;script&gt;alert(1)" in page
        assert [one for one in ("<script>alert", "<b>") if one in page] == []
