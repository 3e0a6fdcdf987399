"""Damaged and hostile files: each is imported whole or refused in a sentence, and nothing else happens."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cases.importing.edition import read_edition
from cases.importing.importer import NotAllGood, bring_in
from cases.importing.rows import BadFile
from cases.models import Case, Import, Recommendation
from tests.cases.importing.files import CLINICS, PRISONS, WELL, generic, morocco, workbook, write
from tests.cast import NOW, Cast

FILES = {
    "generic.csv": generic(CLINICS, PRISONS),
    "morocco.csv": morocco(WELL, {**WELL, "id": "8"}),
    "book.xlsx": workbook(CLINICS, PRISONS),
}


def flipped(content: bytes, chance: random.Random) -> bytes:
    damaged = bytearray(content)
    for _again in range(chance.randint(1, 8)):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def moved(content: bytes, chance: random.Random) -> bytes:
    begins = chance.randrange(len(content))
    ends = min(len(content), begins + chance.randint(1, 60))
    return content[:begins] + content[ends:] + content[begins:ends]


def hostile(content: bytes, chance: random.Random) -> bytes:
    parts = [b'"', b"\r", b"\n", b",", b"\x00", b"\xff\xfe", b"\xe2\x80\xae", b"|" * 999, b"=cmd|'/c'!A1"]
    begins = chance.randrange(len(content))
    return content[:begins] + chance.choice(parts) + content[begins:]


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("mutate", [flipped, cut, moved, hostile])
@pytest.mark.parametrize("name", FILES)
def test_it_is_whole_or_not_at_all(cast: Cast, tmp_path: Path, name: str, mutate: object, seed: int) -> None:
    damaged = mutate(FILES[name], random.Random(f"{seed}"))  # type: ignore[operator] # noqa: S311
    path = write(tmp_path, damaged, name)
    try:
        edition = read_edition(path)
        report = bring_in(edition, now=NOW)
    except (BadFile, NotAllGood):
        assert not Recommendation.objects.exists()
        assert not Import.objects.exists()
    else:
        assert Recommendation.objects.count() == Case.objects.count() == report.new == len(edition.rows)
