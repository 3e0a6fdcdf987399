"""Leads by theme group: the groups, the lead that is proposed, and one Save for all of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from cases import actions
from cases.contributions import contributing
from cases.models import Case, Contribution, Term
from cases.pages.desk import leads
from cases.people.models import Department
from tests.cases.test_rounds import ask, opened
from tests.cast import DUE as DAY
from tests.cast import NOW, Cast, approved, assigned, department, received
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


def led(cast: Cast, term: Term, lead: Department, text: str = "Open clinics in rural areas.") -> Case:
    case = received(cast, text)
    case.recommendation.themes.add(term)
    actions.take_step(case, "assign", by=cast.coordinator, now=NOW, lead=lead, due_on=DAY)
    return case


def test_who_led_on_the_theme_before_is_proposed_with_the_reason(page: Any, cast: Cast) -> None:
    wells = theme("Wells")
    led(cast, wells, cast.health), led(cast, wells, cast.health), led(cast, wells, cast.justice)
    case_of(cast, wells)
    (group,) = page().context["groups"]
    assert (group.proposed, group.chosen) == ("health", "health")
    assert "Ministry of Health led 2 of 3 before on this theme." in text_of(page())


def test_who_led_in_an_earlier_round_counts_too(page: Any, cast: Cast) -> None:
    wells = theme("Wells")
    case = approved(cast)
    case.recommendation.themes.add(wells)
    ask(cast, [case], opened(cast, "update"))
    given = {"comment": "Not ours.", "proposed": cast.justice}
    actions.take_step(case, "hand_back", by=cast.focal_point, now=NOW, **given)
    case.recommendation.lead_proposals.all().delete()
    assert "Ministry of Health led the only one before on this theme." in text_of(page())


def test_the_settings_go_before_the_file_and_the_file_before_the_past(page: Any, cast: Cast) -> None:
    wells, courts = theme("Wells"), theme("Courts")
    for term in (wells, courts):
        led(cast, term, department(f"other-{term.code}", "Another"))
    case_of(cast, wells, cast.health), case_of(cast, wells), case_of(cast, courts, cast.health)
    Term.objects.filter(pk=courts.pk).update(lead=cast.justice)
    shown = {group.title: (group.proposed, group.why) for group in page().context["groups"]}
    assert shown == {
        "Wells": ("health", "It is named for 1 of 2."),
        "Courts": ("justice", "The settings propose it for this theme."),
    }


def test_where_a_theme_says_nothing_the_texts_do(page: Any, cast: Cast) -> None:
    led(cast, theme("Old"), cast.justice, "Adopt a law against torture in prisons.")
    led(cast, theme("Older"), cast.health, "Open clinics for mothers.")
    case = received(cast, "Amend the law so that torture in prisons is a crime.")
    case.recommendation.themes.add(theme("New"))
    (group,) = page().context["groups"]
    assert group.proposed == "justice"
    assert group.why == "Ministry of Justice answered what is most alike in its words."


def test_likeness_chooses_nobody_in_the_place_of_a_body_that_is_unknown(page: Any, cast: Cast) -> None:
    led(cast, theme("Old"), cast.justice, "Adopt a law against torture in prisons.")
    led(cast, theme("Older"), cast.health, "Open clinics for mothers.")
    case = received(cast, "Amend the law so that torture in prisons is a crime.")
    case.recommendation.themes.add(theme("New"))
    case.recommendation.lead_proposals.create(named="Prison Board")
    shown = page()
    (group,) = shown.context["groups"]
    assert (group.proposed, group.why) == ("", "")
    assert [one.department for one in group.similar] == [cast.justice]
    assert "A body marked (unknown) is no department here" in shown.content.decode()


@pytest.mark.parametrize(
    "change", [{"independent": True}, {"branch": "judiciary"}, {"valid_until": "2020-01-01"}]
)
def test_who_is_not_to_lead_now_is_not_proposed(page: Any, cast: Cast, change: dict[str, Any]) -> None:
    wells = theme("Wells")
    led(cast, wells, cast.health), case_of(cast, wells)
    Department.objects.filter(pk=cast.health.pk).update(**change)
    assert page().context["groups"][0].proposed == ""


def test_a_restricted_case_tells_nothing_of_its_lead(page: Any, cast: Cast) -> None:
    wells = theme("Wells")
    hidden = led(cast, wells, cast.justice)
    Case.objects.filter(pk=hidden.pk).update(restricted=True)
    case_of(cast, wells)
    assert page().context["groups"][0].proposed == ""


@pytest.mark.parametrize("cases", [3, 40])
def test_proposals_of_the_past_ask_no_more_queries(
    page: Any, cast: Cast, cases: int, django_assert_num_queries: Any
) -> None:
    led(cast, theme("Old"), cast.health)
    for number in range(cases):
        case_of(cast, theme(f"Theme {number}"))
    with django_assert_num_queries(26):
        page()


def test_contributors_are_asked_with_the_same_save(client: Client, page: Any, cast: Cast) -> None:
    wells, courts = theme("Wells"), theme("Courts")
    first, second = case_of(cast, wells, cast.health), case_of(cast, courts, cast.justice)
    interior = department("interior", "Ministry of the Interior")
    sent = {
        "due_on": DUE, "groups": page().context["as_text"], f"lead-{wells.pk}": "health",
        f"lead-{courts.pk}": "justice", f"with-{wells.pk}": ["justice", "interior", "health", "nonsense"],
    }  # fmt: skip
    client.post("/desk/leads/", sent)
    for case in (first, second):
        case.refresh_from_db()
    asked = Contribution.objects.filter(answer=first.answer)
    assert {one.department for one in asked} == {cast.justice, interior}
    assert {(one.state, one.lead, one.due_on) for one in asked} == {("asked", cast.health, date(2026, 4, 27))}
    assert not Contribution.objects.filter(answer=second.answer).exists()


def test_contributors_without_a_lead_are_not_asked_and_that_is_said(
    save: Any, client: Client, cast: Cast
) -> None:
    wells = theme("Wells")
    case = case_of(cast, wells)
    sent = {"due_on": DUE, "groups": f"{wells.pk}={case.pk}:0", f"with-{wells.pk}": "justice"}
    said = text_of(client.post("/desk/leads/", sent, follow=True))
    assert "Contributors were chosen without a lead, so nobody was asked: Wells." in said
    assert not Contribution.objects.exists()


def test_a_bad_date_keeps_the_contributors(client: Client, page: Any, cast: Cast) -> None:
    wells = theme("Wells")
    case_of(cast, wells, cast.health)
    sent = {"due_on": "", "groups": page().context["as_text"], f"with-{wells.pk}": "justice"}
    response = client.post("/desk/leads/", sent)
    assert response.status_code == 422
    assert f'name="with-{wells.pk}" value="justice" checked' in response.content.decode()


def test_where_somebody_cannot_be_asked_the_case_is_not_assigned_either(
    client: Client, page: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    wells = theme("Wells")
    case = case_of(cast, wells, cast.health)
    monkeypatch.setattr(contributing, "may_ask", lambda held, by: False)
    sent = {
        "due_on": DUE, "groups": page().context["as_text"], f"lead-{wells.pk}": "health",
        f"with-{wells.pk}": "justice",
    }  # fmt: skip
    said = text_of(client.post("/desk/leads/", sent, follow=True))
    assert "Only the lead department or a coordinator asks for a contribution." in said
    case.refresh_from_db()
    assert (case.state, case.version) == ("received", 0)


def test_the_worker_asks_them_too(client: Client, page: Any, cast: Cast) -> None:
    wells = theme("Wells")
    for _number in range(30):
        case_of(cast, wells, cast.health)
    sent = {
        "due_on": DUE, "groups": page().context["as_text"], f"lead-{wells.pk}": "health",
        f"with-{wells.pk}": "justice",
    }  # fmt: skip
    client.post("/desk/leads/", sent)
    assert not Contribution.objects.exists()
    work_waiting()
    assert Contribution.objects.filter(state="asked", department=cast.justice).count() == 30


def test_with_too_many_groups_contributors_are_asked_elsewhere(
    page: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_of(cast, theme("Wells"), cast.health)
    assert "Contributors for: Wells" in text_of(page())
    monkeypatch.setattr(leads, "MOST_BOXES", 1)
    assert "Contributors for: Wells" not in text_of(page())


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
    with django_assert_num_queries(18):
        page()
