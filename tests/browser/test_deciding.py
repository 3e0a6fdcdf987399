"""A validator reviews, a head signs, on the screen and on paper: each by clicking, as a person does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cases import actions
from cases.models import Case
from cases.people.models import User
from tests.cast import FULL, NOW, Cast, drafted, sent

pytestmark = [pytest.mark.browser, pytest.mark.once]
AtWork = Callable[[User], Page]


def for_signature(cast: Cast) -> Case:
    case = drafted(cast)
    actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=NOW)
    return case


def states() -> list[str]:
    return sorted(Case.objects.values_list("state", flat=True))


def test_a_validator_goes_through_what_waits(cast: Cast, at_work: AtWork, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    for _answer in range(3):
        sent(cast)
    page = at_work(cast.validator)
    page.get_by_role("link", name="Open the first: Review").click()
    page.get_by_role("button", name="Approve and next (1 of 3)").click()
    expect(page.locator(".review-way ~ .notice")).to_contain_text("Undo")
    page.get_by_role("button", name="Leave it for later").click()
    page.get_by_label("Reason").first.fill("Which clinics?")
    page.get_by_role("button", name="Return and next").click()
    page.get_by_role("button", name="Approve", exact=True).click()
    page.get_by_text("Approved").first.wait_for()

    assert states() == ["approved", "approved", "drafting"]


def test_what_was_just_approved_is_taken_back_on_the_next_page(
    cast: Cast, at_work: AtWork, settings: Any
) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    sent(cast), sent(cast)
    page = at_work(cast.validator)
    page.get_by_role("link", name="Open the first: Review").click()
    page.get_by_role("button", name="Approve and next (1 of 2)").click()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Taken back").first.wait_for()

    assert states() == ["validation", "validation"]


def test_ctrl_and_enter_decide_but_not_while_one_writes(cast: Cast, at_work: AtWork) -> None:
    case = sent(cast)
    page = at_work(cast.validator)
    page.goto(f"/case/{case.reference}/review/")
    page.get_by_label("Reason").first.fill("Which clinics?")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_label("Reason").first).to_have_value("Which clinics?")
    assert states() == ["validation"]
    page.get_by_label("Reason").first.clear()
    page.locator("h1").click()
    page.keyboard.press("Control+Enter")
    page.get_by_text("Approved").first.wait_for()

    assert states() == ["approved"]


def test_edits_are_proposed_and_the_head_agrees_to_them(cast: Cast, at_work: AtWork) -> None:
    case = sent(cast)
    page = at_work(cast.validator)
    page.goto(f"/case/{case.reference}/review/")
    page.get_by_text("Edit the text that was sent").click()
    page.get_by_label("Full text").fill(FULL.replace("two hundred", "three hundred"))
    page.get_by_role("button", name="Propose these edits").click()
    page.get_by_role("status").filter(has_text=case.reference).wait_for()

    page = at_work(cast.head)
    page.get_by_role("link", name="Open the first: Read the edits").click()
    expect(page.locator("ins").filter(has_text="three").first).to_be_visible()
    page.get_by_role("button", name="Agree").first.click()
    page.get_by_text("Approved").first.wait_for()
    case.refresh_from_db()

    assert case.state == "approved"
    assert "three hundred" in case.answer.approved.full_text


def test_a_head_signs_what_is_selected(cast: Cast, at_work: AtWork) -> None:
    first, _second, _third = (for_signature(cast) for _answer in range(3))
    page = at_work(cast.head)
    page.get_by_role("link", name="Signature folder").click()
    page.get_by_role("link", name="Select all 3").click()
    expect(page.get_by_role("status").filter(has_text="Selected: 3")).to_be_visible()
    page.get_by_role("checkbox", name=first.reference).uncheck()
    expect(page.get_by_role("status").filter(has_text="Selected: 2")).to_be_visible()
    page.get_by_role("button", name="Sign the selected").click()
    page.get_by_text("2 signed.").first.wait_for()

    assert states() == ["sign-off", "validation", "validation"]


def test_what_was_signed_on_paper_is_printed_and_filed(cast: Cast, at_work: AtWork) -> None:
    """Prepared and filed by the alternate, who neither drafted nor signed."""
    for _answer in range(2):
        for_signature(cast)
    page = at_work(cast.alternate)
    page.get_by_role("link", name="Signature folder").click()
    page.get_by_role("link", name="Select all 2").click()
    page.get_by_role("button", name="Print the selected for signature").click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Print: download the PDF").click()
    scan = coming.value.path().read_bytes()
    page.get_by_role("checkbox").first.uncheck()  # struck out
    page.locator("input[type=file]").set_input_files(
        {"name": "signed.pdf", "mimeType": "application/pdf", "buffer": scan}
    )
    page.get_by_role("button", name="File: sends what is ticked").click()
    page.wait_for_url("**/desk/bulk/**")

    assert states() == ["sign-off", "validation"]
