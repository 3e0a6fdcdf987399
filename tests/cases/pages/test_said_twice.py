"""The page of cases that say the same thing: what a coordinator sees and does there."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cases.alike.finding import find
from cases.models import Case, SaidTwice
from tests.cast import DUE, NOW, Cast, approved, received, status

ADDRESS = "/desk/said-twice/"
TEXTS = ("Ratify the treaty on disappearances.", "Ratify the treaty on disappearances now.")

PERHAPS = "Accede to the treaty on disappearances."


@pytest.fixture
def browser(cast: Cast, client: Client) -> Client:
    client.force_login(cast.coordinator)
    return client


def group(cast: Cast) -> SaidTwice:
    received(cast, "Build wells in the villages of the south.")
    for text in TEXTS:
        received(cast, text)
    find(NOW)
    return SaidTwice.objects.get()


def test_the_texts_stand_side_by_side_with_what_differs(cast: Cast, browser: Client) -> None:
    group(cast)
    page = browser.get(ADDRESS).content.decode()
    assert TEXTS[0] in page
    assert "<ins>" in page
    assert " now" in page
    assert "wells" not in page


def test_what_is_perhaps_the_same_stands_in_a_list_of_its_own(cast: Cast, browser: Client) -> None:
    received(cast, "Build wells in the villages of the south.")
    cases = [received(cast, text, status_in_source=text) for text in (TEXTS[0], PERHAPS)]
    find(NOW)
    assert PERHAPS not in browser.get(ADDRESS).content.decode()
    page = browser.get(f"{ADDRESS}?show=perhaps").content.decode()
    assert all(case.reference in page for case in cases)
    assert "Read them: one may ask for more" in page
    assert "<ins>" not in page
    assert "contradictory implementation" not in browser.get("/desk/").content.decode()


def test_one_click_answers_them_together(cast: Cast, browser: Client) -> None:
    one = group(cast)
    sent = {"group": one.pk, "act": "take", "lead": "health", "due_on": DUE.isoformat()}
    assert browser.post(ADDRESS, sent).status_code == 302
    cases = Case.objects.filter(said_twice=one)
    assert cases.values("answer").distinct().count() == 1
    assert "2 cases share one answer now:" in browser.get(f"{ADDRESS}?show=taken").content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"lead": "health", "due_on": ""}, "Give a due date"),
        ({"lead": "", "due_on": DUE.isoformat()}, "Choose the lead department."),
        ({"lead": "nobody", "due_on": DUE.isoformat()}, "Choose the lead department."),
    ],
)
def test_what_is_missing_is_said(cast: Cast, browser: Client, given: dict[str, str], sentence: str) -> None:
    answer = browser.post(ADDRESS, {"group": group(cast).pk, "act": "take", **given})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Case.objects.filter(answer__isnull=False).exists()


def test_kept_apart_and_proposed_again(cast: Cast, browser: Client) -> None:
    one = group(cast)
    for act, state in (("refuse", "refused"), ("back", "proposed")):
        assert browser.post(ADDRESS, {"group": one.pk, "act": act}).status_code == 302
        one.refresh_from_db()
        assert one.state == state


def test_a_click_on_an_old_page_is_answered(cast: Cast, browser: Client) -> None:
    one = group(cast)
    browser.post(ADDRESS, {"group": one.pk, "act": "refuse"})
    again = browser.post(ADDRESS, {"group": one.pk, "act": "refuse"})
    assert again.status_code == 409
    assert "Look again" in again.content.decode()
    assert browser.post(ADDRESS, {"group": 10**12, "act": "refuse"}).status_code == 404


def test_a_group_with_a_case_that_is_hidden_is_not_shown(cast: Cast, browser: Client) -> None:
    one = group(cast)
    Case.objects.filter(said_twice=one).update(restricted=True)
    assert TEXTS[0] not in browser.get(ADDRESS).content.decode()
    assert browser.post(ADDRESS, {"group": one.pk, "act": "refuse"}).status_code == 404


def test_the_desk_raises_the_alarm_where_statuses_contradict(cast: Cast, browser: Client) -> None:
    first, second = approved(cast), approved(cast)
    find(NOW)
    alarm = "contradictory implementation statuses"
    assert alarm not in browser.get("/desk/").content.decode()
    Case.objects.filter(pk=second.pk).update(status=status("not-started"))
    assert alarm in browser.get("/desk/").content.decode()
    page = browser.get(f"{ADDRESS}?show=contradictory").content.decode()
    assert first.reference in page
    assert "contradict each other" in page


def test_the_desk_raises_the_alarm_where_the_file_contradicts_itself(cast: Cast, browser: Client) -> None:
    for said in ("Réalisé", "Non réalisé", "Réalisé"):
        received(cast, TEXTS[0], status_in_source=said)
    find(NOW)
    one = SaidTwice.objects.get()
    alarm = "contradictory implementation statuses"
    assert alarm in browser.get("/desk/").content.decode()
    page = browser.get(f"{ADDRESS}?show=contradictory").content.decode()
    assert "<bdi>Non réalisé</bdi>" in page
    assert "Answered together they have one status" in page
    browser.post(ADDRESS, {"group": one.pk, "act": "take", "lead": "health", "due_on": DUE.isoformat()})
    assert alarm not in browser.get("/desk/").content.decode()


def test_files_in_other_words_do_not_contradict_each_other(cast: Cast, browser: Client) -> None:
    received(cast, TEXTS[0], status_in_source="Réalisé")
    received(cast, TEXTS[0], status_in_source="Implemented", source="elsewhere")
    received(cast, TEXTS[0])
    find(NOW)
    assert "contradictory implementation" not in browser.get("/desk/").content.decode()


def test_one_text_is_shown_once(cast: Cast, browser: Client) -> None:
    cases = [received(cast, TEXTS[0]), received(cast, TEXTS[0])]
    find(NOW)
    page = browser.get(ADDRESS).content.decode()
    assert page.count(TEXTS[0]) == 1
    assert all(case.reference in page for case in cases)


def test_the_opening_of_a_sub_item_is_part_of_what_it_says(cast: Cast, browser: Client) -> None:
    for opening in ("Guarantee to women:", "In the north, guarantee to women:"):
        case = received(cast, TEXTS[0])
        case.recommendation.wordings.update(opening=opening)
    find(NOW)
    page = browser.get(ADDRESS).content.decode()
    assert "Word for word the same" not in page
    assert "In the north" in page


def test_one_is_left_out_and_what_is_refused_stands_as_chosen(cast: Cast, browser: Client) -> None:
    cases = [received(cast, TEXTS[0]) for _number in range(3)]
    find(NOW)
    one = SaidTwice.objects.get()
    sent = {"group": one.pk, "act": "take", "lead": "justice", "due_on": DUE.isoformat(), "chosen": "1"}
    refused = browser.post(ADDRESS, {**sent, "with": [cases[1].pk]})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "Tick two cases at least" in page
    assert page.count(" checked>Answer with the others") == 1
    assert '<option value="justice" selected>' in page

    assert browser.post(ADDRESS, {**sent, "with": [cases[0].pk, cases[1].pk]}).status_code == 302
    page = browser.get(f"{ADDRESS}?show=taken").content.decode()
    assert "2 cases share one answer now" in page
    assert page.count("Left out") == 1
    assert Case.objects.get(pk=cases[2].pk).answer is None


def test_after_an_act_the_list_and_its_page_are_the_same(cast: Cast, browser: Client) -> None:
    one = group(cast)
    answer = browser.post(f"{ADDRESS}?show=proposed&page=3", {"group": one.pk, "act": "refuse"})
    assert answer.headers["Location"] == f"{ADDRESS}?show=proposed&page=3"


def test_as_many_queries_for_any_number(
    cast: Cast, browser: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    group(cast)
    browser.get(ADDRESS)
    with django_assert_num_queries(QUERIES):
        browser.get(ADDRESS)
    for number in range(6):
        for _twice in range(3):
            received(cast, f"Adopt plan number{'abcdef'[number]} against floods of river{'abcdef'[number]}.")
    find(NOW)
    with django_assert_num_queries(QUERIES):
        browser.get(ADDRESS)


QUERIES = 18


def test_no_word_of_the_un_is_markup(cast: Cast, browser: Client) -> None:
    for more in ("", " <b>now</b>"):
        received(cast, f"Ratify <script>alert(1)</script> the treaty on disappearances{more}.")
    find(NOW)
    page = browser.get(ADDRESS).content.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert [one for one in ("<script>alert", "<b>") if one in page] == []
