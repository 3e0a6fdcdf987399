"""Comments: said where the case is seen, kept within the department until the answer is sent."""

from __future__ import annotations

from cases import actions
from cases.drafting import commenting
from cases.models import Case, Comment
from cases.people.roles import give_role
from tests.cases.pages.conftest import SignIn
from tests.cast import FULL, NOW, Cast, draft, drafted, received, sent


def test_a_comment_of_the_department_stays_within_it(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)

    sign_in(cast.alternate).post(f"/case/{case.reference}/comment/", {"text": "Is this figure right?"})

    assert Comment.objects.get().released_at is None
    outside = sign_in(cast.coordinator).get(f"/case/{case.reference}/").content.decode()
    assert "Is this figure right?" not in outside


def test_a_comment_of_a_validator_is_read_by_the_department(cast: Cast, sign_in: SignIn) -> None:
    case = sent(cast)

    sign_in(cast.validator).post(f"/case/{case.reference}/comment/", {"text": "Which year is this?"})

    inside = sign_in(cast.focal_point).get(f"/case/{case.reference}/").content.decode()
    assert "Which year is this?" in inside


def test_an_empty_comment_is_not_kept(cast: Cast, sign_in: SignIn) -> None:
    case = sent(cast)

    response = sign_in(cast.validator).post(f"/case/{case.reference}/comment/", {"text": "   "})

    assert response.status_code == 422
    assert not Comment.objects.exists()


def test_a_case_without_an_answer_takes_none_and_shows_the_text_again(cast: Cast, sign_in: SignIn) -> None:
    case = received(cast)

    response = sign_in(cast.coordinator).post(f"/case/{case.reference}/comment/", {"text": "Too early, yes."})

    assert response.status_code == 409
    assert "Too early, yes." in response.content.decode()


def test_a_strangers_comment_is_shown_again_and_not_kept(cast: Cast, sign_in: SignIn) -> None:
    case = sent(cast)

    response = sign_in(cast.stranger).post(f"/case/{case.reference}/comment/", {"text": "Let me in please."})

    assert response.status_code == 404
    assert "Let me in please." in response.content.decode()
    assert not Comment.objects.exists()


def test_an_observer_reads_and_does_not_comment(cast: Cast, sign_in: SignIn) -> None:
    case = sent(cast)
    give_role(cast.stranger, "observer")
    client = sign_in(cast.stranger)
    assert 'name="text"' not in client.get(f"/case/{case.reference}/").content.decode()
    response = client.post(f"/case/{case.reference}/comment/", {"text": "May I ask?"})
    assert "Observers read; comments are for those who work on the answer." in response.content.decode()
    assert not Comment.objects.exists()


def test_an_answer_stands_under_its_comment_and_done_folds_it_away(cast: Cast, sign_in: SignIn) -> None:
    case, client = drafted(cast), sign_in(cast.focal_point)
    said = actions.add_comment(case, text="Is this figure right?", by=cast.head, now=NOW)
    address = f"/case/{case.reference}/comment/{said.pk}"

    answered = client.post(f"{address}/answer/", {"text": "It is that of the census."})
    assert answered.url == f"/case/{case.reference}/#comment-{said.pk}"
    page = client.get(f"/case/{case.reference}/").content.decode()
    assert "(1 open)" in page
    assert page.index("Is this figure right?") < page.index("It is that of the census.")

    client.post(f"{address}/done/")
    page = client.get(f"/case/{case.reference}/").content.decode()
    assert "No comment is open." in page
    assert "One comment is done" in page
    assert "Open it again" in page


