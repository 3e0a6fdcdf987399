"""What the processes of a run of tests share is made once, and whole before another of them sees it."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tests import migrated_once
from tests.made_once import made_once


def test_of_many_who_ask_at_once_one_makes_it_and_the_others_find_it_whole(tmp_path: Path) -> None:
    together, made = Barrier(4), []

    def make(folder: Path) -> None:
        made.append(folder)
        (folder / "first").write_text("half")
        (folder / "second").write_text("whole")

    def ask(_: int) -> list[str]:
        together.wait(10)
        return sorted(file.name for file in made_once(tmp_path, "state", make).iterdir())

    with ThreadPoolExecutor(4) as people:
        assert list(people.map(ask, range(4))) == [["first", "second"]] * 4
    assert len(made) == 1


def test_what_could_not_be_made_is_made_by_the_next(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "first").write_text("half")
        raise OSError("no space left")

    with pytest.raises(OSError, match="no space left"):
        made_once(tmp_path, "state", fail)

    assert list(made_once(tmp_path, "state", lambda folder: None).iterdir()) == []


def test_the_database_of_this_process_has_every_migration(db: None) -> None:
    executor = MigrationExecutor(connection)

    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


@pytest.mark.once
def test_what_others_copy_has_them_too(db: None, folder_of_run: Path) -> None:
    with closing(sqlite3.connect(migrated_once.sqlite_of(folder_of_run))) as kept:
        applied = kept.execute("SELECT app, name FROM django_migrations").fetchall()

    assert set(applied) == set(MigrationLoader(connection).disk_migrations)
