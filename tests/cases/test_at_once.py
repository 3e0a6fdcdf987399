"""Two who write to one answer at the same moment: one is first, the other is told, and nobody waits for ever.

On PostgreSQL, where writers work side by side; SQLite lets one transaction write at a time.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection

from cases import actions
from cases.extensions import extending
from cases.importing import undoing
from cases.models import Case, Extension, Import
from cases.people.models import Department
from cases.people.reorganising import digest, reorganise
from tests.cases.importing.files import CLINICS, bring, generic
from tests.cases.reorganised import merger
from tests.cast import DUE, FULL, LATER, NOW, SHORT, Cast, gather, received, sent, status
from workflow.errors import Blocked, Conflict, Refused
from workflow.invariants import broken

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time"),
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def at_once(*acts: Callable[[], object]) -> Counter[str]:
    """Run all ``acts`` in threads that begin together; how many were done, and how many met a conflict."""
    came: Counter[str] = Counter()
    begin = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        try:
            begin.wait()
            act()
            came["done"] += 1
        except (Blocked, Conflict):
            came["conflict"] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return came


def test_of_drafts_saved_from_two_cases_of_one_answer_one_is_kept() -> None:
    cast = gather()
    pair = [received(cast), received(cast)]
    actions.assign_together(pair, lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)

    def save(case: Case) -> Callable[[], object]:
        seen, scale = Case.objects.get(pk=case.pk), status("in-progress")
        return lambda: actions.save_draft(
            seen, full_text=FULL, short_text=f"{SHORT} {case}", status=scale, started_from=0,
            by=cast.focal_point, now=NOW,
        )  # fmt: skip

    assert at_once(*map(save, pair * 4)) == {"done": 1, "conflict": 7}
    assert pair[0].answer.versions.count() == 1


def test_of_two_validators_who_propose_edits_one_is_first() -> None:
    cast = gather()
    case = sent(cast)

    def propose(by: object) -> Callable[[], object]:
        seen = Case.objects.get(pk=case.pk)
        return lambda: actions.propose_edits(
            seen, full_text=f"As {by} would say it.", short_text=SHORT, by=by, now=NOW
        )

    validators = [cast.validator, cast.second_validator]
    assert at_once(*map(propose, validators * 4)) == {"done": 1, "conflict": 7}
    assert case.answer.versions.filter(kind="proposal").count() == 1


def test_of_a_grant_and_a_step_that_takes_the_cases_away_one_is_first() -> None:
    cast = gather()
    for _ in range(5):
        pair = [received(cast), received(cast)]
        actions.assign_together(pair, lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)
        act = {"by": cast.focal_point, "now": NOW, "comment": "The survey is late."}
        asked = extending.ask_for_more_time(pair[1], wanted_on=LATER, **act)

        assert at_once(*_grant_or_go(cast, pair, asked)) == {"done": 1, "conflict": 1}

        dates = {case.due_on for case in Case.objects.filter(pk__in=[case.pk for case in pair])}
        granted = type(asked).objects.get(pk=asked.pk).state == "granted"
        assert dates == ({LATER} if granted else {None})
    assert broken() == []


def _grant_or_go(cast: Cast, pair: list[Case], asked: Extension) -> list[Callable[[], object]]:
    by, seen = cast.coordinator, Case.objects.get(pk=pair[0].pk)
    gone = {"by": cast.focal_point, "now": NOW, "comment": "Not ours.", "proposed": cast.justice}
    return [
        lambda: extending.take_request_step(asked, "grant", by=by, now=NOW, seen=1, granted_on=LATER),
        lambda: actions.take_step(seen, "hand_back", **gone),
    ]


@pytest.mark.parametrize("turn", range(5))
def test_a_case_assigned_while_its_department_is_merged_is_led_by_one_that_exists(turn: int) -> None:
    cast = gather()
    cases = [received(cast) for _ in range(3)]
    plan = merger(cast, predecessors=[cast.health], successors=[cast.justice])
    seen = digest(plan, today=NOW.date())

    def assign(case: Case) -> Callable[[], object]:
        return lambda: actions.take_step(
            case,
            "assign",
            by=cast.coordinator,
            now=NOW,
            lead=Department.objects.get(code="health"),
            due_on=DUE,
        )

    came = at_once(
        lambda: reorganise(plan, seen=seen, by=cast.coordinator, now=NOW),
        *(assign(case) for case in cases),
    )
    assert came.total() == 4
    assert broken() == []


def test_of_an_import_taken_back_and_a_first_step_on_its_case_one_is_first(tmp_path: Path) -> None:
    cast, later = gather(), NOW + timedelta(hours=1)
    for number in range(5):
        bring(tmp_path, generic({**CLINICS, "key": str(number), "paragraph": f"{number + 1}"}))
        brought, case = Import.objects.latest("pk"), Case.objects.latest("pk")

        def take_back(brought: Import = brought) -> None:
            try:
                undoing.undo(brought, by=cast.coordinator, now=later)
            except Refused as refused:
                raise Conflict(refused.sentence) from refused

        def assign(case: Case = case) -> None:
            actions.take_step(case, "assign", lead=cast.health, due_on=DUE, by=cast.coordinator, now=later)

        assert at_once(take_back, assign) == {"done": 1, "conflict": 1}
        is_gone = Import.objects.get(pk=brought.pk).undone_at is not None
        assert Case.objects.filter(pk=case.pk, state="assigned").exists() != is_gone
    assert not list(broken())
