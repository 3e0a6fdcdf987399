"""Notes under a text: pages that show them can be used by everybody, and their links lead there and back."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from cases import actions
from cases.models import Case
from cases.people.models import User
from tests.browser.inside import inside
from tests.browser.usable import WAYS, problems_on
from tests.cast import NOW, Cast, drafted
from tests.security.stage import browser_of

pytestmark = [pytest.mark.browser, pytest.mark.once]

TEXT = """Clinics opened[^act] in the north[^2], as CEDAW/C/XYZ/CO/5-6 asks[^act].

[^act]: Health Act.
[^2]: In 2025."""


@pytest.fixture
def case(cast: Cast) -> Case:
    case = drafted(cast, full_text=TEXT, short_text=TEXT)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    return case


@pytest.mark.parametrize("language", WAYS)
def test_they_can_be_used_by_everybody(
    language: str, case: Case, cast: Cast, chromium: Browser, settings: Any
) -> None:
    settings.LANGUAGE_CODE = language
    User.objects.update(language=language)
    pages = [f"/case/{case.reference}/", f"/case/{case.reference}/review/"]

    assert (
        problems_on(pages, browser_of(cast, "validator"), chromium, language, with_words="Health Act.") == {}
    )


def test_a_reference_leads_to_its_note_and_back(case: Case, cast: Cast, chromium: Browser) -> None:
    with inside(chromium, browser_of(cast, "validator"), **WAYS["en"]) as browser:
        browser.goto(f"/case/{case.reference}/")
        page = browser.page
        note = page.locator(".narrative-text [role=listitem]", has_text="Health Act.").first
        reference = page.locator(".narrative-text [role=doc-noteref]").first

        reference.click()
        assert page.evaluate("document.querySelector(':target').id") == note.get_attribute("id")
        note.locator("[role=doc-backlink]").click()
        assert page.evaluate("document.querySelector(':target').id") == reference.get_attribute("id")
        ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
        assert len(ids) == len(set(ids))
