"""What every test gets: a frozen clock, no network but this machine, files in a folder of its own."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker
from pytest_socket import socket_allow_hosts

from cases.people import site
from tests import cast as cast_module
from tests import migrated_once
from tests.made_once import shared_folder
from tests.remembering import forget, remembered
from tests.tampering import lifted

os.environ["MAIL_LANGUAGES"] = "en"  # for the processes that tests start

_empty_the_tables = TransactionTestCase._fixture_teardown


def _empty_the_tables_of_events_too(test: TransactionTestCase) -> None:
    forget()
    with lifted():
        _empty_the_tables(test)


TransactionTestCase._fixture_teardown = _empty_the_tables_of_events_too  # its end is a TRUNCATE or DELETE


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="repeat the tests of strength many times")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if connection.vendor == "sqlite":
        return
    left_out = [item for item in items if item.get_closest_marker("once") or not may_meet_a_database(item)]
    config.hook.pytest_deselected(items=left_out)
    kept = set(items).difference(left_out)
    items[:] = [item for item in items if item in kept]


def may_meet_a_database(item: pytest.Item) -> bool:
    """To whoever asks for none, pytest-django refuses it, but not to the processes that he starts."""
    asks = {"db", "transactional_db", "live_server"}.intersection(getattr(item, "fixturenames", ()))
    return bool(asks or item.get_closest_marker("django_db") or item.get_closest_marker("processes"))


@pytest.fixture(scope="session")
def folder_of_run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For what is made once for all processes of the run: see ``tests/made_once.py``."""
    return shared_folder(request.config, tmp_path_factory.getbasetemp())


@pytest.fixture(scope="session")
def _while_the_database_is_made() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None,
    django_db_use_migrations: bool,
    django_db_keepdb: bool,
    folder_of_run: Path,
    _while_the_database_is_made: ExitStack,
) -> None:
    reused = django_db_keepdb and connection.vendor != "sqlite"  # which is in memory, and made anew
    if django_db_use_migrations and not reused:
        _while_the_database_is_made.enter_context(migrated_once.copied_or_kept(folder_of_run))


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    folder_of_run: Path,
    _while_the_database_is_made: ExitStack,
) -> Iterator[None]:
    with django_db_blocker.unblock():
        _while_the_database_is_made.close()
    yield
    with django_db_blocker.unblock():
        migrated_once.forget(folder_of_run)


@pytest.fixture
def file_database(django_db_setup: None, folder_of_run: Path, tmp_path: Path) -> Path:
    """A migrated database on SQLite, where a process looks for it whose ``SUIVI_VAR`` is ``tmp_path``."""
    assert connection.vendor == "sqlite", "Mark the test once: this database is SQLite on every run."
    return Path(shutil.copy(migrated_once.sqlite_of(folder_of_run), tmp_path / "suivi.sqlite3"))


@pytest.fixture(autouse=True)
def _no_network() -> None:
    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(autouse=True)
def _frozen_clock(request: pytest.FixtureRequest) -> Iterator[None]:
    if request.node.get_closest_marker("processes"):
        yield
        return
    with time_machine.travel(cast_module.NOW, tick=False):
        yield


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector of garbage need not look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.fixture(autouse=True)
def _static_files_are_found_when_asked_for(settings: Any) -> None:
    """Else every browser of a test, each of which starts the site for itself, reads them all first."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(autouse=True)
def _files_of_its_own(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
    }
    settings.WORKFLOW_HISTORY_FOLDER = tmp_path / "history"
    settings.WORKFLOW_UNDO_SECONDS = 0


@pytest.fixture(autouse=True)
def _mails_in_english(settings: Any) -> None:
    """Where neither the person nor the department names a language: the cast names none."""
    settings.MAIL_LANGUAGES = ["en"]


@pytest.fixture(autouse=True)
def _no_words_of_its_own_yet() -> None:
    """As a process that has read them already: which test comes first changes no count of queries."""
    site.keep(site.Here(), seconds=3600)


@pytest.fixture
def cast(db: None) -> cast_module.Cast:
    ContentType.objects.get_for_models(*apps.get_models())  # or who asks first would count a query more
    return remembered(cast_module.gather)
