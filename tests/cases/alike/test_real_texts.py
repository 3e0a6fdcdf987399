"""What is found among real recommendations, and what is not, against pairs that were labelled by eye.

The list is read where SUIVI_REAL_DATA names its folder. Pairs are named by the ids of their rows alone.
"""

from __future__ import annotations

import csv
import os
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from cases.alike.clusters import clusters
from cases.alike.finding import find
from cases.alike.near import near_pairs, said
from cases.importing.edition import read_edition
from cases.importing.importer import bring_in
from cases.models import AlikeCase
from cases.searching.folding import fold
from tests.cast import NOW

FOLDER = os.environ.get("SUIVI_REAL_DATA", "")
MOROCCO = Path(FOLDER) / "morocco" / "recommendations.csv"

pytestmark = pytest.mark.skipif(not FOLDER, reason="SUIVI_REAL_DATA names no folder of real files")

SAME = """
    1139-1144 103-1043 39-256 132-1175 88-1012 1122-1134 1040-1048 1055-1056 90-246 248-1017 1045-1046
    164-2038 99-1042 89-1013 1100-1102 1043-1048 1101-1103 1032-1036 1203-1212 202-1015 139-164 34-246
    49-215 248-1016 105-1102 85-86 1133-1134 1101-1107 284-285 108-1109 1046-1047 1055-1058 1000-1214
    105-1105 247-1018 1038-1042 33-89 1074-1080 1010-1011 1044-1046 1032-1033 1023-1024 1030-1035 52-55
    1103-1107 33-1013 1044-1045 125-1014 1021-1024 1202-1204 1049-1050 1044-1047 1102-1104 1021-1023
    1210-1211 1128-1143 1016-1017 139-2038
"""
OTHER = """
    168-253 89-1107 225-1225 1125-1129 26-1187 35-86 1042-1051 45-171 202-1013 1074-1075 50-234
    1122-1129 168-319 33-1105 85-371 1058-1059 1052-1167 60-64 197-366 85-1205 1053-1062 50-1187
    1145-1147 179-180 1169-1225 1169-1189 1149-1178 51-1130 1147-1151 1153-1177 1030-1039 177-1141 34-36
    142-156 249-302 351-360 58-82 1000-1224 146-227 371-1205 92-319 36-1045 1013-1015 1184-1221
    1018-1175 95-1144 176-191 35-89 362-369 1049-1051 29-30 1000-1220 26-50 1012-1014 1104-1106
    1040-1042 176-193 261-281 1123-1189 207-1027 35-1041 254-314 1121-1134 321-351 169-318 289-314
    33-1014 35-1205 1103-1105 225-232 126-138 36-1044 1013-1014 1102-1105 40-206 36-1047 1012-1013 20-22
    363-370 1180-1186 1181-1187 1164-1187 1167-1182 120-123 1162-1180 225-227 1007-1114 1162-1186
    1135-1169 1123-1159 1164-1181 1030-1031
"""
"""150 pairs of texts that are not the same letter by letter: a sample over all degrees of nearness from a
quarter on. ``SAME``: one answer would answer both in full, or one and a part of the other. Reports that are
due to two committees, and two items of one paragraph, are not the same."""


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with MOROCCO.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def groups(rows: list[dict[str, str]]) -> list[set[str]]:
    """By the ids of their rows."""
    texts = [
        said(at, {code: (row[f"text_{code}"], "") for code in ("fr", "ar")}) for at, row in enumerate(rows)
    ]
    return [{rows[at]["id"] for at in group} for group in clusters(near_pairs(texts))]


def identical(rows: list[dict[str, str]]) -> list[list[dict[str, str]]]:
    """Rows with the same French words."""
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        found[" ".join(re.findall(r"[^\W_]+", fold(row["text_fr"])))].append(row)
    return [group for group in found.values() if len(group) > 1]


@pytest.mark.once
def test_every_text_that_was_entered_again_comes_out(
    rows: list[dict[str, str]], groups: list[set[str]]
) -> None:
    entered_again = identical(rows)
    assert (len(entered_again), sum(map(len, entered_again))) == (150, 316)
    for again in entered_again:
        ids = {row["id"] for row in again}
        assert sum(ids <= group for group in groups) == 1, ids


@pytest.mark.once
def test_contradictory_statuses_come_out(rows: list[dict[str, str]], groups: list[set[str]]) -> None:
    status = {row["id"]: row["status_fr"] for row in rows}
    contradictory = [group for group in groups if len({status[pk] for pk in group}) > 1]
    of_the_same_text = [again for again in identical(rows) if len({row["status_fr"] for row in again}) > 1]
    assert len(of_the_same_text) == 3
    for again in of_the_same_text:
        assert any({row["id"] for row in again} <= group for group in contradictory)


@pytest.mark.once
def test_precision_and_recall(groups: list[set[str]]) -> None:
    same, other = found_of(SAME, groups), found_of(OTHER, groups)
    precision, recall = same / (same + other), same / len(SAME.split())
    assert len(SAME.split()) + len(OTHER.split()) == 150
    assert precision >= 0.75
    assert recall >= 0.4


def found_of(pairs: str, groups: list[set[str]]) -> int:
    """How many of the pairs stand in one group."""
    return sum(any(set(pair.split("-")) <= group for group in groups) for pair in pairs.split())


@pytest.mark.django_db
def test_they_are_proposed_once_the_file_is_imported(
    rows: list[dict[str, str]], groups: list[set[str]]
) -> None:
    bring_in(read_edition(MOROCCO), now=NOW)
    assert find(NOW) == len(groups)
    proposed: dict[int, set[str]] = defaultdict(set)
    members: Any = AlikeCase.objects.values_list("group", "case__recommendation__source_key")
    for group, key in members:
        proposed[group].add(key)
    assert sorted(map(sorted, proposed.values())) == sorted(map(sorted, groups))
