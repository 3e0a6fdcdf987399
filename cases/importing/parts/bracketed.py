"""The recommending states that stand in brackets at the end of a UPR recommendation, and within it."""

from __future__ import annotations

import re
from typing import NamedTuple

from cases.importing.listed import known_state
from cases.importing.rows import Entry

_ENDS = re.compile(r"[\s;.,]*$")
_BETWEEN = re.compile(r"(?<!\s)\s*[,;]\s*|(?<!\s)\s+(?:and|et|و)\s+")
_LONGEST_NAME = 120
"""Characters: the name of no state is longer, so that a list of any length takes no longer than its names."""


def states_in(text: str) -> tuple[str, tuple[Entry, ...]]:
    """The text without the brackets at its end that name states, and all states named in brackets.

    Brackets that hold anything but known states are text.
    """
    found: list[Entry] = []
    cut = len(text)
    for begins, ends in reversed(_brackets(text)):
        named = _all_known(text[begins + 1 : ends])
        found[:0] = named
        if named and not _ENDS.sub("", text[ends + 1 : cut]):
            cut = begins
    return text[:cut].rstrip(), tuple(dict.fromkeys(found))


def _brackets(text: str) -> list[tuple[int, int]]:
    """Where outer brackets open and close; "Iran (Islamic Republic of)" within them is one with them."""
    found, opened = [], []
    for place, sign in enumerate(text):
        if sign == "(":
            opened.append(place)
        elif sign == ")" and opened:
            begins = opened.pop()
            if not opened:
                found.append((begins, place))
    return found


def _all_known(written: str) -> list[Entry]:
    """The states of a list; none where one of them is unknown."""
    found: list[Entry] = []
    begins = 0
    while (first := _first_known(written, begins)) is not None:
        found.append(first.state)
        if first.ends == len(written):
            return found
        begins = first.goes_on
    return []


class _First(NamedTuple):
    state: Entry
    ends: int
    goes_on: int


def _first_known(written: str, begins: int) -> _First | None:
    """The state whose name begins there; a name may hold "and" and commas, as that of Tanzania does."""
    longest = begins + _LONGEST_NAME
    ends = [(one.start(), one.end()) for one in _BETWEEN.finditer(written, begins, longest)]
    whole = [(len(written), len(written))] if len(written) <= longest else []
    for end, goes_on in [*whole, *ends]:
        if state := known_state(written[begins:end]):
            return _First(state, end, goes_on)
    return None
