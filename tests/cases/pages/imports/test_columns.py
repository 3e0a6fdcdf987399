"""Columns that no format knows are matched, once; a list gets a source of its own."""

from __future__ import annotations

import re

from django.test import Client

from cases.models import ColumnMatch, Recommendation
from tests.cases.importing.files import CLINICS, PRISONS, generic
from tests.cases.pages.imports.sending import confirm, sent, text_of, worked

THEIRS = ("No.", "Body", "When", "What", "Remark")


def test_columns_that_no_layout_knows_are_matched_once(browser: Client) -> None:
    row = {"No.": "1", "Body": "CEDAW", "When": "2022-07-12", "What": "Open clinics.", "Remark": "x"}
    one = sent(browser, generic(row, columns=THEIRS))
    assert one.asks_for_columns
    assert "No layout has these columns" in text_of(browser.get(f"/import/{one.key}/"))
    address = f"/import/{one.key}/columns/"
    refused = browser.post(address, {"column-0": "key"})
    assert refused.status_code == 422
    assert "Say which column is" in text_of(refused)
    chosen = {"column-0": "key", "column-1": "mechanism", "column-2": "date", "column-3": "text_en"}
    assert browser.post(address, chosen).status_code == 302
    assert (worked(one).new, one.skipped) == (1, 0)
    assert ColumnMatch.objects.count() == 1
    again = worked(sent(browser, generic({**row, "No.": "2"}, columns=THEIRS)))
    assert (again.is_read, again.new) == (True, 1)


def test_what_the_columns_hold_and_may_be_is_shown(browser: Client) -> None:
    columns = ("N°", "Organe", "Année", "Recommandation", "Ministère", "Remarque")
    row = dict(zip(columns, ("1", "CEDAW", "2022", "Ouvrir des cliniques.", "Santé", "x"), strict=True))
    one = sent(browser, generic(row, columns=columns))
    page = text_of(browser.get(f"/import/{one.key}/"))
    assert "In the file: Ouvrir des cliniques." in page
    chosen = re.findall(r'name="column-(\d)".*?</select>', page)
    guessed = re.findall(r'<option value="(\w+)" selected>', page)
    assert len(chosen) == 6
    assert guessed == ["key", "mechanism", "date", "text_fr", "responsible_bodies"]


def test_a_list_that_counts_from_1_too_is_read_under_a_source_of_its_own(browser: Client) -> None:
    confirm(browser, sent(browser, generic(CLINICS, PRISONS)))
    other = {**PRISONS, "key": "1", "paragraph": "9", "text_en": "Train judges.", "symbol": "A/HRC/57/7"}
    one = sent(browser, generic(other), "courts.csv")
    address = f"/import/{one.key}/"
    page = text_of(browser.get(address))
    assert "If this is another list, give it a source of its own." in page
    assert "Read it as another list" in page
    assert 'name="source" value="courts"' in text_of(browser.get(f"{address}?match=again"))
    assert browser.post(f"{address}columns/", {"source": "courts"}).status_code == 302
    one.refresh_from_db()
    assert (one.source, one.new, one.skipped) == ("courts", 1, 0)
    confirm(browser, one)
    assert Recommendation.objects.filter(source="courts").count() == 1


def test_the_next_edition_of_a_matched_list_has_its_source(browser: Client) -> None:
    row = {"No.": "1", "Body": "CEDAW", "When": "2022-07-12", "What": "Open clinics.", "Remark": "By law."}
    chosen = {"column-0": "key", "column-1": "mechanism", "column-2": "date", "column-3": "text_en"}
    one = sent(browser, generic(row, columns=THEIRS))
    browser.post(f"/import/{one.key}/columns/", {**chosen, "source": "Courts"})
    confirm(browser, one)
    again = worked(sent(browser, generic({**row, "What": "Open more clinics."}, columns=THEIRS)))
    assert (again.source, again.new, again.changed) == ("Courts", 0, 1)


def test_columns_are_matched_again_also_where_the_match_was_remembered(browser: Client) -> None:
    row = {"No.": "1", "Body": "CEDAW", "When": "2022-07-12", "What": "Open clinics.", "Remark": "By law."}
    chosen = {"column-0": "key", "column-1": "mechanism", "column-2": "date", "column-4": "text_en"}
    browser.post(f"/import/{sent(browser, generic(row, columns=THEIRS)).key}/columns/", chosen)
    one = sent(browser, generic({**row, "No.": "2"}, columns=THEIRS))
    address = f"/import/{worked(one).key}/"
    assert "Match the columns again" in text_of(browser.get(address))
    asked = text_of(browser.get(f"{address}?match=again"))
    assert "Say anew what each column is" in asked
    assert re.search(r'name="column-4".*?<option value="text_en" selected>', asked)
    refused = browser.post(f"{address}columns/", {"column-0": "key"})
    assert refused.status_code == 422
    again = {**chosen, "column-3": "text_en", "column-4": ""}
    assert browser.post(f"{address}columns/", again).status_code == 302
    assert worked(one).is_read
    assert one.rows.get().row["texts"] == {"en": "Open clinics."}
    assert ColumnMatch.objects.get().columns["what"] == "text_en"
    confirm(browser, one)
    assert "Match the columns again" not in text_of(browser.get(f"{address}?match=again"))
    browser.post(f"{address}columns/", chosen)
    one.refresh_from_db()
    assert (one.is_standing, one.columns["what"]) == (True, "text_en")
