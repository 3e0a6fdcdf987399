"""Before anything is written: what the file would do, counted and shown row by row."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Import, Recommendation
from tests.cases.importing.files import CLINICS, PRISONS, generic
from tests.cases.pages.imports.sending import BAD, confirm, sent, text_of
from tests.cast import Cast


@pytest.mark.parametrize("show", ["look", "new", "changed", "same"])
def test_no_page_of_an_import_tells_which_case_is_restricted(cast: Cast, browser: Client, show: str) -> None:
    """It speaks of the UN's recommendations, and says the same of each: docs/decisions/0014."""
    confirm(browser, sent(browser, generic(CLINICS, PRISONS)))
    doubtful = {**CLINICS, "key": "9", "text_en": "Train the judges of all courts.", "text_fr": ""}
    content = generic({**CLINICS, "position": "Noted"}, {**PRISONS, "key": "2"})
    one = sent(browser, content)
    other = sent(browser, generic(doubtful), source="elsewhere")
    before = [_told(browser, one, show), _told(browser, other, show)]
    assert any("CEDAW-2022-45a" in page for page in before) or show not in ("look", "changed")
    assert Case.objects.update(restricted=True) == 2
    assert not Case.objects.visible_to(cast.coordinator).exists()
    assert [_told(browser, one, show), _told(browser, other, show)] == before


def _told(browser: Client, one: Import, show: str) -> str:
    page = text_of(browser.get(f"/import/{one.key}/?show={show}"))
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"', "", page.split("<main")[1])


def test_the_preview_counts_and_shows_what_would_be_done(browser: Client) -> None:
    confirm(browser, sent(browser, generic(CLINICS)))
    other = {**CLINICS, "text_en": "Open and staff clinics in rural areas.", "position": "noted"}
    one = sent(browser, generic(other, PRISONS, BAD))
    for show, said in {
        "look": ["Parliament", "Mend this row", "Other fields"],
        "new": ["Let courts visit prisons."],
        "changed": ["<ins>", "and staff", "Noted", "CEDAW-2022-45a"],
    }.items():
        page = text_of(browser.get(f"/import/{one.key}/?show={show}"))
        assert [words for words in said if words not in page] == []
    counts = re.findall(r'href="/import/[^"]+show=(\w+)"[^>]*>[^<]+<span class="desk-count">(\d+)', page)
    assert dict(counts) == {"look": "1", "new": "1", "changed": "1", "same": "0"}
    assert Recommendation.objects.count() == 1


def test_what_is_no_longer_in_the_file_is_shown_page_by_page_and_left(browser: Client) -> None:
    rows = [
        {**PRISONS, "key": str(key), "paragraph": f"120.{key}", "text_en": f"Ask {key}."}
        for key in range(2, 32)
    ]
    confirm(browser, sent(browser, generic(CLINICS, *rows)))
    row = {**rows[0], "text_en": "Ask otherwise."}
    one = sent(browser, generic({**CLINICS, "key": "1x"}, row))
    page = text_of(browser.get(f"/import/{one.key}/?show=gone"))
    assert "No longer in the file: 29" in page
    assert "1 to 25 of 29" in page
    assert 'href="/case/UPR-2024-120.3/"' in page
    assert "CEDAW-2022-45a" not in page, "it is here under another key"
    assert "UPR-2024-120.29" in text_of(browser.get(f"/import/{one.key}/?show=gone&page=2"))
    confirm(browser, one)
    assert Case.objects.filter(state="received").count() == 31


def test_what_is_gone_names_no_case_that_is_hidden_from_who_asks(cast: Cast, browser: Client) -> None:
    confirm(browser, sent(browser, generic(CLINICS, PRISONS)))
    case = Case.objects.get(recommendation__source_key="2")
    Case.objects.filter(pk=case.pk).update(restricted=True)
    address = f"/import/{sent(browser, generic(CLINICS)).key}/?show=gone"
    assert case.reference not in text_of(browser.get(address))
    case.put_in_sight(cast.coordinator)
    assert case.reference in text_of(browser.get(address))


