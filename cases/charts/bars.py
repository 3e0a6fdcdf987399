"""Bars that stand in the rows of a table, whose cells say the same in words and figures: pages and paper."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from cases.charts.svg import Canvas

WIDTH, HEIGHT = 240.0, 14.0
TEXTURES = ("solid", "stripes", "dots", "lines", "grid", "hollow", "dense")
"""How the parts of a bar are told apart without colour, in their order; then the first comes again."""
GAP = 1.5


def bar(value: float, most: float, *, mirrored: bool = False, kind: str = "tone") -> SafeString:
    """One bar as long as ``value`` is of ``most``, which fills the cell; nothing is drawn for nothing."""
    canvas = Canvas(WIDTH, HEIGHT, mirrored)
    canvas.line(0, HEIGHT - 0.5, WIDTH, HEIGHT - 0.5, "rule")
    if value > 0 and most > 0:
        canvas.box(0, 0, max(WIDTH * min(value / most, 1), 2.0), HEIGHT - 1, kind)
    return canvas.drawn("bar")


def stacked(values: Sequence[float], most: float, *, mirrored: bool = False, title: str = "") -> SafeString:
    """One bar of several parts, each in its own texture; ``most`` is the sum that fills the cell.

    On paper every picture needs a ``title``, as what is read out in its place.
    """
    canvas = Canvas(WIDTH, HEIGHT, mirrored)
    x = 0.0
    for place, value in enumerate(values):
        width = WIDTH * value / most if most > 0 else 0.0
        if value > 0:
            texture(canvas, x, max(width - GAP, 1.0), place)
        x += width
    return canvas.drawn("bar", title=title)


def swatch(place: int, *, title: str = "") -> SafeString:
    """The texture of a part by itself, for the head of its column."""
    canvas = Canvas(24.0, HEIGHT)
    texture(canvas, 0.0, 24.0, place)
    return canvas.drawn("swatch", title=title)


def texture(canvas: Canvas, x: float, width: float, place: int) -> None:
    """A part of a bar. Textures have upright and level lines only, so that nothing has to be cut off."""
    name, kind = TEXTURES[place % len(TEXTURES)], f"part part-{place % len(TEXTURES)}"
    if name == "solid":
        canvas.box(x, 0, width, HEIGHT, kind)
        return
    canvas.frame(x, 0, width, HEIGHT, kind)
    left = canvas.width - x - width if canvas.mirrored else x
    steps = _lines(name, left, width)
    if steps:
        canvas.path(steps, kind)


def _lines(name: str, left: float, width: float) -> str:
    upright = {"stripes": 4.0, "grid": 4.0, "dense": 2.0}.get(name, 0)
    level = {"lines": 3.5, "grid": 4.6}.get(name, 0)
    steps = [f"M{x:.2f} 1V{HEIGHT - 1:.1f}" for x in _between(left, width, upright)]
    steps += [f"M{left + 1:.2f} {y:.2f}h{width - 2:.2f}" for y in _between(0, HEIGHT, level) if width > 2]
    if name == "dots":
        at = [(x, y) for x in _between(left, width, 4.0) for y in _between(0, HEIGHT, 4.6)]
        steps = [f"M{x - 0.7:.2f} {y:.2f}h1.4" for x, y in at]
    return "".join(steps)


def _between(start: float, length: float, apart: float) -> list[float]:
    count = int(length / apart) if apart else 0
    return [start + apart * number for number in range(1, count + 1) if apart * number < length - 0.8]
