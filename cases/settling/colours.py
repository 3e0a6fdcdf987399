"""One colour of the state's own, made into the shades of a page, light and dark, with enough contrast.

Contrast is that of WCAG 2.2 (1.4.3): (lighter + 0.05) / (darker + 0.05) of the relative luminances; text
needs 4.5 to 1. The grounds are those of ``static/suivi/suivi.css``; a test compares them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

AA = 4.5
EASY = 6.0
"""What a dark page gets: there, light letters on a dark ground look thinner."""
OWN = "#0d5c63"
"""Suivi's own colour."""
WHITE, BLACK = "#ffffff", "#000000"
LIGHT_GROUNDS = {"surface": "#ffffff", "ground": "#f5f4f0", "sunk": "#eeece6"}
DARK_GROUNDS = {"surface": "#1c2326", "ground": "#14191b", "sunk": "#232b2f"}
LIGHT_INK, DARK_INK = "#1b2326", "#e8e7e2"
HEX = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True)
class Shades:
    """The tokens of the stylesheet that hang on the colour. ``heat`` is of a heat map, the faintest first."""

    accent: str
    strong: str
    soft: str
    on: str
    heat: tuple[str, ...]


def luminance(colour: str) -> float:
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def mixed(colour: str, other: str, share: float) -> str:
    """``share`` of ``other``, from 0 to 1, in ``colour``."""
    pairs = zip(_parts(colour), _parts(other), strict=True)
    return "#" + "".join(f"{round(mine * (1 - share) + theirs * share):02x}" for mine, theirs in pairs)


def least_contrast(accent: str) -> float:
    """That of a link on the darkest ground of the light page; white on a button has more."""
    return min(contrast(accent, ground) for ground in LIGHT_GROUNDS.values())


def light(accent: str) -> Shades:
    """As it was chosen; its :func:`least_contrast` is :data:`AA` at least."""
    soft = _first([mixed(WHITE, accent, share / 100) for share in range(12, -1, -1)], [accent, LIGHT_INK])
    heat = (mixed(WHITE, accent, share) for share in (0.07, 0.16, 0.27, 0.4))
    return Shades(accent, mixed(accent, BLACK, 0.25), soft, WHITE, tuple(heat))


def dark(accent: str) -> Shades:
    """The same hue, as much lighter as a dark page needs."""
    steps = [mixed(accent, WHITE, share / 100) for share in range(0, 101, 4)]
    lighter = _first(steps, DARK_GROUNDS.values(), EASY)
    surface = DARK_GROUNDS["surface"]
    soft = _first([mixed(surface, accent, share / 100) for share in range(30, -1, -2)], [lighter, DARK_INK])
    faint = (mixed(surface, lighter, share) for share in (0.1, 0.19, 0.28, 0.36))
    return Shades(lighter, mixed(lighter, WHITE, 0.3), soft, mixed(accent, BLACK, 0.8), tuple(faint))


def stylesheet(accent: str) -> str:
    """For ``:root``: on paper it is the light one, whatever the screen."""
    dark_ones = f"@media screen and (prefers-color-scheme: dark) {{ {_rule(':root', dark(accent))} }}"
    return f"{_rule(':root', light(accent))}\n{dark_ones}\n"


def sample(accent: str) -> str:
    """For a preview of both, side by side: the grounds too, whatever the screen."""
    lit = _rule(".look-light", light(accent), {**LIGHT_GROUNDS, "ink": LIGHT_INK})
    dim = _rule(".look-dark", dark(accent), {**DARK_GROUNDS, "ink": DARK_INK})
    return f"{lit}\n{dim}\n"


def _rule(selector: str, shades: Shades, more: dict[str, str] | None = None) -> str:
    tokens = {
        "accent": shades.accent,
        "accent-strong": shades.strong,
        "accent-soft": shades.soft,
        "on-accent": shades.on,
        **{f"shade-{number}": colour for number, colour in enumerate(shades.heat, 1)},
        **(more or {}),
    }
    return selector + " { " + " ".join(f"--{name}: {colour};" for name, colour in tokens.items()) + " }"


def _first(candidates: Sequence[str], against: Iterable[str], least: float = AA) -> str:
    """The first with contrast enough against all; where none has it, the last."""
    others = list(against)
    enough = (one for one in candidates if all(contrast(one, other) >= least for other in others))
    return next(enough, candidates[-1])


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
