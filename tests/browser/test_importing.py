"""Each real file, imported in Chromium through the page: as many rows as its folder's README says.

The files are read where SUIVI_REAL_DATA names their folder; they are not kept in the repository.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser

from cases.importing import waiting
from cases.models import Case, Import
from cases.pages.imports import acts, listing
from tests.browser.hands import Mouse
from tests.browser.inside import inside
from tests.cast import NOW, Cast
from workflow.invariants import broken

FOLDER = os.environ.get("SUIVI_REAL_DATA", "")
FILES = {
    "morocco/recommendations.csv": 756,
    "upr_matrix/cycle2_slovenia.docx": 163,
    "upr_matrix/cycle3_slovenia.docx": 215,
    "upr_info/morocco_sessions_1_13.csv": 176,
}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.once,
    pytest.mark.skipif(not FOLDER, reason="SUIVI_REAL_DATA names no folder of real files"),
]


@pytest.mark.parametrize("name", FILES)
def test_a_real_file_comes_in_by_two_submits(name: str, cast: Cast, chromium: Browser) -> None:
    client = Client()
    client.force_login(cast.coordinator)
    with inside(chromium, client, java_script_enabled=False, locale="en-GB") as browser:
        browser.page.set_default_timeout(60_000)
        hand = Mouse(browser)
        hand.starts("/import/")
        hand.page.locator("input[type=file]").set_input_files(
            {"name": Path(name).name, "mimeType": "text/csv", "buffer": (Path(FOLDER) / name).read_bytes()}
        )
        hand.press("Show what it does")
        if (Path(FOLDER) / name).stat().st_size > listing.AT_ONCE:
            at_work(hand, "Being read")
        hand.sees("Nothing is imported yet.")
        hand.press("Confirm", exact=True)
        if FILES[name] > acts.AT_ONCE:
            at_work(hand, "Being written")
        hand.sees(f"New: {FILES[name]}. Changed: 0.")
        assert browser.complaints == []
    assert Case.objects.count() == FILES[name]
    assert not list(broken())


def at_work(hand: Mouse, says: str) -> None:
    """What is too long for the page is done by the worker; then the page is loaded again."""
    hand.sees(says)
    waiting.work_on(Import.objects.get().key, clock=lambda: NOW)
    hand.page.reload()
