"""A file is taken along, filled in, and sent back by clicking; its preview can be used by everybody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from cases.models import Version
from cases.people.models import User
from cases.uploads import DOCX
from tests.browser.measuring import measured
from tests.browser.usable import PHONE, RULES
from tests.cases.offline.by_hand import edited, filled
from tests.cast import FULL, Cast, assigned, draft, drafted

pytestmark = [pytest.mark.browser, pytest.mark.once]
AtWork = Callable[[User], Page]


def test_open_answers_go_out_and_come_back(cast: Cast, at_work: AtWork) -> None:
    case, moved, new = drafted(cast), drafted(cast), assigned(cast)
    page = at_work(cast.focal_point)
    page.get_by_role("link", name="Work by Word").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download for Word").click()
    file = Path(download.value.path()).read_bytes()
    draft(moved, by=cast.alternate, full_text="Theirs.")
    for one, text in ((case, f"{FULL} And more."), (moved, "Mine."), (new, "Begun on the train.")):
        file = filled(file, one.answer_id, full=text)
    file = edited(file, lambda document: document.add_paragraph("By the way."))
    page.get_by_label("The file that you filled in").set_input_files(
        {"name": "answers.docx", "mimeType": DOCX.media_type, "buffer": file}
    )
    page.get_by_role("button", name="Show what it changes").click()
    expect(page.get_by_role("heading", name="Moved on meanwhile; not saved (1)")).to_be_visible()
    expect(page.get_by_text("By the way.")).to_be_visible()
    assert _problems(page) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")

    page.get_by_role("button", name="Save 2 answers").click()
    expect(page.get_by_text("2 answers are saved.")).to_be_visible()
    assert Version.objects.get(answer=new.answer_id).full_text == "Begun on the train."
    page.get_by_role("link", name=moved.reference).first.click()
    expect(page.get_by_text("Mine.").first).to_be_visible()


def _problems(page: Page) -> list[Any]:
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": RULES}}
    return [*Axe().run(page, options=options).response["violations"], *measured(page)]
