"""Makes the pictures that the docs show: into docs/images with SUIVI_SCREENSHOTS=1, else to see it works."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
PICTURES = {"desk": ("coordinator", "/desk/"), "case": ("validator", "/case/UPR-2024-112.13/")}

pytestmark = [pytest.mark.browser, pytest.mark.processes]


@pytest.mark.parametrize("name", PICTURES)
def test_it_takes_the_picture(sign_in: Callable[[str], Page], tmp_path: Path, name: str) -> None:
    role, address = PICTURES[name]
    page = sign_in(role)
    page.goto(address)
    folder = IMAGES if os.environ.get("SUIVI_SCREENSHOTS") else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")
    assert (folder / f"{name}.png").stat().st_size > 20_000
