"""Writing the answer: saved, saved and sent, and never lost."""

from __future__ import annotations

from typing import Any

from django.test import Client

from cases import actions
from cases.models import Case, Version
from tests.cases.pages.conftest import SignIn
from tests.cases.stations import for_signature
from tests.cast import DUE, FULL, NOW, SHORT, Cast, assigned, draft, drafted, sent, status


def save(client: Client, case: Case, **typed: Any) -> Any:
    given = {"full_text": FULL, "short_text": SHORT, "status": status("in-progress").pk, "started_from": 0}
    return client.post(f"/case/{case.reference}/draft/", given | typed)


def said(response: Any) -> str:
    return response.content.decode()


def test_saving_keeps_a_version_and_accepts_the_case(cast: Cast, sign_in: SignIn) -> None:
    case = assigned(cast)

    response = save(sign_in(cast.focal_point), case)

    case.refresh_from_db()
    assert response.status_code == 302
    assert (case.state, case.answer.latest_draft().full_text) == ("drafting", FULL)
    assert case.proposed_status == status("in-progress")


def test_save_and_send_saves_before_it_sends(cast: Cast, sign_in: SignIn) -> None:
    case = assigned(cast)

    save(sign_in(cast.focal_point), case, then="send_for_sign_off")

    case.refresh_from_db()
    assert (case.state, case.answer.latest_draft().full_text) == ("sign-off", FULL)


def test_a_department_without_a_head_signs_by_its_focal_point(cast: Cast, sign_in: SignIn) -> None:
    case, client = assigned(cast, to=cast.justice), sign_in(cast.justice_focal_point)

    page = said(client.get(f"/case/{case.reference}/"))
    save(client, case, then="sign_and_send")

    case.refresh_from_db()
    assert "Save, sign and send" in page
    assert case.state == "validation"


def test_the_text_is_saved_even_where_the_step_is_refused(cast: Cast, sign_in: SignIn) -> None:
    case, client = assigned(cast), sign_in(cast.focal_point)

    response = save(client, case, status="", then="send_for_sign_off")

    case.refresh_from_db()
    assert (case.state, case.answer.latest_draft().full_text) == ("drafting", FULL)
    page = said(client.get(response.url))
    assert "Your text is saved. It went no further: Propose an implementation status first." in page


def test_an_unchanged_text_makes_no_version(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast, full_text="Two lines,\none text.")

    save(sign_in(cast.focal_point), case, full_text="Two lines,\r\none text.", started_from=1)

    assert case.answer.versions.count() == 1


def test_two_writers_are_shown_both_texts_and_lose_nothing(cast: Cast, sign_in: SignIn) -> None:
    case, client = drafted(cast), sign_in(cast.focal_point)
    draft(case, by=cast.alternate, full_text="Theirs stands here now.")

    response = save(client, case, full_text="Mine is another text.", started_from=1)

    page = said(response)
    assert response.status_code == 409
    assert "Theirs stands here now." in page
    assert "Mine is another text." in page
    assert "Save mine where both changed" in page
    assert case.answer.latest_draft().full_text == "Theirs stands here now."
    assert 'name="started_from" value="2"' in page


def test_mine_may_be_saved_over_theirs_once_both_were_shown(cast: Cast, sign_in: SignIn) -> None:
    case, client = drafted(cast), sign_in(cast.focal_point)
    draft(case, by=cast.alternate, full_text="Theirs stands here now.")

    save(client, case, full_text="Mine is another text.", started_from=2)

    assert case.answer.latest_draft().full_text == "Mine is another text."
    assert Version.objects.filter(full_text="Theirs stands here now.").exists()


def test_what_was_typed_comes_back_where_the_case_went_on(cast: Cast, sign_in: SignIn) -> None:
    case = for_signature(cast)

    response = save(sign_in(cast.focal_point), case, full_text="Typed a minute too late.", started_from=1)

    assert response.status_code == 409
    assert "Typed a minute too late." in said(response)
    assert "only while the department drafts it" in said(response)


def test_what_was_typed_comes_back_where_the_case_went_away(cast: Cast, sign_in: SignIn) -> None:
    case, client = drafted(cast), sign_in(cast.focal_point)
    actions.take_step(
        case, "reassign", by=cast.coordinator, now=NOW, comment="Theirs.", lead=cast.justice, due_on=DUE
    )

    response = save(client, case, full_text="Typed a minute too late.", started_from=1)

    assert response.status_code == 404
    assert "Typed a minute too late." in said(response)


def test_what_was_typed_comes_back_to_one_who_was_signed_out(cast: Cast) -> None:
    case = drafted(cast)

    response = save(Client(), case, full_text="Typed after the session ended.", started_from=1)

    assert response.status_code == 401
    assert "Typed after the session ended." in said(response)
    assert "You were signed out meanwhile" in said(response)


