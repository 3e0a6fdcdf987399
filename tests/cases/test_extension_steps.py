"""Every step of a request is refused without each thing that it needs; a refused one leaves nothing.

Who may take it from where is in docs/permissions.md, which tests/workflow/test_permissions.py walks.
"""

from __future__ import annotations

import pytest

from cases.extensions import extending
from cases.models import Extension
from tests.cast import LATER, NOW, Cast, assigned
from tests.workflow.walking.extension import PEOPLE, given, station
from tests.workflow.walking.walk import world_of
from workflow import engine
from workflow.errors import Blocked, NotAllowed

WHO = {"ask": "head", "grant": "coordinator", "refuse": "coordinator", "withdraw": "head", "lapse": "head"}
STEPS = Extension.process.steps


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "need"), [(row.name, need.name) for row in STEPS.values() for need in row.needs]
)
def test_it_is_refused_without_what_it_needs(name: str, need: str) -> None:
    world = world_of(PEOPLE)
    request, data = station(world, STEPS[name].sources[0]), given(world, name)
    lacking = {key: value for key, value in data.items() if key != ("comment" if need == "reason" else need)}

    with pytest.raises(Blocked) as refused:
        engine.perform(request, name, by=world[WHO[name]], now=NOW, **lacking)

    assert refused.value.sentence == next(one.sentence for one in STEPS[name].needs if one.name == need)
    assert len(lacking) == len(data) - 1


def test_a_refused_request_leaves_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        extending.ask_for_more_time(
            assigned(cast), wanted_on=LATER, by=cast.stranger, now=NOW, comment="The survey is late."
        )
    assert not Extension.objects.exists()
