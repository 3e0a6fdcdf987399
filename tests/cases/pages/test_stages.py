"""The strip on a case's page: where the case stands on its way."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from cases.models import Case
from cases.pages.stages import stages_of
from cases.states import CLOSED, State
from tests.cases.pages.conftest import SignIn
from tests.cases.stations import AT
from tests.cast import Cast, drafted


def present_in(client: Client, case: Case) -> list[str]:
    page = client.get(f"/case/{case.reference}/").content.decode()
    strip = page.partition('<ol class="stages"')[2].partition("</ol>")[0]
    return re.findall(r'aria-current="step"><span class="name">([^<]+)<', strip)


@pytest.mark.parametrize(
    ("station", "name"),
    [
        ("received", "To assign"),
        ("assigned", "To do"),
        ("drafting", "Drafting"),
        ("sign-off", "For signature"),
        ("validation", "With validator"),
        ("agreement", "For signature"),
        ("approved", "Approved"),
        ("submitted", "Submitted"),
    ],
)
def test_it_marks_the_present_stage(station: str, name: str, cast: Cast, sign_in: SignIn) -> None:
    assert present_in(sign_in(cast.coordinator), AT[station](cast)) == [name]


def test_what_lies_behind_is_told_as_done(cast: Cast) -> None:
    stages = stages_of(drafted(cast))

    assert [str(stage.name) for stage in stages if stage.is_passed] == ["To assign", "To do"]
    assert len(stages) == 7


def test_a_closed_case_is_on_no_way(cast: Cast, sign_in: SignIn) -> None:
    case = AT["closed"](cast)

    assert stages_of(case) == []
    assert present_in(sign_in(cast.coordinator), case) == []


@pytest.mark.parametrize("state", [state for state in State if state != CLOSED])
def test_every_other_state_has_its_stage(state: State) -> None:
    case = Case()
    case.__dict__["state"] = state

    assert sum(stage.is_present for stage in stages_of(case)) == 1


def test_it_asks_the_database_nothing(cast: Cast, django_assert_num_queries) -> None:
    case = drafted(cast)

    with django_assert_num_queries(0):
        stages_of(case)
