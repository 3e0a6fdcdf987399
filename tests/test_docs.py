"""What the docs name is there: files, pictures, tests; and accessibility.md leaves no criterion out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCS = sorted((ROOT / "docs").glob("*.md"))
CRITERIA = """
1.1.1 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5
1.4.1 1.4.2 1.4.3 1.4.4 1.4.5 1.4.10 1.4.11 1.4.12 1.4.13
2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.4.5 2.4.6 2.4.7 2.4.11
2.5.1 2.5.2 2.5.3 2.5.4 2.5.7 2.5.8
3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.2.4 3.2.6 3.3.1 3.3.2 3.3.3 3.3.4 3.3.7 3.3.8 4.1.2 4.1.3
"""
"""Levels A and AA of WCAG 2.2 (https://www.w3.org/TR/WCAG22/); 4.1.1 was removed from it."""


@pytest.mark.once
@pytest.mark.parametrize("page", DOCS, ids=lambda page: page.name)
def test_every_file_and_picture_that_a_page_names_is_there(page: Path) -> None:
    named = re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", page.read_text())
    assert [name for name in named if not (page.parent / name).exists()] == []


@pytest.mark.once
@pytest.mark.parametrize("name", ["accessibility.md", "steps.md"])
def test_every_test_that_it_names_is_there(name: str) -> None:
    named = set(re.findall(r"`(tests/[^`]+)`", (ROOT / "docs" / name).read_text()))
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.once
def test_accessibility_tells_of_each_criterion_once() -> None:
    rows = re.findall(
        r"^\| ([\d., –]+) [A-Z]", (ROOT / "docs" / "accessibility.md").read_text(), re.MULTILINE
    )
    told = [one for row in rows for one in _numbers(row)]
    assert sorted(told) == sorted(CRITERIA.split())


def _numbers(row: str) -> list[str]:
    """``1.2.1–1.2.3`` are three."""
    if "–" not in row:
        return row.replace(" ", "").split(",")
    first, last = (part.strip().rsplit(".", 1) for part in row.split("–"))
    return [f"{first[0]}.{number}" for number in range(int(first[1]), int(last[1]) + 1)]


@pytest.mark.once
def test_every_picture_is_shown_and_small() -> None:
    pages = "".join(page.read_text() for page in (ROOT / "README.md", *DOCS))
    pictures = list((ROOT / "docs" / "images").iterdir())
    assert pictures
    assert [one.name for one in pictures if f"images/{one.name})" not in pages] == []
    assert [one.name for one in pictures if one.stat().st_size > 150_000] == []