def test_an_empty_answer_is_refused_where_it_was_typed(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    said = actions.add_comment(case, text="Is this figure right?", by=cast.head, now=NOW)

    response = sign_in(cast.alternate).post(
        f"/case/{case.reference}/comment/{said.pk}/answer/", {"text": " "}
    )

    assert response.status_code == 422
    assert "Write the answer first." in response.content.decode()


def test_a_comment_shows_the_passage_and_says_when_it_was_changed(cast: Cast, sign_in: SignIn) -> None:
    case, client = drafted(cast), sign_in(cast.head)
    passage = "opened two hundred rural clinics"
    client.post(f"/case/{case.reference}/comment/", {"text": "Really?", "quote": passage})
    page = client.get(f"/case/{case.reference}/").content.decode()
    assert "About this passage of version 1." in page

    draft(case, by=cast.focal_point, full_text="Three hundred clinics opened.")

    page = client.get(f"/case/{case.reference}/").content.decode()
    assert "This passage was changed since; so it read in version 1." in page
    assert f">{passage}</blockquote>" in page


def test_a_passage_that_is_not_found_is_said_and_nothing_typed_is_lost(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    typed = {"text": "Really?", "quote": "No such words."}

    response = sign_in(cast.head).post(f"/case/{case.reference}/comment/", typed)

    page = response.content.decode()
    assert response.status_code == 409
    assert "This passage stands in no saved text." in page
    assert "Really?" in page
    assert "No such words." in page


def test_a_passage_that_was_not_sent_is_not_released_with_its_comment(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    draft(case, by=cast.focal_point, full_text="Zanzibar was here.")
    actions.add_comment(case, text="Take this out.", quote="Zanzibar", by=cast.head, now=NOW)
    draft(case, by=cast.focal_point, full_text="Nothing of it is here.")
    actions.take_step(Case.objects.get(pk=case.pk), "sign_and_send", by=cast.head, now=NOW)

    for row in ("", "review/"):
        page = sign_in(cast.validator).get(f"/case/{case.reference}/{row}").content.decode()
        assert "Take this out." in page
        assert "Zanzibar" not in page
    assert "Zanzibar" in sign_in(cast.alternate).get(f"/case/{case.reference}/").content.decode()


def test_the_passages_of_open_talks_are_marked_in_the_text_that_is_read(cast: Cast, sign_in: SignIn) -> None:
    case, client = sent(cast), sign_in(cast.validator)
    gone, said = [
        actions.add_comment(case, text="Really?", quote=quote, by=cast.validator, now=NOW)
        for quote in ("Waiting times fell", "two hundred rural clinics")
    ]
    commenting.settle_comment(case, gone, by=cast.validator, now=NOW)

    for address in (f"/case/{case.reference}/", f"/case/{case.reference}/review/"):
        page = client.get(address).content.decode()
        assert page.count("<mark>two hundred rural clinics</mark>") == 1  # not in the short text too
        assert f'id="passage-{said.pk}" href="#comment-{said.pk}"' in page
        assert f'href="#passage-{said.pk}">Passage 1 in the text</a>' in page
        assert f"passage-{gone.pk}" not in page


def test_a_passage_is_marked_in_a_review_against_an_earlier_text(cast: Cast, sign_in: SignIn) -> None:
    case, client = sent(cast), sign_in(cast.validator)
    client.post(f"/case/{case.reference}/review/", {"decision": "seen", "shown": case.answer.sent_id})
    actions.take_step(case, "withdraw", by=cast.focal_point, now=NOW)
    draft(case, by=cast.focal_point, full_text=FULL.replace("two hundred", "three hundred"))
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    actions.add_comment(case, text="Why?", quote="opened three hundred", by=cast.validator, now=NOW)

    page = client.get(f"/case/{case.reference}/review/").content.decode()

    assert "<mark>three</mark>" in page
    assert "<mark> hundred</mark>" in page
    assert "Passage 1 in the text" in page


def test_a_talk_with_a_refused_answer_stays_at_its_passage(cast: Cast, sign_in: SignIn) -> None:
    case = sent(cast)
    said = actions.add_comment(case, text="?", quote="rural clinics", by=cast.validator, now=NOW)

    answer = sign_in(cast.coordinator).post(f"/case/{case.reference}/comment/{said.pk}/answer/", {"text": ""})

    assert answer.status_code == 422
    assert "Passage 1 in the text" in answer.content.decode()
