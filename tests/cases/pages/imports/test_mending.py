"""A row that needs a look is mended in its place."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from cases.models import Recommendation
from tests.cases.importing.files import CLINICS, PRISONS, generic
from tests.cases.pages.imports.sending import BAD, confirm, sent, text_of


def test_a_row_is_mended_on_the_page(browser: Client) -> None:
    one = sent(browser, generic(CLINICS, BAD))
    place = one.rows.get(standing="look").place
    values = {
        "key": "3", "mechanism": "UPR", "symbol": "A/HRC/57/6", "paragraph": "120.4", "when": "2024-06-01",
        "position": "noted", "same_as": "", "text_en": "Open courts.",
    }  # fmt: skip
    form = {f"row-{place}-{name}": value for name, value in values.items()}
    refused = browser.post(f"/import/{one.key}/row/{place}/", {**form, f"row-{place}-when": "June"})
    assert refused.status_code == 422
    assert "Write it as 2022-07-12" in text_of(refused)
    assert re.search(rf'id="problems".*href="#id_row-{place}-when"', text_of(refused)), (
        "the summary leads there"
    )
    assert "Open courts." in text_of(refused)
    answer = browser.post(f"/import/{one.key}/row/{place}/", {**form, "page": "1"})
    assert answer.headers["Location"] == f"/import/{one.key}/?show=look&page=1#rows"
    assert "is mended, and comes in" in text_of(browser.get(answer.headers["Location"]))
    one.refresh_from_db()
    assert (one.new, one.skipped) == (2, 0)
    confirm(browser, one)
    assert Recommendation.objects.get(source_key="3").position == "noted"


@pytest.mark.parametrize(
    ("wrong", "first"),
    [
        ({"mechanism": "Parliament"}, ["mechanism"]),
        ({"date": "soon", "position": "maybe"}, ["when", "position"]),
        ({"key": ""}, ["key"]),
        ({"text_en": ""}, ["text_en"]),
        ({"cycle": "many"}, []),
        ({"key": "1"}, ["key", "same_as"]),
    ],
)
def test_the_field_that_is_wrong_is_shown_first(
    browser: Client, wrong: dict[str, str], first: list[str]
) -> None:
    one = sent(browser, generic(CLINICS, {**PRISONS, **wrong}))
    page = text_of(browser.get(f"/import/{one.key}/?show=look"))
    place = one.rows.get(standing="look").place
    shown, folded, others = page.partition("Other fields")
    fields = [re.findall(rf'name="row-{place}-(\w+)"', part) for part in (shown, others)]
    assert bool(folded) == bool(first)
    assert fields[0] == first or not first
    assert len(fields[0] + fields[1]) == 8, "none is missing"


def test_what_a_row_may_be_stands_beside_it_and_is_chosen(browser: Client) -> None:
    confirm(browser, sent(browser, generic(CLINICS)))
    other = {**CLINICS, "key": "x", "text_fr": "", "text_en": "Pay the nurses who work far from towns well."}
    one = sent(browser, generic(other), "other.csv", source="b")
    row = one.rows.get()
    assert row.standing == "look"
    page = text_of(browser.get(f"/import/{one.key}/"))
    assert "No row comes in as it is: each needs a look." in page
    assert "Here already" in page
    assert "Open clinics in rural areas." in page
    assert "Ouvrir des dispensaires." not in page, "the row speaks English alone"
    chosen = re.search(rf'<select name="row-{row.place}-same_as".*?</select>', page)
    assert chosen
    assert re.findall(r'value="([^"]*)"', chosen[0]) == ["", "CEDAW-2022-45a", "new"]
