"""The page on cases answered together: who they are, joining, taking apart."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import grouping
from cases.models import Case
from cases.searching import index
from tests.cases.pages.conftest import SignIn
from tests.cast import NOW, Cast, assigned, draft, drafted, sent


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def joined(cast: Cast) -> tuple[Case, Case]:
    first, second = drafted(cast), assigned(cast)
    draft(second, by=cast.alternate, full_text="Doctors.")
    grouping.join(first, second, text_of=first, by=cast.focal_point, now=NOW)
    return first, Case.objects.get(pk=second.pk)


def address(case: Case) -> str:
    return f"/case/{case.reference}/together/"


def test_a_case_is_searched_for_and_joined(cast: Cast, sign_in: SignIn) -> None:
    first, second = drafted(cast), drafted(cast)
    browser = sign_in(cast.focal_point)
    assert address(first) in text_of(browser.get(f"/case/{first.reference}/"))
    assert second.reference in text_of(browser.get(f"{address(first)}?search={second.reference}"))
    fields = {"act": "join", "with": second.reference, "text": "theirs", "seen": str(first.version)}
    page = text_of(browser.post(address(first), fields, follow=True))
    assert "are answered together now" in page
    assert "2 cases share this answer" in page


@pytest.mark.parametrize(("words", "finds"), [
    ("clinic RURAL", True), ("dispensaires", True), ("العيادات", True), ("areas rural", True),
    ("inics", False), ("rural zebra", False), (",", False),
])  # fmt: skip
def test_it_is_searched_for_by_its_words_in_every_language(
    cast: Cast, sign_in: SignIn, words: str, finds: bool
) -> None:
    first, second = drafted(cast), drafted(cast)
    second.recommendation.wordings.create(language="fr", text="Ouvrir des dispensaires.")
    second.recommendation.wordings.create(language="ar", text="افتحوا عيادات في القرى.")
    index.refresh([second.recommendation_id])
    page = text_of(sign_in(cast.focal_point).get(address(first), {"search": words}))
    assert (second.reference in page) == finds


def test_only_cases_of_the_same_round_lead_and_place_are_offered(cast: Cast, sign_in: SignIn) -> None:
    first = drafted(cast)
    others = [sent(cast), assigned(cast), assigned(cast, to=cast.justice)]
    page = text_of(sign_in(cast.focal_point).get(address(first)))
    assert not any(case.reference in page for case in others)
    assert "No other case of this round and lead stands at the same place now." in page


def test_one_is_taken_apart(cast: Cast, sign_in: SignIn, joined: tuple[Case, Case]) -> None:
    first, second = joined
    fields = {"act": "split", "case": [second.reference], "seen": str(first.version)}
    page = text_of(sign_in(cast.focal_point).post(address(first), fields, follow=True))
    assert "1 case goes on by itself, with the text so far." in page
    assert "Answered by itself" in page


def test_the_earlier_text_is_read_from_the_case(
    cast: Cast, sign_in: SignIn, joined: tuple[Case, Case]
) -> None:
    first, _second = joined
    browser = sign_in(cast.head)
    page = text_of(browser.get(f"/case/{first.reference}/"))
    assert "Earlier, separate drafts" in page
    (text,) = first.answer.earlier_texts()
    assert "Doctors." in text_of(browser.get(f"/case/{first.reference}/earlier/{text.pk}/"))


def test_the_earlier_text_stays_within_the_department(
    cast: Cast, sign_in: SignIn, joined: tuple[Case, Case]
) -> None:
    first, _second = joined
    (text,) = first.answer.earlier_texts()
    browser = sign_in(cast.coordinator)
    assert "separate drafts" not in text_of(browser.get(f"/case/{first.reference}/"))
    assert browser.get(f"/case/{first.reference}/earlier/{text.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"act": "join"}, "Choose the case with which it is answered together."),
        ({"act": "split"}, "Tick the cases that are to be answered apart."),
        ({"act": "dance"}, "Choose what to do."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    cast: Cast, sign_in: SignIn, joined: tuple[Case, Case], fields: dict[str, str], said: str
) -> None:
    drafted(cast)
    response = sign_in(cast.focal_point).post(address(joined[0]), fields | {"remark": "Kept here."})
    assert response.status_code == 422
    assert said in text_of(response)
    assert ("Kept here." in text_of(response)) == (fields["act"] != "dance")


def test_an_old_page_is_refused(cast: Cast, sign_in: SignIn) -> None:
    first, second = drafted(cast), drafted(cast)
    fields = {"act": "join", "with": second.reference, "text": "own", "seen": "1"}
    assert sign_in(cast.focal_point).post(address(first), fields).status_code == 409


def test_who_may_not_is_offered_nothing(cast: Cast, sign_in: SignIn, joined: tuple[Case, Case]) -> None:
    page = text_of(sign_in(cast.observer).get(address(joined[0])))
    assert "2 cases share this answer" in page
    assert 'name="act"' not in page


def test_it_costs_a_fixed_number_of_queries(cast: Cast, sign_in: SignIn) -> None:
    browser, first = sign_in(cast.focal_point), drafted(cast)
    drafted(cast)
    few = queries(browser, address(first))
    for _ in range(4):
        drafted(cast)
    assert queries(browser, address(first)) == few


def queries(browser: Any, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(url).status_code == 200
    return len(captured)
