"""Random lives of every process agree, step by step, with a plain model of it; no promise is broken."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.workflow.extent import LONG, Extent
from tests.workflow.walking import LIVES
from workflow.process import process_named, registered_processes


def test_every_process_is_lived() -> None:
    assert set(LIVES) == {process.name for process in registered_processes()}


@pytest.mark.strength
@pytest.mark.django_db
@pytest.mark.parametrize("name", LIVES)
def test_random_lives_go_as_the_model_says(
    name: str, extent: Extent, settings: object, record_property: Callable[[str, object], None]
) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    life = LIVES[name]
    life.steers = extent == LONG  # of the larger tables each edge is looked for
    run_state_machine_as_test(life, settings=repeated(extent))
    edges = {(state, step.name) for step in process_named(name).steps.values() for state in step.sources}
    record_property("edges taken", f"{len(edges & set(life.taken))} of {len(edges)}")
    record_property("steps", f"{life.taken.total()} taken, {life.refused.total()} refused")
    assert {"NotAllowed", "WrongState", "Blocked"} <= set(life.refused)
    assert set(life.taken) - edges <= {("", "undo")}
    # Most of them in a long run; tests/workflow/test_permissions.py takes each edge, whatever chance brings.
    own = {edge for edge in edges if edge[1] not in life.taken_by_others}
    assert extent != LONG or len(own & set(life.taken)) >= 0.7 * len(own)


def repeated(extent: Extent) -> settings:
    return settings(
        max_examples=extent.lives,
        stateful_step_count=extent.acts,
        derandomize=extent != LONG,
        database=None,
        phases=[Phase.generate],  # to make a life shorter takes minutes
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
