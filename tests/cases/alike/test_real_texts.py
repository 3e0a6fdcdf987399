"""What is found among real recommendations, and what is not, against pairs that were labelled by eye.

The list is read where SUIVI_REAL_DATA names its folder. Pairs are named by the ids of their rows alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from cases.alike.clusters import clusters, proposed
from cases.alike.finding import find
from cases.alike.levels import SURE
from cases.alike.near import Pair, near_pairs
from cases.importing.edition import read_edition
from cases.importing.importer import bring_in
from cases.models import AlikeCase
from cases.searching.folding import fold
from tests.cases.alike import real_texts
from tests.cases.alike.labelled import ELSEWHERE, FRESH, KNOWN
from tests.cast import NOW

pytestmark = pytest.mark.skipif(not real_texts.FOLDER, reason="SUIVI_REAL_DATA names no folder of real files")

Groups = list[set[str]]


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return real_texts.rows()


@pytest.fixture(scope="module")
def near() -> dict[Pair, float]:
    return near_pairs(real_texts.texts())


@pytest.fixture(scope="module")
def surely(rows: list[dict[str, str]], near: dict[Pair, float]) -> Groups:
    """By the ids of their rows."""
    return named(rows, clusters({pair: value for pair, value in near.items() if value >= SURE}))


@pytest.fixture(scope="module")
def perhaps(rows: list[dict[str, str]], near: dict[Pair, float]) -> Groups:
    """Those that are proposed beside the sure ones, and once each of these was taken."""
    sure = clusters({pair: value for pair, value in near.items() if value >= SURE})
    later = proposed(near, together=[frozenset(group) for group in sure])
    return named(rows, [*proposed(near), *later])


def named(rows: list[dict[str, str]], groups: Iterable[Iterable[int]]) -> Groups:
    return [{rows[at]["id"] for at in group} for group in groups]


def identical(rows: list[dict[str, str]]) -> list[list[dict[str, str]]]:
    """Rows with the same French words."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        found[" ".join(re.findall(r"[^\W_]+", fold(row["text_fr"])))].append(row)
    return [group for group in found.values() if len(group) > 1]


@pytest.mark.once
def test_every_text_that_was_entered_again_comes_out(rows: list[dict[str, str]], surely: Groups) -> None:
    entered_again = identical(rows)
    assert (len(entered_again), sum(map(len, entered_again))) == (150, 316)
    for again in entered_again:
        ids = {row["id"] for row in again}
        assert sum(ids <= group for group in surely) == 1, ids


@pytest.mark.once
def test_contradictory_statuses_come_out(rows: list[dict[str, str]], surely: Groups) -> None:
    status = {row["id"]: row["status_fr"] for row in rows}
    contradictory = [group for group in surely if len({status[pk] for pk in group}) > 1]
    of_the_same_text = [again for again in identical(rows) if len({row["status_fr"] for row in again}) > 1]
    assert len(of_the_same_text) == 3
    for again in of_the_same_text:
        assert any({row["id"] for row in again} <= group for group in contradictory)


@pytest.mark.once
def test_precision_and_recall(surely: Groups, perhaps: Groups) -> None:
    """What docs/alike.md says, a little below, so that a word more in a list is no failure."""
    fresh = {pair: label for labelled in FRESH.values() for pair, label in labelled.items()}
    assert len(fresh) == 150
    assert KNOWN.keys().isdisjoint(fresh)
    assert at_least(measured(KNOWN, surely), precision=0.9, recall=0.5)
    assert at_least(measured(KNOWN, surely + perhaps), precision=0.8, recall=0.75)
    assert at_least(measured(fresh, surely), precision=0.9, recall=0.27)
    assert at_least(measured(fresh, surely + perhaps), precision=0.75, recall=0.54)


@pytest.mark.once
def test_precision_and_recall_elsewhere() -> None:
    """Of another State, in another language."""
    listed = real_texts.elsewhere()
    names = list(listed)
    near = near_pairs(list(listed.values()))
    sure = clusters({pair: value for pair, value in near.items() if value >= SURE})
    later = proposed(near, together=[frozenset(group) for group in sure])
    surely, perhaps = (
        [{names[at] for at in group} for group in groups] for groups in (sure, proposed(near) + later)
    )
    assert at_least(measured(ELSEWHERE, surely), precision=0.9, recall=0.42)
    assert at_least(measured(ELSEWHERE, surely + perhaps), precision=0.85, recall=0.58)


def measured(labelled: Mapping[tuple[str, str], bool], groups: Groups) -> tuple[float, float]:
    """Precision and recall of what stands in one group."""
    found = [label for pair, label in labelled.items() if any(set(pair) <= group for group in groups)]
    return sum(found) / len(found), sum(found) / sum(labelled.values())


def at_least(found: tuple[float, float], *, precision: float, recall: float) -> bool:
    return found[0] >= precision and found[1] >= recall


@pytest.mark.django_db
def test_they_are_proposed_once_the_file_is_imported(
    rows: list[dict[str, str]], near: dict[Pair, float]
) -> None:
    bring_in(read_edition(real_texts.MOROCCO), now=NOW)
    expected = named(rows, proposed(near))
    assert find(NOW) == len(expected)
    members: Any = AlikeCase.objects.values_list("group", "case__recommendation__source_key")
    found: dict[int, set[str]] = defaultdict(set)
    for group, key in members:
        found[group].add(key)
    assert sorted(map(sorted, found.values())) == sorted(map(sorted, expected))
