"""Pictures of numbers: right sizes, turned around for Arabic, told apart without colour, safe."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, fromstring

import pytest

from cases.charts.bars import HEIGHT, TEXTURES, WIDTH, bar, stacked, swatch
from cases.charts.columns import Column, Line, columns


def drawn_from(picture: str) -> Element:
    return fromstring(picture)  # noqa: S314 - our own


def boxes(picture: str) -> list[tuple[float, float]]:
    """Where each rectangle begins, and how wide it is."""
    return [(float(one.get("x", 0)), float(one.get("width", 0))) for one in drawn_from(picture).iter("rect")]


def shown(*values: float, mirrored: bool = False, needed: float = 0) -> str:
    row = [Column(value, str(value), f"week {place}") for place, value in enumerate(values)]
    line = Line(needed, "needed") if needed else None
    return columns(row, key="pace", title="A <b>title</b>", description="Said.", line=line, mirrored=mirrored)


def test_a_bar_is_as_long_as_its_number() -> None:
    assert boxes(bar(5, 20)) == [(0, WIDTH / 4)]


def test_it_begins_on_the_right_where_one_reads_from_there() -> None:
    assert boxes(bar(5, 20, mirrored=True)) == [(WIDTH * 3 / 4, WIDTH / 4)]


def test_nothing_is_drawn_for_nothing_and_little_is_still_seen() -> None:
    assert boxes(bar(0, 20)) == boxes(bar(0, 0)) == []
    assert boxes(bar(1, 100_000)) == [(0, 2)]


def test_the_parts_of_a_bar_fill_it_and_differ_in_texture() -> None:
    parts = boxes(stacked([1] * len(TEXTURES), len(TEXTURES)))
    assert len(parts) == len(TEXTURES)
    assert parts[-1][0] + parts[-1][1] == pytest.approx(WIDTH, abs=2.5)
    assert len({re.sub(r"part-\d", "", swatch(place)) for place in range(len(TEXTURES))}) == len(TEXTURES)


@pytest.mark.parametrize("mirrored", [False, True])
def test_no_texture_leaves_its_part(mirrored: bool) -> None:
    picture = stacked([3, 7, 2, 9, 4, 6, 5], 36, mirrored=mirrored)
    for steps in re.findall(r' d="([^"]+)"', picture):
        for x, y in re.findall(r"M([\d.]+) ([\d.]+)", steps):
            assert 0 <= float(x) <= WIDTH
            assert 0 <= float(y) <= HEIGHT


def test_the_tallest_column_reaches_the_top_and_the_line_stands_where_it_should() -> None:
    drawn = drawn_from(shown(2, 4, 8, needed=4))
    tall = [float(one.get("height", 0)) for one in drawn.iter("rect")]
    assert [round(one / tall[2], 2) for one in tall] == [0.25, 0.5, 1]
    top, foot = (
        float(one.get("y1", 0))
        for one in sorted(drawn.iter("line"), key=lambda one: one.get("class") != "wanted")
    )
    assert foot - top == pytest.approx(tall[2] / 2)


def test_columns_run_from_the_right_for_arabic() -> None:
    straight, turned = boxes(shown(1, 2, 3)), boxes(shown(1, 2, 3, mirrored=True))
    assert [x for x, _width in straight] == sorted(x for x, _width in straight)
    assert [x for x, _width in turned] == sorted((x for x, _width in turned), reverse=True)


def test_it_names_and_describes_itself_and_what_it_is_given_stays_text() -> None:
    drawn = drawn_from(shown(1))
    assert drawn.get("role") == "img"
    assert drawn.get("aria-labelledby") == "pace-title pace-words"
    assert [drawn[0].text, drawn[1].text] == ["A <b>title</b>", "Said."]


def test_pictures_in_a_table_say_nothing_that_the_table_does_not() -> None:
    assert 'aria-hidden="true"' in bar(1, 2)


def test_no_style_attribute_and_no_colour_of_its_own() -> None:
    for picture in (bar(1, 2), stacked([1, 2, 3, 4, 5, 6, 7], 28), swatch(2), shown(1, 2, needed=1)):
        assert "style=" not in picture
        assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', picture)) <= {"currentColor", "none"}


def test_many_columns_leave_out_every_second_word_but_the_last() -> None:
    drawn = drawn_from(shown(*range(12), needed=5))
    under = [one.text or "" for one in drawn.iter("text") if one.get("class") == "under"]
    assert len(under) == 6
    assert "week 11" in under[-1]