def test_what_is_gone_takes_as_many_queries_for_one_as_for_many(browser: Client) -> None:
    rows = [
        {**PRISONS, "key": str(key), "paragraph": f"120.{key}", "text_en": f"Ask {key}."} for key in range(12)
    ]
    confirm(browser, sent(browser, generic(*rows)))
    counts = []
    for left in (rows[1:], rows[11:]):
        one = sent(browser, generic(*left))
        with CaptureQueriesContext(connection) as seen:
            browser.get(f"/import/{one.key}/?show=gone")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 22


@pytest.mark.parametrize("show", ["look", "new", "changed", "same"])
def test_as_many_queries_for_one_row_as_for_many(browser: Client, show: str) -> None:
    confirm(browser, sent(browser, generic(CLINICS, PRISONS)))
    counts = []
    for number in (1, 12):
        some = [{**BAD, "key": f"look-{at}"} for at in range(number)]
        more = [
            {**CLINICS, "key": f"new-{at}", "paragraph": f"9{at}", "text_en": f"Ask {at}."}
            for at in range(number)
        ]
        one = sent(browser, generic({**CLINICS, "text_en": "Other."}, PRISONS, *some, *more))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            browser.get(f"/import/{one.key}/?show={show}")
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 22


def test_one_knows_what_confirming_does(browser: Client) -> None:
    confirm(browser, sent(browser, generic(CLINICS, PRISONS)))
    new = {**CLINICS, "key": "9", "paragraph": "9", "text_en": "Train midwives."}
    one = sent(browser, generic({**CLINICS, "text_en": "Other."}, new, BAD))
    page = text_of(browser.get(f"/import/{one.key}/"))
    for said in (
        "1 recommendation will be added, with a case to assign.",
        "1 recommendation will be revised; its assignment, answers and history stay.",
        "1 row needs a look: mend it below, or it is left out.",
        "1 recommendation of an earlier edition is no longer in the file; nothing is done with it.",
        "Once confirmed, it can be taken back until somebody works on one of its cases.",
    ):
        assert said in page
    page = text_of(browser.get(f"/import/{confirm(browser, one).key}/"))
    assert "1 row was left out, as it needs a look." in page
    assert "Taking it back removes what it added" in page


def test_the_values_that_were_read_are_shown_beside_the_text(browser: Client) -> None:
    one = sent(
        browser, generic({**CLINICS, "date": "2022-07-12", "responsible_bodies": "Health | Prison Board"})
    )
    page = text_of(browser.get(f"/import/{one.key}/?show=new"))
    assert "Date of the document:</span> <bdi>12 July 2022</bdi>" in page
    assert "Bodies named:</span> <bdi>Health | Prison Board</bdi>" in page


def test_rows_wait_out_of_sight_while_one_says_how_to_read_them(browser: Client) -> None:
    one = sent(browser, generic(CLINICS, BAD))
    page = text_of(browser.get(f"/import/{one.key}/?match=again"))
    assert "Back, without reading it anew" in page
    assert "/confirm/" not in page
    assert 'id="rows"' not in page


MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def test_no_word_of_a_file_is_markup(browser: Client) -> None:
    hostile = {
        **CLINICS, "text_en": MARKUP, "opening_en": f"Opening {MARKUP}", "heading_en": f"Heading {MARKUP}",
        "symbol": "<b>1</b>", "themes": MARKUP, "responsible_bodies": MARKUP,
    }  # fmt: skip
    columns = (*CLINICS, "opening_en", "heading_en")
    confirm(browser, sent(browser, generic(CLINICS)))
    bad = {**hostile, "key": MARKUP[:60], "mechanism": MARKUP, "paragraph": "<b>9</b>"}
    one = sent(browser, generic(hostile, bad, columns=columns))
    unknown = sent(browser, generic({"No.": "1"}, columns=("No.", MARKUP, "<i>b</i>")))
    assert unknown.asks_for_columns
    addresses = [f"/import/{one.key}/?show={show}" for show in ("look", "new", "changed", "same")]
    pages = [browser.get(address).content.decode() for address in (*addresses, f"/import/{unknown.key}/")]
    assert sum("&lt;script&gt;" in page for page in pages) >= 3
    for page in pages:
        assert [one for one in ("<script>alert", "<img src=x", "<b>", "<i>") if one in page] == []