def test_what_was_typed_comes_back_where_the_page_had_grown_old(cast: Cast) -> None:
    case, client = drafted(cast), Client(enforce_csrf_checks=True)
    client.force_login(cast.focal_point)

    response = save(client, case, full_text="Typed on an old page.", started_from=1)

    assert response.status_code == 403
    assert "Typed on an old page." in said(response)
    assert case.answer.versions.count() == 1


def test_a_password_is_never_shown_again(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)

    response = client.post("/account/sign-in/", {"login": "a b", "password": "correct horse battery"})

    assert response.status_code == 403
    assert "correct horse" not in said(response)


def test_only_the_lead_department_writes(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)

    response = save(sign_in(cast.coordinator), case, full_text="By the coordinator.", started_from=1)

    assert response.status_code == 403
    assert case.answer.versions.count() == 1
    assert save(sign_in(cast.justice_focal_point), case).status_code == 404


def test_nobody_writes_what_was_sent(cast: Cast, sign_in: SignIn) -> None:
    case = sent(cast)

    page = said(sign_in(cast.focal_point).get(f"/case/{case.reference}/"))

    assert 'id="draft"' not in page
    assert save(sign_in(cast.focal_point), case, started_from=1).status_code == 409


def test_the_kept_text_leads_back_to_the_page_where_it_was_typed(cast: Cast) -> None:
    case = drafted(cast)
    page = f"http://testserver/case/{case.reference}/"

    ours = Client(headers={"referer": page}).post(f"{page}draft/", {"full_text": "Typed too late."})
    foreign = Client(headers={"referer": "https://elsewhere.example/"}).post(
        f"{page}draft/", {"full_text": "Typed too late."}
    )

    assert f'href="{page}"' in said(ours)
    assert "elsewhere" not in said(foreign)


def test_an_address_that_only_takes_texts_leads_to_the_case(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)

    for address in ("draft", "comment", "evidence"):
        response = sign_in(cast.focal_point).get(f"/case/{case.reference}/{address}/")
        assert response.headers["Location"] == f"/case/{case.reference}/"


def test_a_text_that_stands_already_is_accepted_and_sent_in_one_go(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    Case.objects.filter(pk=case.pk).update(proposed_status=status("in-progress"))
    again = {"lead": cast.health, "due_on": DUE, "comment": "By the same department after all."}
    actions.take_step(case, "reassign", by=cast.coordinator, now=NOW, **again)

    save(sign_in(cast.focal_point), case, started_from=1, then="send_for_sign_off")

    case.refresh_from_db()
    assert case.state == "sign-off"


def test_sending_nothing_says_what_is_missing_and_accepts_nothing(cast: Cast, sign_in: SignIn) -> None:
    case, client = assigned(cast), sign_in(cast.focal_point)

    response = save(client, case, full_text="", short_text="", status="", then="send_for_sign_off")

    case.refresh_from_db()
    assert "Write the narrative first." in said(client.get(response.url))
    assert case.state == "assigned"


def test_a_head_who_wrote_is_warned_before_losing_the_signature(cast: Cast, sign_in: SignIn) -> None:
    case, client = drafted(cast), sign_in(cast.head)

    response = save(client, case, full_text="The head wrote this.", started_from=1, then="sign_and_send")

    case.refresh_from_db()
    assert response.status_code == 422
    assert "somebody else in your department signs" in said(response)
    assert "The head wrote this." in said(response)
    assert (case.state, case.answer.latest_draft().author) == ("drafting", cast.focal_point)


def test_a_head_signs_an_unchanged_text(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)

    save(sign_in(cast.head), case, started_from=1, then="sign_and_send")

    case.refresh_from_db()
    assert case.state == "validation"


def test_a_comment_of_one_word_comes_back_too(cast: Cast) -> None:
    case = drafted(cast)

    page = said(Client().post(f"/case/{case.reference}/comment/", {"text": "Agreed"}))

    assert "Agreed</textarea>" in page


def test_who_only_pressed_a_button_signs_in_and_lands_on_its_page(cast: Cast) -> None:
    page = "http://testserver/desk/?standing=to-assign"

    response = Client().post("/desk/assign/", {"which": "page"}, headers={"referer": page})

    assert response.status_code == 302
    assert response.url.endswith("next=http%3A//testserver/desk/%3Fstanding%3Dto-assign")


def test_saving_nothing_begins_nothing(cast: Cast, sign_in: SignIn) -> None:
    case, client = assigned(cast), sign_in(cast.focal_point)

    response = save(client, case, full_text="", short_text="", status="")

    case.refresh_from_db()
    assert "There is nothing to save yet" in said(client.get(response.url))
    assert (case.state, case.answer.versions.count()) == ("assigned", 0)
