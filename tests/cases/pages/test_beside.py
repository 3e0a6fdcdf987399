"""The contributions beside one's own text: ticked, taken over, undone; with scripts off and on."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.models import Case, WorkingCopy
from tests.cases.pages.conftest import SignIn
from tests.cases.test_contributions import ask, take, write
from tests.cases.test_taking_over import OWN, PART, own, part_of
from tests.cast import NOW, SHORT, Cast, department, drafted, person


def at(case: Case, rest: str = "") -> str:
    return f"/case/{case.reference}/contributions/{rest}"


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def boxes(page: str) -> list[str]:
    return re.findall(r'name="take" value="([\d:]+)"', page)


def hidden(page: str) -> dict[str, str]:
    """What the form of the page sends beside what is ticked."""
    form = page[page.index("contributions/take/") :]
    return dict(re.findall(r'type="hidden" name="(copy|started_from)" value="(\d+)"', form))


def test_it_shows_the_own_text_and_each_delivered_part(cast: Cast, sign_in: SignIn) -> None:
    case = own(cast)
    part_of(cast, case)
    page = text_of(sign_in(cast.focal_point).get(at(case)))
    assert "Clinics opened." in page
    assert "Put them here, after paragraph 1" in page
    assert "Ministry of Justice" in page
    assert "0 of 4 sentences stand in your text." in page
    assert len(boxes(page)) == 4


def test_ticked_sentences_are_taken_over_and_undone(cast: Cast, sign_in: SignIn) -> None:
    case, client = own(cast), sign_in(cast.focal_point)
    part_of(cast, case)
    page = text_of(client.get(at(case)))
    ticked = {"take": boxes(page)[1], "after": "1"} | hidden(page)
    page = text_of(client.post(at(case, "take/"), ticked, follow=True))
    assert "1 sentence stands in your text." in page
    assert "1 of 4 sentences stands" in page or "1 of 4 sentences stand in your text." in page
    assert WorkingCopy.objects.get().text == "Clinics opened.\n\nCells were renewed.\n\nWaiting times fell."
    assert len(boxes(page)) == 3
    editor = text_of(client.get(f"/case/{case.reference}/"))
    assert "Cells were renewed." in editor
    assert "not saved as a version yet" in editor
    page = text_of(client.post(at(case, "undo/"), {"copy": "1"}, follow=True))
    assert "Your text is as it was before." in page
    assert not WorkingCopy.objects.exists()
    assert len(boxes(page)) == 4


def test_a_whole_part_is_taken_over_with_one_press(cast: Cast, sign_in: SignIn) -> None:
    case, client = own(cast), sign_in(cast.focal_point)
    part = part_of(cast, case)
    whole = {"whole": f"{part.contribution_id}:{part.number}", "started_from": "1"}
    page = text_of(client.post(at(case, "take/"), whole, follow=True))
    assert WorkingCopy.objects.get().text == f"{OWN}\n\n{PART}"
    assert boxes(page) == []


def test_without_a_page_load_the_same_part_of_the_page_comes_back(cast: Cast, sign_in: SignIn) -> None:
    case, client = own(cast), sign_in(cast.focal_point)
    part_of(cast, case)
    answer = client.post(at(case, "take/"), {"copy": "0"}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Choose the sentences first." in text_of(answer)
    assert client.post(at(case, "take/"), {"copy": "0"}).status_code == 422


def test_what_stands_in_the_editor_is_kept_on_the_way(cast: Cast, sign_in: SignIn) -> None:
    case, client = own(cast), sign_in(cast.focal_point)
    part_of(cast, case)
    assert at(case, "open/") in text_of(client.get(f"/case/{case.reference}/"))
    typed = {"full_text": "Typed, not saved.", "short_text": SHORT, "started_from": "1", "copy": "0"}
    page = text_of(client.post(at(case, "open/"), typed, follow=True))
    assert "Typed, not saved." in page
    assert WorkingCopy.objects.get().text == "Typed, not saved."
    assert case.present_answer.versions.count() == 1


def test_a_number_with_a_point_is_the_number(cast: Cast, sign_in: SignIn) -> None:
    case, client = own(cast), sign_in(cast.focal_point)
    typed = {"full_text": "Typed.", "short_text": SHORT, "started_from": "1.0", "copy": "0"}
    assert client.post(at(case, "open/"), typed).status_code == 302
    assert WorkingCopy.objects.get().started_from == 1


def test_nothing_is_kept_where_nothing_was_typed(cast: Cast, sign_in: SignIn) -> None:
    case = own(cast)
    part_of(cast, case)
    status = Case.objects.get(pk=case.pk).proposed_status_id
    same = {"full_text": OWN, "short_text": SHORT, "status": status, "started_from": "1", "copy": "0"}
    sign_in(cast.focal_point).post(at(case, "open/"), same)
    assert not WorkingCopy.objects.exists()


def test_a_text_from_an_old_window_comes_back_to_be_copied(cast: Cast, sign_in: SignIn) -> None:
    case, client = own(cast), sign_in(cast.focal_point)
    typed = {"full_text": "First window.", "short_text": SHORT, "started_from": "1", "copy": "0"}
    client.post(at(case, "open/"), typed)
    answer = client.post(at(case, "open/"), typed | {"full_text": "Second window."})
    assert answer.status_code == 422
    assert "Second window." in text_of(answer)
    assert WorkingCopy.objects.get().text == "First window."


def test_a_part_delivered_anew_is_looked_at_again(cast: Cast, sign_in: SignIn) -> None:
    case, client = own(cast), sign_in(cast.focal_point)
    part = part_of(cast, case)
    page = text_of(client.get(at(case)))
    take(part.contribution, "return_to_contributor", cast.focal_point)
    write(cast, part.contribution, "Another text.")
    take(part.contribution, "deliver", cast.justice_focal_point)
    answer = client.post(at(case, "take/"), {"take": boxes(page)[0]} | hidden(page))
    assert answer.status_code == 409
    assert "A contribution changed meanwhile" in text_of(answer)
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize("said", ["", "1", "a:b:c", "1:1:99999999999999999999", "99:1:0"])
def test_what_is_no_sentence_is_refused(cast: Cast, sign_in: SignIn, said: str) -> None:
    case = own(cast)
    part_of(cast, case)
    assert sign_in(cast.focal_point).post(at(case, "take/"), {"take": said}).status_code in (409, 422)
    assert not WorkingCopy.objects.exists()


def test_a_part_that_is_not_delivered_is_not_there(cast: Cast, sign_in: SignIn) -> None:
    case = own(cast)
    contribution = ask(cast, case)
    write(cast, contribution, "Zanzibar is not delivered.")
    client = sign_in(cast.focal_point)
    page = text_of(client.get(at(case)))
    assert "Zanzibar" not in page
    assert "No contribution has been delivered yet." in page
    client.post(at(case, "take/"), {"take": f"{contribution.pk}:1:0", "started_from": "1"})
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize("name", ["coordinator", "validator", "observer", "justice_focal_point"])
def test_only_who_drafts_opens_it(cast: Cast, sign_in: SignIn, name: str) -> None:
    case = own(cast)
    part = part_of(cast, case)
    client = sign_in(getattr(cast, name))
    assert client.get(at(case)).status_code == 403
    for rest in ("take/", "undo/", "open/"):
        sent = {"take": f"{part.contribution_id}:1:0", "full_text": "A text.", "started_from": 1}
        assert client.post(at(case, rest), sent).status_code == 403
    assert not WorkingCopy.objects.exists()


def test_of_a_restricted_case_only_who_is_named_reads_the_parts(cast: Cast, sign_in: SignIn) -> None:
    case = own(cast)
    part_of(cast, case)
    named: dict[str, Any] = {"by": cast.coordinator, "now": NOW, "comment": "A witness."}
    actions.take_step(case, "restrict", **named)
    assert sign_in(cast.alternate).get(at(case)).status_code == 404
    actions.take_step(case, "name_person", person=cast.alternate, **named)
    assert sign_in(cast.alternate).get(at(case)).status_code == 200


def test_the_page_of_the_case_says_how_much_was_taken_over(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast, full_text=f"{OWN}\n\nCells were renewed.")
    part_of(cast, case)
    page = text_of(sign_in(cast.head).get(f"/case/{case.reference}/"))
    assert "1 of its 4 sentences stand in the text of the answer." in page


def test_more_contributions_ask_no_more(cast: Cast, sign_in: SignIn) -> None:
    case, client = own(cast), sign_in(cast.focal_point)
    part_of(cast, case)
    few = queries(client, at(case))
    for number in range(3):
        other = department(f"other-{number}", f"Other {number}")
        writer = person(f"writer-{number}", "focal point", other)
        contribution = ask(cast, case, of=other)
        write(cast, contribution, PART, by=writer)
        take(contribution, "deliver", writer)
    assert queries(client, at(case)) == few


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
