"""Earlier answers: the page of search, one of them, and one beside a draft."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cases import actions
from cases.pages.answers import LOOKED_AT
from cases.people.models import Department
from cases.searching import marking
from cases.searching.folding import fold_with_places
from tests.cases.pages.conftest import SignIn
from tests.cases.test_translating import TEXTS, revise, translate
from tests.cast import NOW, Cast, approved, assigned, drafted, person


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def browser(sign_in: SignIn, cast: Cast) -> Client:
    return sign_in(cast.focal_point)


def test_it_shows_the_passage_and_where_it_stands(browser: Client, cast: Cast) -> None:
    case = approved(cast)
    page = text_of(browser.get("/answers/?search=clinics waiting"))
    assert "rural <mark>clinics</mark>. <mark>Waiting</mark> times" in page
    assert "One answer has these words." in page
    for said in (case.reference, "Ministry of Health", "National report 2026", "2 March 2026", "English"):
        assert said in page
    assert "Put it beside the draft" not in page


@pytest.mark.parametrize(("query", "said"), [
    ("", "Type a word or several"),
    ("search=zebra", "No approved answer that you may read"),
    ("search=clinics&page=99", "One answer has these words"),
    ("search=%22%27%5C:*", "No approved answer that you may read"),
])  # fmt: skip
def test_what_to_do_is_said(browser: Client, cast: Cast, query: str, said: str) -> None:
    approved(cast)
    assert said in text_of(browser.get(f"/answers/?{query}"))


def test_one_is_read_with_its_text_to_copy(browser: Client, cast: Cast) -> None:
    case = approved(cast)
    page = text_of(browser.get(f"/answers/{case.present_answer.approved_id}/"))
    assert page.count("The Health Act of 2024 opened two hundred rural clinics.") == 2
    assert f'href="/case/{case.reference}/"' in page


@pytest.mark.parametrize("independent", [True, False])
def test_what_others_translated_of_an_independent_body_is_called_unofficial(
    sign_in: SignIn, cast: Cast, independent: bool
) -> None:
    case = approved(cast)
    translate(case, person("translator", "translator"))
    revise(case, person("reviser", "translator"))
    Department.objects.filter(pk=cast.health.pk).update(independent=independent)
    page = text_of(sign_in(cast.coordinator).get(f"/answers/{case.present_answer.approved_id}/"))
    assert TEXTS["full_text"] in page
    assert ("it is unofficial" in page) == independent


@pytest.mark.parametrize("who", ["stranger", "justice_focal_point"])
def test_others_open_none(cast: Cast, sign_in: SignIn, who: str) -> None:
    text = approved(cast).present_answer.approved_id
    browser = sign_in(getattr(cast, who))
    assert browser.get(f"/answers/{text}/").status_code == 404
    assert "No approved answer" in text_of(browser.get("/answers/?search=clinics"))


def test_a_draft_is_not_opened_as_an_answer(browser: Client, cast: Cast) -> None:
    version = drafted(cast).present_answer.versions.get()
    assert browser.get(f"/answers/{version.pk}/").status_code == 404


def test_one_stands_beside_the_draft(browser: Client, cast: Cast) -> None:
    text, case = approved(cast).present_answer.approved_id, assigned(cast)
    found = text_of(browser.get(f"/answers/?search=clinics&case={case.reference}"))
    assert f'href="/case/{case.reference}/?beside={text}#earlier-answer"' in found
    page = text_of(browser.get(f"/case/{case.reference}/?beside={text}"))
    assert 'id="earlier-answer"' in page
    assert "two hundred rural clinics" in page
    assert 'id="draft"' in page


@pytest.mark.parametrize("asked", ["0", "-1", "x", "9" * 30, "draft"])
def test_what_may_not_be_read_stands_beside_no_draft(browser: Client, cast: Cast, asked: str) -> None:
    case = drafted(cast)
    asked = str(case.present_answer.versions.get().pk) if asked == "draft" else asked
    assert 'id="earlier-answer"' not in text_of(browser.get(f"/case/{case.reference}/?beside={asked}"))


def test_only_for_a_case_that_one_sees(browser: Client, cast: Cast) -> None:
    assert browser.get(f"/answers/?case={assigned(cast, cast.justice).reference}").status_code == 404


def test_it_asks_the_database_as_often_for_many(
    browser: Client, cast: Cast, django_assert_num_queries: Any
) -> None:
    approved(cast)
    browser.get("/answers/?search=clinics")
    for _round in range(2):
        with django_assert_num_queries(15):
            browser.get("/answers/?search=clinics")
        for _number in range(3):
            approved(cast)


def test_the_desk_leads_there_with_its_words(cast: Cast, sign_in: SignIn) -> None:
    page = text_of(sign_in(cast.coordinator).get("/desk/?search=rural wells"))
    assert 'href="/answers/?search=rural%20wells"' in page


def test_a_long_text_is_looked_through_once_and_not_to_its_end(
    browser: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    folded: list[int] = []

    def counted(text: str) -> tuple[str, list[int]]:
        folded.append(len(text))
        return fold_with_places(text)

    monkeypatch.setattr(marking, "fold_with_places", counted)
    text = "Schools opened. " + "word " * (LOOKED_AT // 5) + "yak zebra."
    case = drafted(cast, full_text=text)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    actions.take_step(case, "approve", by=cast.validator, now=NOW)
    page = text_of(browser.get("/answers/?search=schools opened yak zebra"))
    assert "<mark>Schools</mark> <mark>opened</mark>" in page
    assert sorted(folded)[-1] == LOOKED_AT
    assert len(folded) == 2
