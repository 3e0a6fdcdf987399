"""What the worker counts: exact against a scene made by hand, once a minute, and never twice the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.models import Case, Summary
from cases.overview import asked
from cases.overview.counting import ages, approvals, count_what_is_due, counted, standings
from cases.people.models import Department
from cases.tasks import count
from tests.cases import stations
from tests.cases.test_rounds import opened
from tests.cast import NOW, Cast, approved, assigned, drafted, received
from workflow import undoing
from workflow.invariants import broken

DAY = timedelta(days=1)


def test_cases_by_round_lead_and_state_with_what_is_late(cast: Cast) -> None:
    received(cast), assigned(cast), stations.AT["closed"](cast)
    for days in (2, 5):
        Case.objects.filter(pk=assigned(cast).pk).update(due_on=(NOW - days * DAY).date())
    own = (cast.round.pk, cast.health.pk)
    assert sorted(standings(NOW), key=str) == sorted(
        [
            [cast.round.pk, None, "received", False, False, 1, 0, ""],
            [*own, "assigned", False, False, 3, 2, "2026-02-25"],
        ],
        key=str,
    )


def test_approvals_by_day_of_what_is_approved_still(cast: Cast) -> None:
    approved(cast), stations.AT["submitted"](cast)
    reopened = approved(cast)
    actions.take_step(reopened, "reopen", by=cast.coordinator, now=NOW, comment="A new law.")
    assert approvals(NOW) == [[cast.round.pk, "2026-03-02", 2]]


def test_what_was_approved_twice_counts_once_and_on_the_last_day(cast: Cast) -> None:
    case = approved(cast)
    actions.take_step(case, "reopen", by=cast.coordinator, now=NOW, comment="A new law.")
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW + DAY)
    actions.take_step(case, "approve", by=cast.validator, now=NOW + 2 * DAY)
    assert approvals(NOW + 3 * DAY) == [[cast.round.pk, "2026-03-04", 1]]


def test_an_approval_that_was_undone_is_none(cast: Cast, settings: pytest.FixtureRequest) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    case = approved(cast)
    undoing.undo(case, by=cast.validator, now=NOW, seen=case.version)
    assert approvals(NOW) == []


def test_agreed_edits_are_an_approval_and_what_a_body_released_is_none(cast: Cast) -> None:
    agreed = stations.AT["agreement"](cast)
    actions.take_step(agreed, "agree", by=cast.head, now=NOW)
    assert approvals(NOW)[0][2] == 1
    Department.objects.filter(pk=cast.health.pk).update(independent=True)
    assert approvals(NOW) == []


def test_open_cases_by_how_long_ago_they_were_asked(cast: Cast) -> None:
    assigned(cast), drafted(cast), approved(cast), received(cast)
    own = [cast.round.pk, cast.health.pk, False]
    assert ages(NOW + 13 * DAY) == [[*own, 2, 0, 0, 0, 0]]
    assert ages(NOW + 15 * DAY) == [[*own, 0, 2, 0, 0, 0]]
    assert ages(NOW + 400 * DAY) == [[*own, 0, 0, 0, 0, 2]]


def test_a_reassigned_case_is_as_old_as_the_question(cast: Cast) -> None:
    case = assigned(cast)
    given = {"lead": cast.justice, "due_on": case.due_on, "comment": "Yours."}
    actions.take_step(case, "reassign", by=cast.coordinator, now=NOW + 20 * DAY, **given)
    assert ages(NOW + 20 * DAY) == [[cast.round.pk, cast.justice.pk, False, 0, 1, 0, 0, 0]]


def test_a_case_is_asked_by_the_steps_and_by_their_undoing(cast: Cast, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    case, untouched = approved(cast), received(cast)
    assert (case.asked_at, untouched.asked_at) == (NOW, None)
    later = NOW + DAY
    given = {"round": opened(cast, "update"), "due_on": case.due_on, "by": cast.coordinator, "now": later}
    actions.take_step(case, "open_round", **given)
    case.refresh_from_db()
    assert case.asked_at == later
    assert list(asked.strayed()) == []
    undoing.undo(case, by=cast.coordinator, now=later, seen=case.version)
    case.refresh_from_db()
    assert case.asked_at == NOW
    assert list(asked.strayed()) == []


def test_where_a_case_keeps_another_moment_than_its_history_is_told(cast: Cast) -> None:
    case, other = assigned(cast), assigned(cast)
    Case.objects.filter(pk=case.pk).update(asked_at=NOW - DAY)
    assert list(asked.strayed()) == [case.pk]
    Case.objects.filter(pk=other.pk).update(asked_at=None)
    assert list(asked.strayed()) == [case.pk, other.pk]
    assert any("as old as the step" in one and f"Case {case.pk}." in one for one in broken())


def test_ages_are_counted_without_the_history(cast: Cast) -> None:
    assigned(cast)
    with CaptureQueriesContext(connection) as queries:
        ages(NOW)
    assert "cases_caseevent" not in queries.captured_queries[0]["sql"]
    assert len(queries) == 1


def test_the_worker_counts_once_a_minute_and_ages_four_times_an_hour(cast: Cast) -> None:
    assert sorted(count_what_is_due(NOW)) == ["ages", "approvals", "standings"]
    assert count_what_is_due(NOW + timedelta(seconds=30)) == []
    assert sorted(count_what_is_due(NOW + timedelta(seconds=60))) == ["approvals", "standings"]
    assert sorted(count_what_is_due(NOW + timedelta(minutes=15))) == ["ages", "approvals", "standings"]
    assert Summary.objects.count() == 3


def test_a_page_reads_what_is_kept_and_counts_for_itself_where_nobody_counts(cast: Cast) -> None:
    assigned(cast)
    assert counted(NOW, "standings")["standings"].data[0][5] == 1
    assert not Summary.objects.exists()
    count()
    assigned(cast)
    assert counted(NOW + timedelta(minutes=9), "standings")["standings"].data[0][5] == 1
    assert counted(NOW + timedelta(minutes=10), "standings")["standings"].data[0][5] == 2
