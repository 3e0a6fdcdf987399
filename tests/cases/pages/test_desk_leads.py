"""Leads by theme group: the groups, the lead that is proposed, and one Save for all of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cases.models import Case, Term
from cases.people.models import Department
from tests.cast import Cast, assigned, department, received
from workflow.tasks import work_waiting

DUE = "2026-05-04"


def theme(name: str, parent: Term | None = None) -> Term:
    return Term.objects.create(vocabulary="theme", code=name, parent=parent)


def case_of(cast: Cast, term: Term | None, *named: Department | str) -> Case:
    case = received(cast)
    if term:
        case.recommendation.themes.add(term)
    for body in named:
        known = body if isinstance(body, Department) else None
        case.recommendation.lead_proposals.create(named=str(body), department=known)
    return case


@pytest.fixture
def page(client: Client, cast: Cast) -> Any:
    client.force_login(cast.coordinator)
    return lambda: client.get("/desk/leads/")


@pytest.fixture
def save(client: Client, page: Any) -> Any:
    """Saves the page as it is proposed, but for the leads given by theme."""

    def saved(due_on: str = DUE, **leads: str) -> Any:
        shown = page().context
        filled: dict[str, Any] = {"due_on": due_on, "groups": shown["as_text"]}
        for group in shown["groups"]:
            filled[f"lead-{group.key}"] = leads.get(group.title, group.proposed)
        return client.post("/desk/leads/", filled, follow=True)

    return saved


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_received_cases_stand_under_their_sub_theme(page: Any, cast: Cast) -> None:
    water = theme("Water")
    wells = theme("Wells", water)
    case = case_of(cast, wells)
    case.recommendation.themes.add(water)
    case_of(cast, water), case_of(cast, water), case_of(cast, None)
    assigned(cast)
    groups = [(group.title, len(group.cases)) for group in page().context["groups"]]
    assert groups == [("Water", 2), ("Wells", 1), ("No theme", 1)]


def test_the_executive_body_that_is_named_most_is_proposed(page: Any, cast: Cast) -> None:
    court = department("court", "Supreme Court")
    Department.objects.filter(pk=court.pk).update(branch="judiciary")
    court.refresh_from_db()
    wells = theme("Wells")
    case_of(cast, wells, court, cast.justice, "Board of Wells")
    case_of(cast, wells, court, cast.health, "Board of Wells")
    case_of(cast, wells, court, cast.health)
    (group,) = page().context["groups"]
    assert group.proposed == "health"
    assert [(named.name, named.count) for named in group.named][:2] == [
        ("Supreme Court", 3),
        ("Board of Wells", 2),
    ]


def test_an_independent_or_unknown_body_is_not_proposed(page: Any, cast: Cast) -> None:
    Department.objects.filter(pk=cast.health.pk).update(independent=True)
    cast.health.refresh_from_db()
    case_of(cast, theme("Wells"), cast.health, "Board of Wells")
    assert page().context["groups"][0].proposed == ""


def test_an_unknown_body_is_said_to_be_so(page: Any, cast: Cast) -> None:
    case_of(cast, theme("Wells"), "Board of Wells")
    assert 'Board of Wells</bdi> <span class="soft">(unknown)' in text_of(page())


def test_one_save_assigns_every_group(save: Any, cast: Cast) -> None:
    case_of(cast, theme("Wells"), cast.health), case_of(cast, theme("Courts"), cast.justice)
    said = text_of(save())
    assert "1 assigned to Ministry of Health. 1 assigned to Ministry of Justice." in said
    assert set(Case.objects.values_list("lead__code", "state")) == {
        ("health", "assigned"),
        ("justice", "assigned"),
    }


def test_a_group_is_left_alone(save: Any, cast: Cast) -> None:
    case = case_of(cast, theme("Wells"), cast.health)
    assert "No lead was chosen. Nothing was assigned." in text_of(save(Wells=""))
    case.refresh_from_db()
    assert case.state == "received"


def test_each_to_its_own_first_named_known_body(save: Any, cast: Cast) -> None:
    wells = theme("Wells")
    first = case_of(cast, wells, cast.justice, cast.health)
    second = case_of(cast, wells, "Board of Wells", cast.health)
    third = case_of(cast, wells, "Board of Wells")
    said = text_of(save(Wells="own"))
    assert "1 names no known department and was left alone." in said
    for case in (first, second, third):
        case.refresh_from_db()
    assert (first.lead, second.lead, third.lead) == (cast.justice, cast.health, None)


def test_a_case_that_came_in_meanwhile_is_left_alone(client: Client, cast: Cast) -> None:
    client.force_login(cast.coordinator)
    wells = theme("Wells")
    seen, later = case_of(cast, wells), case_of(cast, wells)
    filled = {"groups": f"{wells.pk}={seen.pk}:0", f"lead-{wells.pk}": "health"}
    client.post("/desk/leads/", {**filled, "due_on": DUE})
    later.refresh_from_db()
    assert later.state == "received"


def test_what_went_on_meanwhile_is_said(client: Client, cast: Cast) -> None:
    client.force_login(cast.coordinator)
    case = case_of(cast, None)
    Case.objects.filter(pk=case.pk).update(round=None)
    filled = {"groups": f"0={case.pk}:0", "lead-0": "health", "due_on": DUE}
    said = text_of(client.post("/desk/leads/", filled, follow=True))
    assert "1 was not done." in said
    assert "Open a round first" in said


@pytest.mark.parametrize(
    ("due_on", "sentence"), [("", "Give a due date, or working days."), ("2026-03-01", "This day is over")]
)
def test_a_bad_date_keeps_the_choices(save: Any, cast: Cast, due_on: str, sentence: str) -> None:
    case_of(cast, theme("Wells"), cast.health)
    response = save(due_on, Wells="justice")
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert response.context["groups"][0].chosen == "justice"
    assert not Case.objects.filter(state="assigned").exists()


def test_three_hundred_themes_fit_in_one_form(client: Client, save: Any, cast: Cast) -> None:
    for number in range(300):
        case_of(cast, theme(f"Theme {number}"), cast.health)
    assert "Waiting for the worker" in text_of(save())
    work_waiting()
    assert Case.objects.filter(state="assigned").count() == 300


@pytest.mark.parametrize("groups", ["", "nonsense", "1=x:y|=1:1", "1=99999999:0"])
def test_a_form_that_was_tampered_with_assigns_nothing(client: Client, cast: Cast, groups: str) -> None:
    client.force_login(cast.coordinator)
    filled = {"groups": groups, "lead-1": "health", "due_on": DUE}
    assert "No lead was chosen." in text_of(client.post("/desk/leads/", filled, follow=True))


def test_when_all_have_a_lead_it_says_so(page: Any, cast: Cast) -> None:
    assigned(cast)
    assert "Every case has a lead." in text_of(page())


@pytest.mark.parametrize("name", ["validator", "observer", "focal_point"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_it_is_for_the_coordinator(client: Client, cast: Cast, name: str, method: str) -> None:
    client.force_login(getattr(cast, name))
    assert getattr(client, method)("/desk/leads/").status_code == 403


@pytest.mark.parametrize("cases", [3, 40])
def test_more_cases_ask_no_more_queries(
    page: Any, cast: Cast, cases: int, django_assert_num_queries: Any
) -> None:
    for number in range(cases):
        case_of(cast, theme(f"Theme {number}"), cast.health, "Board of Wells")
    with django_assert_num_queries(16):
        page()
