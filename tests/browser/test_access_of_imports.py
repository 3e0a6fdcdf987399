"""The pages of imports, of what is said twice and of work by Word, with all that they can show."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from playwright.sync_api import Browser

from cases.alike.finding import find
from cases.importing import waiting
from cases.models import Import, SaidTwice
from tests.browser.usable import WAYS, problems_of
from tests.cases.importing.files import CLINICS, PRISONS, generic
from tests.cast import NOW, Cast, drafted, received
from tests.security.stage import browser_of

pytestmark = [pytest.mark.browser, pytest.mark.once]

COURTS = {**PRISONS, "key": "4", "paragraph": "120.4", "text_en": "Train judges in every court of the land."}
BAD = {**COURTS, "key": "3", "mechanism": "Parliament", "text_ar": "دربوا القضاة."}
THEIRS = {"No.": "1", "Body": "CEDAW", "When": "2022-07-12", "What": "Open wells.", "Remark": "By law."}
CHOSEN = {"column-0": "key", "column-1": "mechanism", "column-2": "date", "column-3": "text_en"}
TEXTS = ("Ratify the treaty on disappearances.", "Ratify the treaty on disappearances now.")


def sent(browser: Client, content: bytes, name: str) -> str:
    """The address of the import of that file, which the worker has read."""
    browser.post("/import/", {"file": SimpleUploadedFile(name, content)})
    one = Import.objects.latest("pk")
    waiting.work_on(one.key, clock=lambda: NOW)
    return f"/import/{one.key}/"


def confirmed(address: str) -> None:
    one = Import.objects.latest("pk")
    assert address.endswith(f"{one.key}/")
    Import.objects.filter(pk=one.pk).update(confirmed_at=NOW)
    waiting.work_on(one.key, clock=lambda: NOW)


@pytest.fixture
def pages(cast: Cast) -> dict[str, list[str]]:
    browser = browser_of(cast, "coordinator")
    first = sent(browser, generic(CLINICS, PRISONS), "first.csv")
    confirmed(first)
    other = {**CLINICS, "text_en": "Open and staff clinics in rural areas.", "position": "noted"}
    second = sent(browser, generic(other, COURTS, BAD), "second.csv")
    columns = sent(browser, generic(THEIRS, columns=tuple(THEIRS)), "columns.csv")
    browser.post(f"{columns}columns/", CHOSEN)
    waiting.work_on(Import.objects.latest("pk").key, clock=lambda: NOW)
    asking = sent(browser, generic({**THEIRS, "Why": "So."}, columns=(*THEIRS, "Why")), "asking.csv")
    why = {"refused": "“refused.csv” is damaged.", "source": "", "sha256": "0"}
    refused = f"/import/{Import.objects.create(file_name='refused.csv', at=NOW, **why).key}/"
    for text in TEXTS:
        received(cast, text)
    find(NOW)
    assert SaidTwice.objects.exists()
    drafted(cast)
    tabs = [f"{second}?show={show}" for show in ("look", "new", "changed", "same", "gone")]
    again = f"{columns}?match=again"
    return {
        "coordinator": ["/import/", first, *tabs, columns, again, asking, refused, "/desk/said-twice/"],
        "focal_point": ["/my-work/word/"],
    }


@pytest.mark.parametrize("language", WAYS)
def test_they_can_be_used_by_everybody(
    language: str, pages: dict[str, list[str]], cast: Cast, chromium: Browser, settings: Any
) -> None:
    settings.LANGUAGE_CODE = language
    assert problems_of(pages, cast, chromium, language) == {}
