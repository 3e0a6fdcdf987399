"""Settings > Reminders: the numbers of the ladder, tried, saved, refused, put back; each change noted."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest
from django.test import Client

from cases.people.models import SettingsChange
from notifications import policy
from notifications import policy_settling as settling
from notifications.models import Notice, SavedPolicy
from notifications.policy import DEFAULTS
from notifications.policy_form import standing
from tests.cast import NOW, Cast, assigned
from tests.notifications.post import due_on

PAGE = "/settings/reminders/"


@pytest.fixture
def browser(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.coordinator)
    return client


def typed(then: str, **numbers: Any) -> dict[str, Any]:
    """The whole form as a browser sends it, with other ``numbers``."""
    stands = standing(asdict(policy.current()))
    shown = {f"was-{name}": number for name, number in stands.items()}
    return stands | shown | {"then": then, "seen": settling.mark()} | numbers


def said(answer: Any) -> str:
    return str(answer.content.decode())


def test_the_settings_lead_there(browser: Client) -> None:
    assert f'href="{PAGE}"' in said(browser.get("/settings/"))
    assert 'name="late_first" value="1"' in said(browser.get(PAGE))


def test_others_are_refused_with_a_sentence(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.focal_point)
    answer = client.post(PAGE, typed("save", late_first="2"))
    assert answer.status_code == 403
    assert not SavedPolicy.objects.exists()


def test_what_is_saved_counts_and_is_noted(browser: Client, cast: Cast) -> None:
    answer = browser.post(PAGE, typed("save", late_first="2", weekly=""), follow=True)
    assert "Saved." in said(answer)
    assert (policy.current().late_first, policy.current().weekly) == (2, None)
    assert SavedPolicy.objects.get().numbers == {"late_first": 2, "weekly": None}
    note = SettingsChange.objects.get(about="site", act=settling.CHANGED)
    assert note.details["changes"] == [["late_first", "1", "2"], ["weekly", "1", ""]]
    assert "After the due date, working days: Late: focal point" in said(answer)


def test_what_does_not_differ_is_not_saved(browser: Client) -> None:
    assert "Nothing differs" in said(browser.post(PAGE, typed("save"), follow=True))
    assert not SavedPolicy.objects.exists()


def test_the_defaults_come_back(browser: Client) -> None:
    browser.post(PAGE, typed("save", rows="20"))
    assert "Back to the defaults" in said(browser.get(PAGE))
    page = said(browser.post(PAGE, typed("defaults"), follow=True))
    assert policy.current() == DEFAULTS
    assert "Back to the defaults" not in page
    assert "put back to what Suivi brings along" in page


@pytest.mark.parametrize(("numbers", "sentence"), [
    ({"long_second": "20"}, "Give less than 20, which is the number of “Long time, nothing written yet"),
    ({"long_last": "15"}, "Give less than 10"),
    ({"long_second": "", "long_last": "21"}, "Give less than 20"),
    ({"long_first": "40"}, "Give less than 40"),
    ({"middle_window": "41"}, "Give less than 40"),
    ({"middle_last": "6"}, "Give less than 5"),
    ({"late_question": "1"}, "Give more than 1, which is the number of “Late: focal point”"),
    ({"late_head": "11"}, "Give more than 11"),
    ({"escalation_again": "9"}, "Give more than 10"),
    ({"sign_second": "2"}, "Give more than 3"),
    ({"validate_third": "5"}, "Give more than 5"),
    ({"morning_from": "61"}, "give 61 or more"),
    ({"rows": "51"}, "A whole number from 1 to 50."),
    ({"rows": ""}, "This number is needed: from 1 to 50."),
    ({"due": "1"}, "Only 0, or nothing."),
    ({"late_first": "soon"}, "A whole number from 1 to 60."),
])  # fmt: skip
def test_what_makes_no_sense_is_refused_at_its_field(
    numbers: dict[str, str], sentence: str, browser: Client
) -> None:
    answer = browser.post(PAGE, typed("save", **numbers))
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert not SavedPolicy.objects.exists()


def test_each_step_can_be_switched_off(browser: Client) -> None:
    steps = {name: "" for name in asdict(DEFAULTS) if name not in _needed()}
    browser.post(PAGE, typed("save", **steps))
    assert {name for name, number in asdict(policy.current()).items() if number is None} == set(steps)


def test_a_page_that_grew_old_saves_nothing_and_shows_both(browser: Client, cast: Cast) -> None:
    old = typed("save", late_first="2", rows="12")
    browser.post(PAGE, typed("save", late_first="3", late_question="4", near="7"))
    answer = browser.post(PAGE, old)
    assert answer.status_code == 409
    assert "Somebody else wrote “3” here meanwhile" in said(answer)
    assert 'name="near" value="7"' in said(answer)
    assert policy.current().rows == 10


def test_what_it_would_do_is_shown_and_not_saved(browser: Client, cast: Cast) -> None:
    due_on(cast, NOW.date())
    day = "2026-03-04"
    one = said(browser.post(PAGE, typed("look", day=day)))
    assert "Late: focal point" in one
    other = said(browser.post(PAGE, typed("look", day=day, late_first="")))
    assert "With these numbers" in other
    assert "No mail to anybody on this day." in other or "On the due date" in other
    assert SavedPolicy.objects.count() == 1  # that of the test
    assert not Notice.objects.exists()


def test_the_page_asks_a_fixed_number_of_queries(
    browser: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    assigned(cast)
    with django_assert_max_num_queries(20):
        browser.get(PAGE)


def _needed() -> set[str]:
    return {one.name for numbers in policy.NUMBERS.values() for one in numbers if not one.may_be_empty}
