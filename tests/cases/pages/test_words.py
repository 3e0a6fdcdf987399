"""The words of a report on the pages: beside the editor, on My work, of a department, of a round."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.models import OwnShare, Round
from cases.models.access import NAMED
from cases.rounds import words
from tests.cases.pages.conftest import SignIn
from tests.cast import LATER, NOW, Cast, assigned, draft, drafted, received, sent

PAGE = "/desk/rounds/2026/words/"


@pytest.fixture
def limited(cast: Cast) -> Cast:
    Round.objects.update(report_words=1000)
    cast.round.refresh_from_db()
    return cast


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


class TestTheEditor:
    def test_it_counts_against_the_share(self, limited: Cast, sign_in: SignIn) -> None:
        case = drafted(limited)
        page = text_of(sign_in(limited.focal_point).get(f"/case/{case.reference}/"))
        assert "<span>11</span> of about 900 words" in page
        assert "its share of the report&#x27;s 1,000 words" in page
        assert "data-over hidden" in page

    def test_longer_is_a_warning_and_no_refusal(self, limited: Cast, sign_in: SignIn) -> None:
        case = assigned(limited)
        words.set_share(case.present_answer, 3, by=limited.coordinator, now=NOW)
        draft(case, by=limited.focal_point, short_text="One two three four.")
        client = sign_in(limited.focal_point)
        page = text_of(client.get(f"/case/{case.reference}/"))
        assert "<span>4</span> of about 3 words" in page
        assert "data-over hidden" not in page
        assert "Longer than it should be. You can save and send it all the same." in page
        actions.take_step(case, "sign_and_send", by=limited.head, now=NOW)
        review = text_of(sign_in(limited.validator).get(f"/case/{case.reference}/review/"))
        assert "The short text is longer than its share: 4 words, of about 3." in review

    def test_the_full_text_has_a_wish_of_its_own(self, cast: Cast, sign_in: SignIn) -> None:
        case = drafted(cast)
        client = sign_in(cast.focal_point)
        assert "of about" not in text_of(client.get(f"/case/{case.reference}/"))
        Round.objects.update(full_text_words=5)
        page = text_of(client.get(f"/case/{case.reference}/"))
        assert "<span>18</span> of about 5 words <span" in page
        assert "data-over>" in page

    def test_more_answers_ask_no_more(self, limited: Cast, sign_in: SignIn) -> None:
        case = drafted(limited)
        client, address = sign_in(limited.focal_point), f"/case/{case.reference}/"
        few = queries(client, address)
        drafted(limited), sent(limited), received(limited)
        assert queries(client, address) == few


class TestOfADepartment:
    def test_my_work_tells_the_department_how_far_it_is(self, limited: Cast, sign_in: SignIn) -> None:
        drafted(limited), sent(limited), assigned(limited, to=limited.justice)
        page = text_of(sign_in(limited.focal_point).get("/my-work/"))
        assert "22 of about 600 words of the report, in 2 answers." in page
        assert "words of the report" not in text_of(sign_in(limited.coordinator).get("/my-work/"))

    def test_who_oversees_counts_what_was_sent(self, limited: Cast, sign_in: SignIn) -> None:
        drafted(limited), sent(limited)
        said = {
            name: text_of(sign_in(getattr(limited, name)).get("/departments/health/"))
            for name in ("head", "coordinator")
        }
        assert "22 of about 900 words of the report, in 2 answers." in said["head"]
        assert "11 of about 900 words of the report, in 2 answers." in said["coordinator"]

    def test_a_restricted_answer_counts_for_who_is_named_alone(self, limited: Cast, sign_in: SignIn) -> None:
        hidden = sent(limited)
        sent(limited)
        actions.take_step(hidden, "restrict", by=limited.coordinator, now=NOW, comment="A witness.")
        assert hidden.permitted.filter(permission__codename=NAMED, user=limited.coordinator).exists()
        for person, answers in ((limited.coordinator, "2 answers"), (limited.observer, "1 answer")):
            page = text_of(sign_in(person).get("/departments/health/"))
            assert f"words of the report, in {answers}." in page

    @pytest.mark.parametrize("address", ["/my-work/", "/departments/health/"])
    def test_more_answers_ask_no_more(self, limited: Cast, sign_in: SignIn, address: str) -> None:
        client = sign_in(limited.head)
        drafted(limited), sent(limited)
        few = queries(client, address)
        drafted(limited), sent(limited), drafted(limited)
        assert queries(client, address) == few


class TestOfARound:
    @pytest.fixture
    def desk(self, client: Client, cast: Cast) -> Client:
        client.force_login(cast.coordinator)
        return client

    def test_the_coordinator_sets_and_clears_the_words(self, desk: Client, cast: Cast) -> None:
        typed = {"title": "Report", "due_on": LATER}
        desk.post("/desk/rounds/2026/", typed | {"report_words": "10700", "full_text_words": "600"})
        cast.round.refresh_from_db()
        assert (cast.round.report_words, cast.round.full_text_words) == (10_700, 600)
        assert 'value="10700"' in text_of(desk.get("/desk/rounds/2026/"))
        assert desk.post("/desk/rounds/2026/", typed | {"report_words": "0"}).status_code == 422
        desk.post("/desk/rounds/2026/", typed)
        cast.round.refresh_from_db()
        assert cast.round.report_words is None

    def test_without_words_it_says_where_to_set_them(self, desk: Client) -> None:
        page = text_of(desk.get(PAGE))
        assert "No number of words is set for the report of this round." in page
        assert "/desk/rounds/2026/#correct" in page

    def test_it_shows_departments_and_answers_and_sets_shares(self, desk: Client, limited: Cast) -> None:
        case, other = sent(limited), sent(limited)
        page = text_of(desk.get(PAGE))
        assert "Each answer has about 450 words." in page
        assert "What was sent so far has 22 of 1,000 words." in page
        named = f"words-{case.answer_id}"
        answer = desk.post(f"{PAGE}set/?over=", {named: "4", f"words-{other.answer_id}": ""}, follow=True)
        assert "The shares are saved." in text_of(answer)
        assert "11 of about 4 words" in text_of(answer)
        over = text_of(desk.get(f"{PAGE}?over=1&lead=health"))
        assert case.reference in over
        assert other.reference not in over
        desk.post(f"{PAGE}set/", {named: "", f"was-{named}": "4"})
        assert not OwnShare.objects.exists()

    def test_an_old_page_undoes_no_share_of_somebody_else(self, desk: Client, limited: Cast) -> None:
        case, other = sent(limited), sent(limited)
        mine, theirs = f"words-{case.answer_id}", f"words-{other.answer_id}"
        old = {mine: "4", f"was-{mine}": "", theirs: "", f"was-{theirs}": ""}
        words.set_share(other.present_answer, 300, by=limited.coordinator, now=NOW)

        assert desk.post(f"{PAGE}set/", old).status_code == 302

        shares = dict(OwnShare.objects.values_list("answer", "words"))
        assert shares == {case.answer_id: 4, other.answer_id: 300}
        assert f'name="was-{theirs}" value="300"' in text_of(desk.get(PAGE))

    def test_a_share_that_two_changed_is_shown_before_it_is_set(self, desk: Client, limited: Cast) -> None:
        case, other = sent(limited), sent(limited)
        mine, theirs = f"words-{case.answer_id}", f"words-{other.answer_id}"
        old = {mine: "4", f"was-{mine}": "", theirs: "200", f"was-{theirs}": "100"}
        words.set_share(other.present_answer, 300, by=limited.coordinator, now=NOW)

        answer = desk.post(f"{PAGE}set/", old)

        page = text_of(answer)
        assert (answer.status_code, "Somebody else wrote “" in page) == (409, True)
        for said in (f'name="was-{theirs}" value="300"', 'value="200"', 'value="4"'):
            assert said in page
        assert dict(OwnShare.objects.values_list("answer", "words")) == {other.answer_id: 300}
        desk.post(f"{PAGE}set/", old | {f"was-{theirs}": "300"})
        assert OwnShare.objects.get(answer=other.answer_id).words == 200

    def test_what_is_no_number_comes_back_with_a_sentence(self, desk: Client, limited: Cast) -> None:
        case = sent(limited)
        answer = desk.post(f"{PAGE}set/", {f"words-{case.answer_id}": "many"})
        assert answer.status_code == 422
        assert 'value="many"' in text_of(answer)
        assert f"Words for {case.reference}" in text_of(answer)
        assert not OwnShare.objects.exists()

    @pytest.mark.parametrize("digits", [18, 30, 5000])
    def test_a_name_with_too_many_digits_names_no_answer(
        self, desk: Client, limited: Cast, digits: int
    ) -> None:
        case = sent(limited)
        typed = f"words-{case.answer_id}=4&words-{'9' * digits}=5"
        answer = desk.post(f"{PAGE}set/", typed, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 302
        assert [one.words for one in OwnShare.objects.all()] == [4]

    def test_the_answer_of_a_hidden_case_is_neither_shown_nor_set(self, desk: Client, limited: Cast) -> None:
        hidden = sent(limited)
        actions.take_step(hidden, "restrict", by=limited.coordinator, now=NOW, comment="A witness.")
        hidden.permitted.filter(user=limited.coordinator).delete()
        assert hidden.reference not in text_of(desk.get(PAGE))
        desk.post(f"{PAGE}set/", {f"words-{hidden.answer_id}": "7"})
        assert not OwnShare.objects.exists()

    def test_more_answers_ask_no_more(self, desk: Client, limited: Cast) -> None:
        sent(limited), assigned(limited, to=limited.justice)
        few = queries(desk, PAGE)
        sent(limited), drafted(limited), assigned(limited, to=limited.justice)
        assert queries(desk, PAGE) == few
