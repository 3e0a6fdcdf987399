"""An import is confirmed as it was seen, taken back, or discarded."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from cases import actions
from cases.models import Case, Import
from cases.models.imports import AGAIN, WARNS
from cases.pages.imports import acts
from tests.cases.importing.files import CLINICS, PRISONS, generic
from tests.cases.pages.imports.sending import confirm, sent, text_of, worked
from tests.cast import DUE, NOW, Cast


def test_what_was_not_seen_is_not_confirmed(browser: Client) -> None:
    one = sent(browser, generic(CLINICS))
    answer = browser.post(f"/import/{one.key}/confirm/", {"seen": "9-9-9-9"}, follow=True)
    assert "has changed since you looked" in text_of(answer)
    assert worked(one).written_at is None


def test_it_is_taken_back_and_refused_once_somebody_worked_on_it(cast: Cast, browser: Client) -> None:
    one = confirm(browser, sent(browser, generic(CLINICS, PRISONS)))
    case = Case.objects.get(recommendation__source_key="1")
    actions.take_step(case, "assign", by=cast.coordinator, now=NOW, lead=cast.health, due_on=DUE)
    assert "Somebody has worked on" in text_of(browser.get(f"/import/{one.key}/"))
    answer = browser.post(f"/import/{one.key}/undo/", follow=True)
    assert case.reference in text_of(answer)
    assert Case.objects.count() == 2
    row = {**PRISONS, "key": "77", "paragraph": "9", "text_en": "Train judges.", "symbol": "A/HRC/57/7"}
    other = confirm(browser, sent(browser, generic(row), "other.csv", source="b"))
    answer = browser.post(f"/import/{other.key}/undo/", follow=True)
    assert "took it back" in text_of(answer)
    assert Case.objects.count() == 2


def test_a_file_that_is_left_goes(browser: Client) -> None:
    one = sent(browser, generic(CLINICS))
    path = Path(one.file.path)
    answer = browser.post(f"/import/{one.key}/leave/", follow=True)
    assert "nothing was imported" in text_of(answer)
    assert not Import.objects.exists()
    assert not path.exists()


def test_why_nothing_was_written_is_said_first_and_gone_once_it_is(browser: Client) -> None:
    one = sent(browser, generic(CLINICS))
    Import.objects.filter(pk=one.pk).update(
        notes=[AGAIN + "Try again.", WARNS + "It is about Chile.", "Why."]
    )
    page = text_of(browser.get(f"/import/{one.key}/"))
    warned = re.findall(r'<p class="notice warning" dir="auto">(.*?)</p>', page)
    assert warned == ["Try again.", "It is about Chile."]
    page = text_of(browser.get(f"/import/{confirm(browser, one).key}/"))
    assert "Try again." not in page
    assert "It is about Chile." in page


def test_one_that_is_confirmed_at_the_same_moment_is_not_left(
    browser: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = sent(browser, generic(CLINICS))

    def opened(*given: Any) -> Import:
        stood = Import.objects.get(pk=one.pk)
        Import.objects.filter(pk=one.pk).update(confirmed_at=NOW)
        return stood

    monkeypatch.setattr(acts, "import_for", opened)
    answer = browser.post(f"/import/{one.key}/leave/")
    assert answer.url == f"/import/{one.key}/"
    assert worked(one).written_at == NOW
