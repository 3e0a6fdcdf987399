"""Work by Word: a file saves and tells nothing of answers that its sender does not write."""

from __future__ import annotations

import pytest

from cases import actions
from cases.contributions import contributing
from cases.models import Case
from cases.people.models import DepartmentUserPermission
from tests.cases.offline.by_hand import filled, taken_along
from tests.cases.pages.conftest import SignIn
from tests.cases.pages.offline.sending import FILE, confirm, standings, text_of, upload, written
from tests.cast import DUE, FULL, LATER, NOW, Cast, drafted


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
