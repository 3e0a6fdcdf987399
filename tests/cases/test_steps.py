"""Every step is refused without each thing that it needs, with the sentence that says so.

Who may take it from where is in docs/permissions.md, which tests/workflow/test_permissions.py walks.
"""

from __future__ import annotations

import pytest

from cases.models import Case
from tests.cast import NOW
from tests.workflow.walking.case import PEOPLE, given, station
from tests.workflow.walking.walk import world_of
from workflow import engine
from workflow.errors import Blocked

WHO = {"coordinator": "coordinator", "lead department": "alternate", "head of department": "head",
       "head, or focal point where there is none": "head", "validator": "validator",
       "focal point": "alternate",
       "editor": "editor", "lead department or coordinator": "alternate",
       "focal point or head, or the coordinator": "head"}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "need"), [(row.name, need.name) for row in Case.process.steps.values() for need in row.needs]
)
def test_it_is_refused_without_what_it_needs(name: str, need: str) -> None:
    step = Case.process.steps[name]
    world = world_of(PEOPLE)
    case = station(world, step.sources[0])
    data = given(world, name)
    lacking = {key: value for key, value in data.items() if key != ("comment" if need == "reason" else need)}

    with pytest.raises(Blocked) as refused:
        engine.perform(case, name, by=world[WHO[str(step.role.label)]], now=NOW, **lacking)

    assert refused.value.sentence == next(one.sentence for one in step.needs if one.name == need)
    assert len(lacking) == len(data) - 1
