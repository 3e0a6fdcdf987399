"""Work by Word: what moved on while the file was away is shown beside what was written; nothing is lost."""

from __future__ import annotations

from cases import actions
from cases.models import WorkingCopy
from tests.cases.offline.by_hand import filled, taken_along
from tests.cases.pages.conftest import SignIn
from tests.cases.pages.offline.sending import confirm, standings, text_of, upload, written
from tests.cast import FULL, NOW, Cast, draft, drafted


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


def test_a_text_that_the_un_revised_since_is_reported(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    file = filled(taken_along(cast.focal_point), case.answer_id, full="New.")
    case.recommendation.wordings.update(text="Open clinics in all rural areas.")
    assert "What is asked has changed since the file was made" in text_of(
        upload(sign_in(cast.focal_point), file)
    )
