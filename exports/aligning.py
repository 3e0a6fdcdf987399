"""Which things of a newer text stand in the place of which of an older one: the same, or the same changed."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeVar

from cases.difference import matched

AHEAD = 25
"""How many of the older things a changed one is sought among."""
Thing = TypeVar("Thing")


def aligned(
    older: Sequence[Thing],
    newer: Sequence[Thing],
    key: Callable[[Thing], Hashable],
    alike: Callable[[Thing, Thing], bool],
) -> Iterator[tuple[Thing | None, Thing | None]]:
    """Pairs of the same or a changed thing; what came has no older one, what went no newer one."""
    for tag, i1, i2, j1, j2 in matched([key(one) for one in older], [key(one) for one in newer]):
        if tag == "equal":
            yield from zip(older[i1:i2], newer[j1:j2], strict=True)
        else:
            yield from _paired(older[i1:i2], newer[j1:j2], alike)


def _paired(
    older: Sequence[Thing], newer: Sequence[Thing], alike: Callable[[Thing, Thing], bool]
) -> Iterator[tuple[Thing | None, Thing | None]]:
    at = 0
    for now in newer:
        ahead = range(at, min(at + AHEAD, len(older)))
        found = next((place for place in ahead if alike(older[place], now)), None)
        if found is None:
            yield None, now
        else:
            yield from ((was, None) for was in older[at:found])
            yield older[found], now
            at = found + 1
    yield from ((was, None) for was in older[at:])
