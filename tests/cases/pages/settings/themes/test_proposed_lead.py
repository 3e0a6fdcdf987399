"""The lead of a theme is proposed where its cases are assigned."""

from __future__ import annotations

import pytest
from django.test import Client

from cases.models import Term
from cases.people.models import Department
from tests.cases.pages.settings.themes.made import THEMES, a_theme, about
from tests.cast import Cast, assigned, received


@pytest.fixture
def water(cast: Cast) -> Term:
    return a_theme("Water", lead=cast.justice)


def test_it_is_offered_for_a_group_before_what_the_file_names(
    cast: Cast, browser: Client, water: Term
) -> None:
    case = about(received(cast), water)
    case.recommendation.lead_proposals.create(named="Ministry of Health", department=cast.health)

    page = browser.get("/desk/leads/")

    assert page.context["groups"][0].chosen == "justice"
    assert "The settings propose it for this theme." in page.content.decode()


def test_it_is_offered_for_one_case_and_for_a_part_of_the_theme(
    cast: Cast, browser: Client, water: Term
) -> None:
    case = about(received(cast), a_theme("Wells", parent=water))

    page = browser.get(f"/case/{case.reference}/step/assign/").content.decode()

    assert f'<option value="{cast.justice.pk}" selected>' in page


def test_a_dissolved_one_is_offered_no_more_and_marked(cast: Cast, browser: Client, water: Term) -> None:
    case = about(received(cast), water)
    case.recommendation.lead_proposals.create(named="Ministry of Health", department=cast.health)
    Department.objects.filter(pk=cast.justice.pk).update(valid_until="2020-01-01")

    assert browser.get("/desk/leads/").context["groups"][0].chosen == "health"
    assert "dissolved" in browser.get(THEMES).content.decode()


def test_an_assigned_case_keeps_its_own(cast: Cast, browser: Client, water: Term) -> None:
    case = about(assigned(cast), water)

    page = browser.get(f"/case/{case.reference}/step/reassign/").content.decode()

    assert f'<option value="{cast.health.pk}" selected>' in page
