"""What runs on SQLite alone: what is marked so, and what could not meet another database."""

from __future__ import annotations

import pytest
from django.db import connection

from cases.people.models import User
from tests.conftest import may_meet_a_database


def test_who_asks_for_no_database_is_refused_one(request: pytest.FixtureRequest) -> None:
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        User.objects.exists()
    assert connection.vendor == "sqlite"
    assert not may_meet_a_database(request.node)


@pytest.mark.processes
def test_who_starts_processes_meets_it_there(request: pytest.FixtureRequest) -> None:
    assert may_meet_a_database(request.node)


def test_who_asks_through_a_fixture_meets_it(request: pytest.FixtureRequest, cast: object) -> None:
    assert may_meet_a_database(request.node)


@pytest.mark.django_db
def test_who_is_marked_meets_it(request: pytest.FixtureRequest) -> None:
    assert may_meet_a_database(request.node)
