"""The page on the answers to write: what stands together, beginning by one press, taking it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import actions
from cases.models import Case, FormerText, Round
from tests.cases.pages.conftest import SignIn
from tests.cast import DUE, LATER, NOW, Cast, approved, assigned, draft, received
from workflow import engine

PRISONS = ("Reduce overcrowding in prisons.", "End the overcrowding of prisons without delay.")
OLD = "There were 2,300 judges (31 December 2024)."
ADDRESS = "/my-work/begin/"


@pytest.fixture(autouse=True)
def _window(settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def asked(cast: Cast, text: str) -> Case:
    case = received(cast, text)
    actions.take_step(case, "assign", by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE)
    return case


def asked_again(cast: Cast, text: str = OLD) -> Case:
    """A case that was answered, and is asked anew."""
    case = assigned(cast)
    draft(case, by=cast.focal_point, full_text=text, short_text=text)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    actions.take_step(case, "approve", by=cast.validator, now=NOW)
    more = {"title": "Mid-term", "language": "en", "opened_on": NOW.date()}
    asked_in, _made = Round.objects.get_or_create(code="2027", defaults=more)
    engine.perform(case, "open_round", by=cast.coordinator, now=NOW, round=asked_in, due_on=LATER)
    return Case.objects.get(pk=case.pk)


def test_like_cases_stand_together_and_are_begun_by_one_press(cast: Cast, sign_in: SignIn) -> None:
    cases = [asked(cast, text) for text in (*PRISONS, "Adopt a law on drinking water.")]
    browser = sign_in(cast.focal_point)
    page = text_of(browser.get(ADDRESS))
    assert "3 new cases wait for you, as 2 answers to write." in page
    assert "2 cases, one answer" in page
    fields = {"case": [case.reference for case in cases[:2]], "text": "", "then": "begin"}
    page = text_of(browser.post(ADDRESS, fields, follow=True))
    assert "2 cases are begun as one answer" in page
    assert "1 new case waits for you, as 1 answer to write." in page
    assert [case.state for case in Case.objects.order_by("pk")] == ["drafting", "drafting", "assigned"]


def test_one_may_be_taken_out_before(cast: Cast, sign_in: SignIn) -> None:
    first, second = [asked(cast, text) for text in PRISONS]
    sign_in(cast.focal_point).post(ADDRESS, {"case": [second.reference], "text": ""})
    assert [case.state for case in Case.objects.order_by("pk")] == ["assigned", "drafting"]
    assert Case.objects.get(pk=first.pk).answer_id != Case.objects.get(pk=second.pk).answer_id


def test_the_last_text_stands_there_with_its_old_figures_and_is_brought_in(
    cast: Cast, sign_in: SignIn
) -> None:
    case = asked_again(cast)
    browser = sign_in(cast.focal_point)
    page = text_of(browser.get(ADDRESS))
    assert f'the answer to <bdi dir="ltr" class="ref">{case.reference}</bdi>' in page
    assert "<bdi>2,300 judges</bdi>" in page
    assert "31 December 2024" in page
    last = case.past_rounds.get().answer.approved
    browser.post(ADDRESS, {"case": case.reference, "text": last.pk, "then": "begin"})
    (version,) = case.answer.versions.all()
    assert (version.full_text, version.taken_from) == (OLD, last)
    assert "It begins with an earlier answer" in text_of(browser.get(f"/case/{case.reference}/"))


def test_what_the_un_text_changed_since_is_marked(cast: Cast, sign_in: SignIn) -> None:
    case = asked_again(cast)
    assert "The UN text has not changed since." in text_of(sign_in(cast.focal_point).get(ADDRESS))
    former = {"of": case.recommendation, "language": "en", "until": NOW + timedelta(days=1)}
    FormerText.objects.create(text="Open clinics in mountain areas.", **former)
    page = text_of(sign_in(cast.focal_point).get(ADDRESS))
    assert "What the UN text changed since" in page
    assert "mountain" in page


def test_a_text_that_is_not_offered_is_not_brought_in(cast: Cast, sign_in: SignIn) -> None:
    case = asked(cast, "Adopt a law on drinking water.")
    other = approved(cast).answer.approved
    answer = sign_in(cast.focal_point).post(ADDRESS, {"case": case.reference, "text": other.pk})
    assert answer.status_code == 422
    assert "not offered for these cases any more" in text_of(answer)
    assert Case.objects.get(pk=case.pk).state == "assigned"


def test_it_is_taken_back(cast: Cast, sign_in: SignIn) -> None:
    cases = [asked(cast, text) for text in PRISONS]
    browser = sign_in(cast.focal_point)
    browser.post(ADDRESS, {"case": [case.reference for case in cases], "text": ""})
    assert "Just begun" in text_of(browser.get(ADDRESS))
    version = Case.objects.get(pk=cases[0].pk).version
    fields = {"case": cases[0].reference, "seen": version}
    assert "Taken back: 2 cases wait" in text_of(browser.post(f"{ADDRESS}undo/", fields, follow=True))
    assert {case.state for case in Case.objects.all()} == {"assigned"}


def test_who_was_too_late_is_told(cast: Cast, sign_in: SignIn) -> None:
    case = asked(cast, PRISONS[0])
    actions.take_step(case, "accept", by=cast.alternate, now=timezone.now())
    answer = sign_in(cast.focal_point).post(ADDRESS, {"case": case.reference, "text": ""})
    assert answer.status_code == 422
    assert "Somebody has begun one of these cases meanwhile" in text_of(answer)


def test_nothing_chosen_is_said(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.focal_point).post(ADDRESS, {"text": ""})
    assert answer.status_code == 422
    assert "Choose the cases that one answer is for." in text_of(answer)


def test_who_has_nothing_to_begin_reads_so(cast: Cast, sign_in: SignIn) -> None:
    for who in (cast.focal_point, cast.coordinator, cast.stranger):
        assert "Nothing waits to be begun." in text_of(sign_in(who).get(ADDRESS))


def test_my_work_leads_there_once_there_are_several(cast: Cast, sign_in: SignIn) -> None:
    for text in (*PRISONS, "Adopt a law on drinking water."):
        asked(cast, text)
    browser = sign_in(cast.focal_point)
    assert ADDRESS not in text_of(browser.get("/my-work/"))
    asked(cast, "Ratify the Convention.")
    assert "Begin 4 new cases together" in text_of(browser.get("/my-work/"))
    assert ADDRESS not in text_of(sign_in(cast.head).get("/my-work/"))


def test_as_many_queries_for_ten_as_for_two(cast: Cast, sign_in: SignIn) -> None:
    browser, counted = sign_in(cast.focal_point), []
    for number in (2, 8):
        for _ in range(number):
            asked_again(cast)
        with CaptureQueriesContext(connection) as queries:
            browser.get(ADDRESS)
        counted.append(len(queries))
    assert counted == [28, 28]
