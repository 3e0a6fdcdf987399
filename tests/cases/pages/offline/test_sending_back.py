"""Work by Word: a file comes back, shows what it changes, and is saved once that is confirmed."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from docx.oxml.ns import qn

from cases import actions
from cases.models import Case, Version
from cases.offline.workbook_file import FIRST_ROW
from tests.cases.offline.by_hand import box, edited, filled, taken_along
from tests.cases.pages.conftest import SignIn
from tests.cases.pages.offline.sending import FILE, confirm, standings, text_of, upload, written
from tests.cast import FULL, LATER, NOW, SHORT, Cast, assigned, drafted, received


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


def test_a_preview_that_is_sent_twice_saves_once(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    browser = sign_in(cast.focal_point)
    preview = upload(browser, filled(taken_along(cast.focal_point), case.answer_id, full="Mine."))
    confirm(browser, preview)
    before = written()
    assert confirm(browser, preview).status_code == 409
    assert written() == before
    assert case.answer.versions.count() == 2


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


def test_a_status_that_is_none_stays_out_and_is_named(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    file = filled(taken_along(cast.focal_point), case.answer_id, full="New.", proposed="Nearly done")
    browser = sign_in(cast.focal_point)
    preview = upload(browser, file)
    assert "“Nearly done” is not among what can be proposed" in text_of(preview)
    confirm(browser, preview)
    case.refresh_from_db()
    assert case.proposed_status.code == "in-progress"


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
    book.active.cell(FIRST_ROW, names["short"], "- one\n- two")
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
