"""My account: who acts for me, in two clicks; name and language; signing out everywhere."""

from __future__ import annotations

from typing import Any

from cases.people.models import DepartmentDelegation, HandOver, SettingsChange, User
from cases.people.roles import grants_of
from tests.cases.pages.conftest import SignIn
from tests.cast import NOW, Cast, drafted

TODAY = NOW.date().isoformat()
AWAY = {"then": "away", "unit": "health", "first_day": TODAY, "last_day": "2026-03-13"}


def test_one_press_hands_the_work_over_for_some_days(cast: Cast, sign_in: SignIn) -> None:
    case = drafted(cast)
    sent = AWAY | {"to": cast.alternate.email}
    page = sign_in(cast.focal_point).post("/account/", sent, follow=True).content.decode()
    assert "Alternate acts for you from 2 March 2026 to 13 March 2026." in page
    assert "draft" in grants_of(cast.alternate).held_in(cast.health.pk)
    assert HandOver.objects.get().cases == [case.reference]


def test_it_is_ended_there(cast: Cast, sign_in: SignIn) -> None:
    browser = sign_in(cast.focal_point)
    browser.post("/account/", AWAY | {"to": cast.alternate.email})
    browser.post("/account/", {"then": "end", "key": DepartmentDelegation.objects.get().key})
    assert DepartmentDelegation.objects.get().ended_at == NOW


def test_a_day_of_the_past_is_refused_and_what_was_typed_stays(cast: Cast, sign_in: SignIn) -> None:
    sent = AWAY | {"first_day": "2026-02-01", "to": cast.alternate.email}
    answer = sign_in(cast.focal_point).post("/account/", sent)
    assert answer.status_code == 409
    assert "The first day is today or later" in answer.content.decode()
    assert 'value="2026-02-01"' in answer.content.decode()


def test_nobody_lends_in_a_department_of_others(cast: Cast, sign_in: SignIn) -> None:
    sent = AWAY | {"unit": "justice", "to": cast.justice_focal_point.email}
    assert sign_in(cast.focal_point).post("/account/", sent).status_code == 404


def test_name_and_language_are_changed_and_noted(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.head).post("/account/", {"then": "own", "name": "Dr Head", "language": "en"})
    assert User.objects.get(pk=cast.head.pk).name == "Dr Head"
    assert SettingsChange.objects.get().by == cast.head


def test_every_other_browser_is_signed_out(cast: Cast, sign_in: SignIn) -> None:
    here, elsewhere = sign_in(cast.head), sign_in(cast.head)
    page = here.post("/account/", {"then": "sign-out"}, follow=True)
    assert "Every other browser is signed out" in page.content.decode()
    assert elsewhere.get("/my-work/").status_code == 302
    assert here.get("/my-work/").status_code == 200


def test_it_costs_a_fixed_number_of_queries(
    cast: Cast, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    drafted(cast)
    browser = sign_in(cast.focal_point)
    with django_assert_num_queries(10):
        browser.get("/account/")
