"""Groups of texts that all say the same thing: no chain of neighbours whose ends have nothing in common."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from cases.alike.near import Pair

MOST = 12
"""Texts of one group, as many as can be read side by side."""


def clusters(near: Mapping[Pair, float], refused: Collection[Pair] = ()) -> list[list[int]]:
    """Groups of two and more in which each is near to each, the nearest brought together first.

    No group holds two that a person has ``refused`` to bring together.
    """
    group_of: dict[int, int] = {}
    groups: dict[int, list[int]] = {}
    for (one, other), _value in sorted(near.items(), key=lambda item: (-item[1], item[0])):
        first, second = group_of.get(one, one), group_of.get(other, other)
        whole = [*groups.get(first, [first]), *groups.get(second, [second])]
        if first == second or len(whole) > MOST or not _all_near(groups, first, second, near, refused):
            continue
        groups.pop(second, None)
        groups[first] = whole
        group_of.update(dict.fromkeys(whole, first))
    return sorted(sorted(group) for group in groups.values())


def _all_near(
    groups: Mapping[int, list[int]],
    first: int,
    second: int,
    near: Mapping[Pair, float],
    refused: Collection[Pair],
) -> bool:
    pairs = (
        (min(one, other), max(one, other))
        for one in groups.get(first, [first])
        for other in groups.get(second, [second])
    )
    return all(pair in near and pair not in refused for pair in pairs)
