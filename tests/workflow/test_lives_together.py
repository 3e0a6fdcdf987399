"""Random lives of cases that share answers, with contributions and requests: no promise is broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import settings as settings_of
from hypothesis.stateful import run_state_machine_as_test

from tests.workflow.extent import LONG, Extent
from tests.workflow.test_lives import repeated
from tests.workflow.walking.company_life import PROCESS, CompanyLife

EDGES = {(state, step.name) for step in PROCESS.steps.values() for state in step.sources}


@pytest.mark.strength
@pytest.mark.django_db
def test_whatever_is_done_no_promise_is_broken(
    extent: Extent, settings: object, record_property: Callable[[str, object], None]
) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    CompanyLife.check_after_each = extent == LONG
    # A rule takes several steps.
    fewer = settings_of(
        repeated(extent), max_examples=extent.lives // 3, stateful_step_count=extent.acts // 3
    )
    run_state_machine_as_test(CompanyLife, settings=fewer)
    record_property("edges taken", f"{len(EDGES & set(CompanyLife.taken))} of {len(EDGES)}")
    record_property("acts", dict(CompanyLife.acts))
    assert set(CompanyLife.taken) <= EDGES
