"""Sheets on the shelf: found again, never trusted where they changed, bounded in size and age."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from exports import shelf

KEY = shelf.key_of("<p>A sheet</p>", tagged=True)
FACTS = {"pages": 2, "anchors": {"p-1": [0, 1.5, 2.5, 3, 4]}, "headings": []}


@pytest.fixture(autouse=True)
def _own_shelf(settings: Any, tmp_path: Path) -> None:
    settings.PDF_SHELF = tmp_path / "shelf"


def kept(tmp_path: Path, key: str = KEY, content: bytes = b"%PDF a sheet") -> Path:
    made = tmp_path / "made.pdf"
    made.write_bytes(content)
    shelf.keep(key, made, FACTS)
    return tmp_path / "taken.pdf"


def files(settings: Any) -> list[Path]:
    return sorted(settings.PDF_SHELF.iterdir())


def test_what_was_kept_is_found_again(tmp_path: Path) -> None:
    into = kept(tmp_path)

    assert shelf.take(KEY, into) == FACTS
    assert into.read_bytes() == b"%PDF a sheet"


def test_another_text_or_kind_is_another_sheet(tmp_path: Path) -> None:
    into = kept(tmp_path)

    for other in (shelf.key_of("<p>A sheet.</p>", tagged=True), shelf.key_of("<p>A sheet</p>", tagged=False)):
        assert other != KEY
        assert shelf.take(other, into) is None


@pytest.mark.parametrize("what", ["pdf", "json"])
def test_what_was_changed_is_not_trusted_and_goes(settings: Any, tmp_path: Path, what: str) -> None:
    into = kept(tmp_path)
    changed = settings.PDF_SHELF / f"{KEY}.{what}"
    changed.write_bytes(changed.read_bytes().replace(b"2", b"3").replace(b"a sheet", b"a trick"))

    assert shelf.take(KEY, into) is None
    assert files(settings) == []


@pytest.mark.parametrize("left", [b"", b"{}", b"[]", b"nonsense", b'{"digest": 1}'])
def test_facts_that_say_nothing_are_no_sheet(settings: Any, tmp_path: Path, left: bytes) -> None:
    into = kept(tmp_path)
    (settings.PDF_SHELF / f"{KEY}.json").write_bytes(left)

    assert shelf.take(KEY, into) is None


def test_a_file_without_its_facts_is_no_sheet(settings: Any, tmp_path: Path) -> None:
    into = kept(tmp_path)
    (settings.PDF_SHELF / f"{KEY}.json").unlink()

    assert shelf.take(KEY, into) is None


def test_nobody_else_on_the_machine_reads_it(settings: Any, tmp_path: Path) -> None:
    kept(tmp_path)

    assert settings.PDF_SHELF.stat().st_mode & 0o077 == 0


def test_what_nobody_used_for_long_goes(settings: Any, tmp_path: Path) -> None:
    kept(tmp_path)
    now = (settings.PDF_SHELF / f"{KEY}.json").stat().st_mtime

    shelf.tidy(now + (settings.PDF_SHELF_DAYS - 1) * shelf.DAY)
    assert len(files(settings)) == 2
    shelf.tidy(now + (settings.PDF_SHELF_DAYS + 1) * shelf.DAY)
    assert files(settings) == []


def test_what_was_used_least_recently_makes_room(settings: Any, tmp_path: Path) -> None:
    settings.PDF_SHELF_MB = 1
    keys = [shelf.key_of(str(number), tagged=False) for number in range(3)]
    for number, key in enumerate(keys):
        kept(tmp_path, key, b"x" * 400_000)
        for file in settings.PDF_SHELF.glob(f"{key}.*"):
            os.utime(file, (1_000 + number, 1_000 + number))
    assert shelf.take(keys[0], tmp_path / "taken.pdf")

    shelf.tidy(1_003)

    assert [bool(shelf.take(key, tmp_path / "taken.pdf")) for key in keys] == [True, False, True]
