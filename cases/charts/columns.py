"""Columns over time with a line that they should reach, for pages: a browser shapes the words in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from cases.charts.svg import Canvas

WIDTH, TALL, TOP, FOOT = 480.0, 110.0, 24.0, 22.0
MARGIN = 32.0
"""At the end of the rows of columns, for the number of the line."""
ROOM = 46.0
"""The least width that the words under one column need; where there is less, every second has none."""


@dataclass(frozen=True)
class Column:
    """``shown`` is the number as people read it, ``under`` what stands below; ``running``: not over yet."""

    value: float
    shown: str
    under: str
    running: bool = False


@dataclass(frozen=True)
class Line:
    """How high the columns should be, and that number as people read it; its words stand elsewhere."""

    value: float
    shown: str


def columns(
    row: Sequence[Column], *, key: str, title: str, description: str, line: Line | None = None,
    mirrored: bool = False,
) -> SafeString:  # fmt: skip
    """The picture; ``key`` tells its ids from those of others on the page."""
    canvas = Canvas(WIDTH, TOP + TALL + FOOT, mirrored)
    most = max([one.value for one in row] + [line.value if line else 0, 1])
    room = (WIDTH - (MARGIN if line else 0)) / max(len(row), 1)
    every = 1 if room >= ROOM else 2
    canvas.line(0, TOP + TALL, WIDTH, TOP + TALL, "rule")
    for place, one in enumerate(row):
        _column(canvas, one, room * place, room, most)
        if (len(row) - 1 - place) % every == 0:
            canvas.text(room * (place + 0.5), TOP + TALL + 16, one.under, kind="under")
    if line:
        y = TOP + TALL * (1 - line.value / most)
        canvas.line(0, y, WIDTH, y, "wanted", dashes="6 4")
        canvas.text(WIDTH, y - 6 if y > TOP else y + 16, line.shown, anchor="end", kind="wanted-words")
    return canvas.drawn("columns", key=key, title=title, description=description)


def _column(canvas: Canvas, one: Column, x: float, room: float, most: float) -> None:
    tall, width = TALL * one.value / most, min(room * 0.6, 36.0)
    left = x + (room - width) / 2
    draw = canvas.frame if one.running else canvas.box
    if one.value > 0:
        draw(left, TOP + TALL - tall, width, tall, "tone")
    canvas.text(x + room / 2, TOP + TALL - tall - 5, one.shown, kind="value")


def dashes() -> SafeString:
    """A piece of the line by itself, for the words that explain it."""
    canvas = Canvas(24.0, 14.0)
    canvas.line(0, 7, 24, 7, "wanted", dashes="6 4")
    return canvas.drawn("swatch")
