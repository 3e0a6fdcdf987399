"""Groups of texts that all say the same thing: no chain of neighbours whose ends have nothing in common."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from cases.alike.levels import SURE
from cases.alike.near import Pair

MOST = 12
"""Texts of one group, as many as can be read side by side."""
OF_THREE = 2
"""Of three pairs of a group that perhaps says the same, so many are near at least."""


def proposed(
    near: Mapping[Pair, float],
    refused: Collection[Pair] = (),
    together: Collection[frozenset[int | None]] = (),
) -> list[list[int]]:
    """The groups of texts that surely say the same; of the others, those that perhaps do.

    A text is in one group. So what is only near to a group of the first kind waits until a person has
    decided on that. What stands ``together`` in one answer already is not proposed again, but with others.
    """
    sure = {pair: value for pair, value in near.items() if value >= SURE}
    first = _without(clusters(sure, refused), together)
    taken = {at for group in first for at in group}
    left = {pair: value for pair, value in near.items() if not taken.intersection(pair)}
    return sorted([*first, *_without(clusters(left, refused, of_three=OF_THREE), together)])


def clusters(
    near: Mapping[Pair, float], refused: Collection[Pair] = (), *, of_three: int = 3
) -> list[list[int]]:
    """Groups of two and more, the nearest brought together first, in which each is near to each.

    Two groups become one where ``of_three`` pairs in three are near, of those between the two. No group
    holds two that a person has ``refused`` to bring together.
    """
    group_of: dict[int, int] = {}
    groups: dict[int, list[int]] = {}
    for (one, other), _value in sorted(near.items(), key=lambda item: (-item[1], item[0])):
        first, second = group_of.get(one, one), group_of.get(other, other)
        whole = [*groups.get(first, [first]), *groups.get(second, [second])]
        if first == second or len(whole) > MOST:
            continue
        between = _pairs(groups.get(first, [first]), groups.get(second, [second]))
        far = sum(pair not in near for pair in between)
        if 3 * far > (3 - of_three) * len(between) or not between.isdisjoint(refused):
            continue
        groups.pop(second, None)
        groups[first] = whole
        group_of.update(dict.fromkeys(whole, first))
    return sorted(sorted(group) for group in groups.values())


def _without(groups: Iterable[list[int]], together: Collection[frozenset[int | None]]) -> list[list[int]]:
    return [group for group in groups if not any(one.issuperset(group) for one in together)]


def _pairs(group: Iterable[int], other: Collection[int]) -> set[Pair]:
    return {(min(one, its), max(one, its)) for one in group for its in other}
