"""Cells made to keep a server busy: what is read out of one takes no longer than out of any other."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from cases.importing import listed, sameness, upr_matrix
from cases.importing.cells import LONGEST_TEXT
from cases.importing.parts.bracketed import states_in
from cases.importing.parts.cells_of_the_un import values, without_markup
from cases.importing.parts.languages import language_of
from cases.importing.parts.paragraphs import beginning_of
from cases.importing.parts.sub_items import divided
from cases.importing.parts.symbols import symbol_in

pytestmark = pytest.mark.once
SECONDS = 0.5
"""Of processor time for one cell, on a slow machine: a file may have 50,000."""
N = LONGEST_TEXT

TEXTS = {
    "commas in brackets": "(" + "a, " * (N // 3) + ")",
    "states in brackets": "(" + "Chile, " * (N // 7) + "Kenya)",
    "brackets": "(" * (N // 2) + ")" * (N // 2),
    "and": "(" + "a and " * (N // 6) + ")",
    "blanks in brackets": "(a" + "\u2003" * N + "b)",
    "blanks": "x: (a) y" + "\u2003" * N + "z; (b) y",
    "lines": "\n" * N + "x",
    "tags": "<br " * (N // 4),
    "entities": "&amp" * (N // 4),
    "digits": "1." * (N // 2),
    "slashes": "A/" * (N // 2),
    "stops of a symbol": "A/" + "." * N,
    "a heading": "Aa " * (N // 3) + "1",
    "brackets of a heading": "A" + "(b)" * (N // 3),
    "sub-items": "x: " + "(a) y; " * (N // 7),
    "titles": "UPR of " * (N // 7),
    "marks on a letter": "e" + "\u0301" * N,
}
PARTS: dict[str, Callable[[str], object]] = {
    "states": states_in,
    "markup": without_markup,
    "values": values,
    "language": language_of,
    "number": beginning_of,
    "sub-items": divided,
    "symbol": symbol_in,
    "words": lambda text: sameness.ways_to_write("", text),
    "target": listed.sdg,
    "title of a matrix": lambda text: upr_matrix._review([text * 20]),
}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("part", PARTS)
def test_no_cell_takes_long(part: str, text: str) -> None:
    PARTS[part]("x")  # what is read once is read
    began = time.process_time()

    PARTS[part](TEXTS[text])

    assert time.process_time() - began < SECONDS


def test_a_long_list_of_states_is_read_whole() -> None:
    text, states = states_in("Open courts (" + "Chile, " * 3_000 + "United Republic of Tanzania and Kenya).")
    assert text == "Open courts"
    assert [one.code for one in states] == ["Chile", "United Republic of Tanzania", "Kenya"]
