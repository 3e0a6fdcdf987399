"""A report's content grown to many recommendations: its own narratives again and again."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from itertools import cycle, islice

from exports.content import Content, Figure, Row, Section, Share, Words
from exports.numbering import capital, heading_of, roman
from exports.sections import numbered_sections

THEMES = 12
TOGETHER = 2
"""How many recommendations one narrative answers."""
MECHANISMS = ("UPR", "CCPR", "CESCR", "CEDAW", "CRC")


def grown(content: Content, to: int) -> Content:
    """``content`` with ``to`` recommendations, each two answered by a narrative under its heading.

    They stand in twelve chapters with a heading for each of five mechanisms; Annex I has a row for each.
    """
    seeds = [one for one in content["sections"] if one["kind"] == "narrative"]
    rows = content["matrix"]
    made = deepcopy(content)
    made["sections"] = numbered_sections(_sections(seeds, to))
    told = [one for one in made["sections"] if one["kind"] == "narrative"]
    made["matrix"] = [
        _row(place, to, seed, told) for place, seed in zip(range(to), cycle(rows), strict=False)
    ]
    made["figures"] = [
        _figure("Implementation by theme", THEMES),
        _figure("Implementation by department", 40),
    ]
    return made


def _sections(seeds: list[Section], to: int) -> Iterator[Section]:
    texts = cycle(seeds)
    for theme in range(THEMES):
        yield _heading("chapter", 1, f"{roman(theme + 1)}.", f"Theme {theme + 1} of the national report")
        narratives = to // TOGETHER
        inside = range(narratives * theme // THEMES, narratives * (theme + 1) // THEMES)
        for place, mechanism in enumerate(MECHANISMS):
            held = inside[len(inside) * place // 5 : len(inside) * (place + 1) // 5]
            if not held:
                continue
            yield _heading("mechanism", 2, f"{capital(place + 1)}.", f"Recommendations of the {mechanism}")
            for number, text in zip(held, islice(texts, len(held)), strict=True):
                yield _narrative(text, number, number - held[0] + 1)


def _heading(kind: str, level: int, number: str, title: str) -> Section:
    return Section(
        kind=kind, level=level, number=number, title=_said(title), anchor="", language="", direction="",
        references=[], paragraphs=[], full="", attribution=None, span="", first=0,
    )  # fmt: skip


def _narrative(seed: Section, place: int, below: int) -> Section:
    text = deepcopy(seed)
    numbers = range(place * TOGETHER + 1, (place + 1) * TOGETHER + 1)
    text["level"], text["number"], text["title"] = 3, f"{below}.", _said(heading_of(numbers))
    text["references"] = [f"QRD-{number}" for number in numbers]
    return text


def _row(place: int, to: int, seed: Row, told: list[Section]) -> Row:
    row, answer = deepcopy(seed), told[min(place // TOGETHER, len(told) - 1)]
    row["number"], row["reference"] = place + 1, f"QRD-{place + 1}"
    row["mechanism"] = MECHANISMS[place * len(MECHANISMS) // to]
    row["answered_in"], row["first_paragraph"] = answer["span"], answer["first"]
    return row


def _figure(title: str, rows: int) -> Figure:
    degrees = ["Not started", "In progress", "Implemented", "No status yet"]
    shares = [
        Share(label=_said(f"Row {row + 1}"), counts=[row % 7, 60 - row, 3 * row % 41, row % 3])
        for row in range(rows)
    ]
    return Figure(title=_said(title), degrees=[_said(one) for one in degrees], shares=shares)


def _said(text: str) -> Words:
    return Words(text=text, language="en", direction="ltr")
