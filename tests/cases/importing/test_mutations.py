"""Damaged and hostile files: each is imported whole or refused in a sentence, and nothing else happens.

About 200 files in a plain run; 2,000 of each format with --long.
"""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction

from cases.importing.edition import read_edition
from cases.importing.importer import NotAllGood, bring_in
from cases.importing.rows import BadFile
from cases.models import Case, Context, Import, Recommendation
from tests.cases.importing.files import (
    ANNOTATION,
    CLINICS,
    PLEDGE,
    PRISONS,
    REVIEW,
    REVIEWED,
    WELL,
    generic,
    matrix,
    morocco,
    uhri_json,
    uhri_xlsx,
    upr_info,
    workbook,
    write,
)
from tests.cast import NOW

FILES = {
    "generic.csv": generic(CLINICS, PRISONS),
    "morocco.csv": morocco(WELL, {**WELL, "id": "8"}),
    "book.xlsx": workbook(CLINICS, PRISONS),
    "uhri.xlsx": uhri_xlsx(ANNOTATION, REVIEW),
    "uhri.json": uhri_json(ANNOTATION, REVIEW),
    "upr_info.csv": upr_info(PLEDGE, {**PLEDGE, "From": "Kenya"}, ends="\r"),
    "matrix.docx": matrix(REVIEWED),
}
PLAIN, LONG = 29, 2_000
"""Files of each format."""
SLOWEST = 10.0
Mutate = Callable[[bytes, random.Random], bytes]


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
    parts = [
        b'"', b"\r", b"\n", b",", b"\x00", b"\xff\xfe", b"\xe2\x80\xae", b"|" * 999, b"=cmd|'/c'!A1",
        b"[" * 5_000, b"{", b"}]", b"<w:tbl>", b"<!DOCTYPE x>", b"&#0;", b"&x;", b"9" * 5_000, b"1e999",
        b'"\\ud800"', b"(a) : (a) ; (b) " * 99,
    ]  # fmt: skip
    begins = chance.randrange(len(content))
    return content[:begins] + chance.choice(parts) + content[begins:]


MUTATIONS = (flipped, cut, moved, hostile)


def inside(content: bytes, mutate: Mutate, chance: random.Random) -> bytes:
    """The same done to one part of a zip, which is packed again, so that its checksums hold."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(kept, "w") as target:
        chosen = chance.choice([one for one in source.namelist() if one.endswith(".xml")])
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, mutate(part, chance) if name == chosen and part else part)
    return kept.getvalue()


def mutated(content: bytes, chance: random.Random) -> bytes:
    mutate = chance.choice(MUTATIONS)
    if content.startswith(b"PK") and chance.random() < 0.7:
        return inside(content, mutate, chance)
    return mutate(content, chance)


@pytest.mark.strength
@pytest.mark.django_db
@pytest.mark.parametrize("name", FILES)
def test_it_is_whole_or_not_at_all(
    tmp_path: Path, name: str, pytestconfig: pytest.Config, record_property: Callable[[str, object], None]
) -> None:
    count = LONG if pytestconfig.getoption("long") else PLAIN
    read = 0
    for seed in range(count):
        content = mutated(FILES[name], random.Random(f"{name} {seed}"))  # noqa: S311
        began = time.perf_counter()
        with transaction.atomic():
            read += whole_or_not_at_all(write(tmp_path, content, name), seed)
            transaction.set_rollback(True)
        assert time.perf_counter() - began < SLOWEST, seed
    record_property("read", f"{read} of {count}")
    assert 0 < read < count


def whole_or_not_at_all(path: Path, seed: int) -> bool:
    """Whether it was imported; where it was not, nothing of it is there."""
    try:
        edition = read_edition(path)
        report = bring_in(edition, now=NOW)
    except (BadFile, NotAllGood):
        assert not Import.objects.exists(), seed
        assert not Recommendation.objects.exists(), seed
        return False
    assert Recommendation.objects.count() == Case.objects.count() == report.new, seed
    assert report.new + Context.objects.count() == len(edition.rows), seed
    return True
