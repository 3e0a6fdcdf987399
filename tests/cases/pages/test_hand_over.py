"""The pages of a hand-over, and its sheet: filled in, previewed, confirmed; printed with what one may see."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cases import actions
from cases.extensions.extending import ask_for_more_time
from cases.models import Case, Round, Term
from cases.people.models import HandOver
from cases.people.roles import grants_of
from tests.cases.pages.conftest import SignIn
from tests.cases.pages.test_reorganise import sent_from
from tests.cases.reorganised import done as reorganised
from tests.cases.reorganised import merger
from tests.cast import DUE, FULL, LATER, NOW, SHORT, Cast, approved, assigned, draft, drafted

URL, SHEET = "/my-roles/hand-over/", "/my-roles/sheet/"
LAST = (NOW + timedelta(days=9)).date().isoformat()


def form(cast: Cast, **changed: Any) -> dict[str, Any]:
    whose = {"whose": f"{cast.focal_point.pk}-{cast.health.pk}", "to": cast.alternate.email}
    days = {"how": "days", "first_day": NOW.date().isoformat(), "last_day": LAST}
    return whose | days | changed


def test_one_hands_over_before_leave(cast: Cast, sign_in: SignIn) -> None:
    case, client = drafted(cast), sign_in(cast.focal_point)
    assert "For some days" in client.get(URL).content.decode()
    page = client.post(URL, form(cast) | {"then": "preview"}).content.decode()
    assert "Nothing has been changed yet" in page
    assert case.reference in page
    assert not HandOver.objects.exists()
    answer = client.post(URL, sent_from(page) | {"then": "confirm"}, follow=True).content.decode()
    assert "Handed over: the work of Focal Point is with Alternate." in answer
    assert "1 open case" in answer
    assert "draft" in grants_of(cast.alternate).held_in(cast.health.pk)


def test_a_coordinator_hands_over_for_good(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.coordinator)
    good = form(cast, how="good", first_day="", last_day="", switch_off="on", to=cast.stranger.email)
    page = client.post(URL, good | {"then": "preview"}).content.decode()
    assert "is switched off" in page
    client.post(URL, sent_from(page) | {"then": "confirm"})
    cast.focal_point.refresh_from_db()
    assert not cast.focal_point.is_active


def test_what_cannot_be_done_says_why(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.focal_point)
    for changed, sentence in (
        ({"last_day": ""}, "Give the last day."),
        ({"last_day": "2026-03-01"}, "the last day is not before it"),
        ({"to": cast.justice_focal_point.email}, "Select a valid choice"),
        ({"whose": f"{cast.head.pk}-{cast.health.pk}"}, "Select a valid choice"),
        ({"how": ""}, "Say for how long."),
    ):
        answer = client.post(URL, form(cast) | changed | {"then": "preview"})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()


def test_what_changed_meanwhile_is_shown_again(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.focal_point)
    page = client.post(URL, form(cast) | {"then": "preview"}).content.decode()
    drafted(cast)
    answer = client.post(URL, sent_from(page) | {"then": "confirm"})
    assert answer.status_code == 409
    assert "so nothing was done" in answer.content.decode()
    assert client.post(URL, sent_from(answer.content.decode()) | {"then": "confirm"}).status_code == 302


def test_who_holds_nothing_has_nothing_to_hand_over(cast: Cast, sign_in: SignIn) -> None:
    for address in (URL, SHEET):
        assert "You hold no role in a department" in sign_in(cast.stranger).get(address).content.decode()


def test_my_roles_names_national_ones_and_those_of_a_former_department(cast: Cast, sign_in: SignIn) -> None:
    reorganised(merger(cast), cast)
    page = sign_in(cast.head).get("/my-roles/").content.decode()
    assert "You still read what was closed there." in page
    assert "Ministry of Wellbeing" in page
    assert "<li>Validator</li>" in sign_in(cast.validator).get("/my-roles/").content.decode()


# The sheet


def storied(cast: Cast) -> Case:
    """Approved in one round, asked again, drafted, returned by the head; more time is asked for."""
    case = approved(cast)
    case.recommendation.themes.add(Term.objects.create(vocabulary="theme", code="Health"))
    again = Round.objects.create(code="2027", title="Round of 2027", opened_on=DUE)
    actions.take_step(case, "open_round", by=cast.coordinator, now=NOW, round=again, due_on=DUE)
    case.refresh_from_db()
    draft(case, by=cast.focal_point, full_text="Zanzibar.", short_text="Zanzibar.")
    actions.add_evidence(case, title="Survey", source="Statistics office", by=cast.focal_point, now=NOW)
    actions.take_step(case, "send_for_sign_off", by=cast.focal_point, now=NOW)
    actions.take_step(case, "return_from_sign_off", by=cast.head, now=NOW, comment="Add the year.")
    ask_for_more_time(case, wanted_on=LATER, by=cast.focal_point, now=NOW, comment="The survey is late.")
    return case


TOLD = ("Add the year.", "Statistics office")
"""Within the department alone."""


def test_the_sheet_tells_the_story_of_each_open_case(cast: Cast, sign_in: SignIn) -> None:
    case = storied(cast)
    page = sign_in(cast.focal_point).get(SHEET).content.decode()
    for word in (*TOLD, case.reference, "Open clinics in rural areas.", "National report 2026", SHORT,
                 "The survey is late.", "15 May 2026", "15 April 2026", "Ministry of Health"):  # fmt: skip
        assert word in page, word
    assert "Zanzibar" not in page
    assert FULL not in page


def test_a_coordinators_sheet_holds_nothing_from_within_the_department(cast: Cast, sign_in: SignIn) -> None:
    case = storied(cast)
    whose = f"{SHEET}?whose={cast.focal_point.pk}-{cast.health.pk}"
    page = sign_in(cast.coordinator).get(whose).content.decode()
    assert case.reference in page
    assert SHORT in page
    assert not [word for word in TOLD if word in page]


def test_it_tells_what_was_answered_before_on_the_same_theme(cast: Cast, sign_in: SignIn) -> None:
    case, other, elsewhere = drafted(cast), approved(cast), approved(cast)
    theme = Term.objects.create(vocabulary="theme", code="Health")
    for one in (case, other):
        one.recommendation.themes.add(theme)
    page = sign_in(cast.focal_point).get(SHEET).content.decode()
    assert "answered before on these themes" in page
    assert other.reference in page
    assert elsewhere.reference not in page


@pytest.mark.parametrize("name", ["alternate", "justice_focal_point", "validator", "stranger"])
def test_nobody_else_reads_the_sheet_of_a_colleague(name: str, cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(getattr(cast, name))
    assert client.get(f"{SHEET}?whose={cast.focal_point.pk}-{cast.health.pk}").status_code == 404
    for nonsense in ("x", "1-x", "9-9", "²-1", "1-2-3"):
        assert client.get(SHEET, {"whose": nonsense}).status_code == 404


def test_it_costs_a_fixed_number_of_queries(
    cast: Cast, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = sign_in(cast.focal_point)
    storied(cast)
    with django_assert_max_num_queries(54):
        client.get(SHEET)
    for _ in range(5):
        case = assigned(cast)
        case.recommendation.themes.add(Term.objects.get(code="Health"))
    approved(cast).recommendation.themes.add(Term.objects.get(code="Health"))
    with django_assert_max_num_queries(54):
        client.get(SHEET)
