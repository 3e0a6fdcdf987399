"""Makes the pictures that the docs show: into docs/images with ``make screenshots``, else to see it works."""

from __future__ import annotations

import os
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.test_overview import speak

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
COLOURS = 64
"""As many as text on a page needs; with all of them a picture weighs three times as much."""
MOST = 150_000
"""Bytes of a picture."""


class Picture(NamedTuple):
    """Who looks at what: in which language, on how wide a screen."""

    role: str
    address: str
    language: str = "en"
    width: int = 1280
    height: int = 800


PICTURES = {
    "my-work": Picture("focal-point", "/my-work/"),
    "case": Picture("focal-point", "/case/UPR-2024-112.12/", height=1400),
    "begin": Picture("focal-point", "/my-work/begin/"),
    "review": Picture("validator", "/case/CAT-2022-11b/review/"),
    "signature": Picture("head", "/my-work/signature/"),
    "desk": Picture("coordinator", "/desk/"),
    "import": Picture("coordinator", "/import/"),
    "work-by-word": Picture("focal-point", "/my-work/word/"),
    "departments": Picture("coordinator", "/departments/"),
    "overview": Picture("coordinator", "/overview/"),
    "report": Picture("editor", "/desk/reports/upr-national-report/"),
    "overview-ar": Picture("coordinator", "/overview/", language="ar"),
    "desk-fr": Picture("coordinator", "/desk/", language="fr"),
    "my-work-390": Picture("focal-point", "/my-work/", width=390, height=780),
}

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.once]


@pytest.mark.parametrize("name", PICTURES)
def test_it_takes_the_picture(sign_in: Callable[[str], Page], tmp_path: Path, name: str) -> None:
    wanted = PICTURES[name]
    page = sign_in(wanted.role)
    page.set_viewport_size({"width": wanted.width, "height": wanted.height})
    page.goto(wanted.address)
    speak(page, wanted.language)
    page.evaluate("document.fonts.ready")
    taken = small(page.screenshot())
    speak(page, "en")

    assert 8_000 < len(taken) < MOST
    folder = IMAGES if "SUIVI_SCREENSHOTS" in os.environ else tmp_path
    (folder / f"{name}.png").write_bytes(taken)


def small(png: bytes) -> bytes:
    smaller = BytesIO()
    with Image.open(BytesIO(png)) as picture:
        few = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        few.save(smaller, "PNG", optimize=True)
    return smaller.getvalue()
