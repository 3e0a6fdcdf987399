"""A coordinator acts on more cases than a request does: the worker has it, and the page follows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, served

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.once]


@pytest.fixture
def site(tmp_path: Path, folder_of_run: Path) -> Iterator[Site]:
    """After this, no case is left open."""
    with served(tmp_path / "demo", folder_of_run) as own:
        yield own


def test_all_that_match_are_closed_by_the_worker_while_the_page_follows(
    sign_in: Callable[[str], Page],
) -> None:
    page = sign_in("coordinator")
    page.goto("/desk/")
    page.get_by_label("that match").check()
    page.get_by_role("button", name="Close").click()
    page.get_by_label("Why they are closed").select_option("superseded")
    page.get_by_label("Reason").fill("Asked anew in the next cycle.")
    page.get_by_role("button", name="Close").click()

    expect(page.get_by_role("heading", name="Done")).to_be_visible(timeout=60_000)
    expect(page.locator("#bulk").get_by_role("status")).to_contain_text("closed.")
