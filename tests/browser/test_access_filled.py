"""The pages of drafting with all that they can show: contributions, sources, a text over its share."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from cases.models import Round
from cases.rounds import words
from tests.browser.inside import inside
from tests.browser.usable import WAYS, problems_of
from tests.cases.test_figure_sources import give
from tests.cases.test_figure_sources import own as with_figures
from tests.cases.test_taking_over import own, part_of
from tests.cast import NOW, Cast
from tests.security.stage import browser_of

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture
def pages(cast: Cast) -> dict[str, list[str]]:
    case, figures = own(cast), with_figures(cast)
    part_of(cast, case)
    give(figures, cast.focal_point, "33 %")
    Round.objects.update(report_words=1000, full_text_words=5)
    words.set_share(case.present_answer, 3, by=cast.coordinator, now=NOW)
    drafting = [f"/case/{case.reference}/contributions/", f"/case/{case.reference}/"]
    of_department = ["/my-work/", "/departments/health/"]
    return {
        "focal_point": [*drafting, f"/case/{figures.reference}/", *of_department],
        "coordinator": ["/desk/rounds/2026/words/", "/desk/rounds/2026/"],
    }


@pytest.mark.parametrize("language", WAYS)
def test_they_can_be_used_by_everybody(
    language: str, pages: dict[str, list[str]], cast: Cast, chromium: Browser, settings: Any
) -> None:
    settings.LANGUAGE_CODE = language
    assert problems_of(pages, cast, chromium, language) == {}


def test_words_are_counted_while_one_types(
    pages: dict[str, list[str]], cast: Cast, chromium: Browser
) -> None:
    with inside(chromium, browser_of(cast, "focal_point"), **WAYS["en"]) as browser:
        browser.goto(pages["focal_point"][1])
        over = browser.page.locator("#draft [data-counts=id_short_text] [data-over]")
        counted = browser.page.locator("#draft [data-counts=id_short_text] > span").first
        assert over.is_visible()
        browser.page.fill(
            "#draft [name=short_text]", "- one\n- two[^1]\n\n| a |\n| --- |\n\n[^1]: A note\nof two lines."
        )
        assert counted.inner_text() == "3"
        assert not over.is_visible()
