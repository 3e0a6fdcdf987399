"""The escalation contact at every address of ours: no draft, nothing that others decide, nothing written."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import person
from tests.security.sent_with import posted
from tests.security.stage import PEOPLE, SECRETS, Stage, words_of
from tests.security.test_matrix import ROWS, outcome, written
from tests.security.test_posts import OPEN, POST, REFUSED

OF_THE_DEPARTMENT = (
    "case/{drafting}/",
    "case/{sent}/",
    "case/{asked}/",
    "case/{joined}/",
    "departments/health/",
)
"""There the contact of the Ministry of Health finds what an observer does; elsewhere what a stranger does."""


@pytest.fixture
def contact(stage: Stage) -> Client:
    browser = Client()
    browser.force_login(person("director", "escalation contact", stage.cast.health))
    return browser


def test_get_opens_the_cases_of_the_department_tells_no_secret_and_changes_no_row(
    stage: Stage, contact: Client
) -> None:
    found = {}
    for row in ROWS:
        with CaptureQueriesContext(connection) as queries:
            answer = contact.get(stage.address(row))
        found[row] = outcome(answer)
        assert [word for word in SECRETS if word in words_of(answer)] == [], row
        assert written(queries) == [], row
    assert found == {row: cells[PEOPLE.index(_like(row))] for row, cells in ROWS.items()}


def _like(row: str) -> str:
    return "observer" if row.startswith(OF_THE_DEPARTMENT) else "stranger"


@pytest.mark.once
def test_no_form_of_others_is_taken(stage: Stage, contact: Client) -> None:
    """What everybody may who is signed in, such as choosing a language, is left out."""
    for row, (what, allowed) in POST.items():
        if "stranger" in allowed or row in OPEN:
            continue
        with CaptureQueriesContext(connection) as queries:
            answer = outcome(posted(stage, contact, row, what))
        assert answer in REFUSED, row
        assert written(queries) == [], row
