"""The recommending states that stand in brackets at the end of a UPR recommendation, and within it."""

from __future__ import annotations

import re

from cases.importing.listed import known_state
from cases.importing.rows import Entry

_ENDS = re.compile(r"[\s;.,]*$")
_BETWEEN = re.compile(r"\s*[,;]\s*|\s+(?:and|et|و)\s+")


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
    whole = known_state(written)
    if whole is not None:
        return [whole]
    match = next((one for one in _BETWEEN.finditer(written) if known_state(written[: one.start()])), None)
    if match is None:
        return []
    first, rest = known_state(written[: match.start()]), _all_known(written[match.end() :])
    return [first, *rest] if first and rest else []
