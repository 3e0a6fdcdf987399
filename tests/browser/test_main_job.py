"""Coordinator, focal point, head, validator and editor do the main job by clicking, in a real browser.

The site and its worker are real processes; the PDF that comes out holds the approved text.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

FULL = "The Prisons Act of 2026 opened two hundred places of learning, each with a teacher and a library."
SHORT = "Two hundred places of learning have opened in prisons since the Act of 2026."

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.once]


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="reading the PDF needs poppler-utils")
def test_the_main_job_by_clicking(sign_in: Callable[[str], Page], tmp_path: Path) -> None:
    reference = the_coordinator_assigns(sign_in("coordinator"))
    the_focal_point_drafts_and_sends(sign_in("focal-point"), reference)
    the_head_signs(sign_in("head"), reference)
    the_validator_approves(sign_in("validator"), reference)
    paper = the_editor_makes_the_report(sign_in("editor"), tmp_path)
    assert SHORT in text_of(paper)
    the_bell_tells(sign_in("focal-point"), reference)


def the_coordinator_assigns(page: Page) -> str:
    page.get_by_role("link", name="Desk", exact=True).click()
    page.get_by_role("link", name="To assign").click()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader")).first
    reference = row.get_by_role("rowheader").inner_text().strip()
    row.get_by_role("checkbox").check()
    bar = page.get_by_role("region", name="Assign")
    bar.get_by_label("Lead department").select_option(label="Ministry of Justice")
    bar.get_by_role("button", name="Assign", exact=True).click()
    expect(page.get_by_text("assigned to Ministry of Justice")).to_be_visible()
    return reference


def the_focal_point_drafts_and_sends(page: Page, reference: str) -> None:
    page.goto(f"/case/{reference}/")
    page.get_by_label("Full text").fill(FULL)
    page.get_by_label("Short text").fill(SHORT)
    page.get_by_label("status").select_option(label="In progress")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved").first).to_be_visible()
    page.get_by_role("button", name="Save and send for sign-off").click()
    expect(page.get_by_text("For signature").first).to_be_visible()


def the_head_signs(page: Page, reference: str) -> None:
    page.get_by_role("link", name=reference).first.click()
    page.get_by_role("button", name="Sign and send").click()
    page.goto(f"/case/{reference}/")
    expect(page.get_by_text("With validator").first).to_be_visible()


def the_validator_approves(page: Page, reference: str) -> None:
    page.goto(f"/case/{reference}/review/")
    expect(page.get_by_text(FULL).first).to_be_visible()
    page.get_by_role("button", name="Approve").first.click()
    page.goto(f"/case/{reference}/")
    expect(page.get_by_text("Approved").first).to_be_visible()


def the_editor_makes_the_report(page: Page, folder: Path) -> Path:
    page.get_by_role("link", name="Reports", exact=True).click()
    page.get_by_role("link", name="Report to the National Assembly").first.click()
    page.get_by_role("link", name="not in the report yet").click()
    page.get_by_role("button", name="Take").first.click()
    links = page.get_by_role("link", name="PDF report-to-the-national-assembly")
    older = links.count()
    page.get_by_role("button", name="PDF", exact=True).click()
    expect(links).to_have_count(older + 1, timeout=90_000)
    with page.expect_download() as coming:
        links.first.click()
    paper = folder / "report.pdf"
    coming.value.save_as(paper)
    return paper


def the_bell_tells(page: Page, reference: str) -> None:
    """That its answer was approved, which no mail says before the next working week begins."""
    page.get_by_role("link", name="Notices").click()
    expect(page.get_by_role("heading", name="Approved").first).to_be_visible()
    expect(page.get_by_text(reference).first).to_be_visible()


def text_of(paper: Path) -> str:
    read = ["pdftotext", "-raw", str(paper), "-"]
    return " ".join(subprocess.run(read, capture_output=True, check=True, text=True).stdout.split())
