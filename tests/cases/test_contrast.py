"""Colours of suivi.css: text stands out by 4.5, what acts or has the focus by 3 (WCAG 1.4.3, 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SHEET = Path(__file__).resolve().parents[2] / "cases" / "static" / "suivi" / "suivi.css"
GROUNDS = ("ground", "surface", "sunk")
TEXT = [
    *[(ink, ground) for ink in ("ink", "ink-soft", "accent", "late", "soon", "good") for ground in GROUNDS],
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("late", "late-soft"),
    ("soon", "soon-soft"),
    ("good", "good-soft"),
    ("accent-strong", "accent-soft"),
    ("ink", "added"),
    ("ink", "removed"),
    *[("ink", f"shade-{number}") for number in (1, 2, 3, 4)],
]
ACTS = [(name, ground) for name in ("line-strong", "focus", "accent") for ground in ("ground", "surface")]


def tokens(look: str) -> dict[str, str]:
    """The colours of :root; those of the dark are written over the light ones."""
    found: dict[str, str] = {}
    start = r"^(@media \(prefers-color-scheme: dark\) \{\s*)?:root \{([^}]*)\}"
    for dark, block in re.findall(start, SHEET.read_text(), re.MULTILINE):
        if not dark or look == "dark":
            found |= re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)
    return found


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.once
@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT, 4.5), (ACTS, 3)], ids=["text", "acts"])
def test_colours_stand_out(look: str, pairs: list[tuple[str, str]], least: float) -> None:
    known = tokens(look)
    found = {pair: round(contrast(known[pair[0]], known[pair[1]]), 2) for pair in pairs}

    assert {pair: ratio for pair, ratio in found.items() if ratio < least} == {}


def test_black_on_white_is_as_far_apart_as_can_be() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
