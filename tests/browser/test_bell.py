"""The bell goes quiet once what it told was in view for some seconds; without scripts a button does it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, expect

from cases.models import Case
from cases.people.models import User
from notifications.deriving import derive
from notifications.models import Notice
from notifications.telling import tell
from tests.browser.inside import inside
from tests.browser.usable import WAYS, problems_on, violations
from tests.cast import DUE, NOW, Cast, assigned

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.fixture
def focal_point(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.focal_point)
    return client


def seen(cast: Cast) -> list[bool]:
    notices = Notice.objects.filter(recipient=cast.focal_point).order_by("pk")
    return [one.seen_at is not None for one in notices]


def test_what_was_in_view_is_seen_and_stands_below_the_next_time(
    cast: Cast, focal_point: Client, chromium: Browser
) -> None:
    for _ in range(12):
        assigned(cast)
    derive(NOW)
    with inside(chromium, focal_point, viewport={"width": 390, "height": 500}) as browser:
        page = browser.page
        browser.goto("/bell/")
        bell = page.locator("[data-bell]")
        expect(bell).to_have_accessible_name("Notices, 12 new")
        assert violations(page) == []

        expect(bell).not_to_have_accessible_name("Notices, 12 new")
        assert 0 < sum(seen(cast)) < 12
        expect(page.locator("[data-notice]")).to_have_count(12)

        browser.goto("/bell/")
        expect(page.get_by_role("heading", name="Earlier")).to_be_visible()
        assert browser.complaints == []


def test_who_looks_at_the_case_has_seen_what_was_told_of_it(
    cast: Cast, focal_point: Client, chromium: Browser
) -> None:
    case, _other = assigned(cast), assigned(cast)
    derive(NOW)
    with inside(chromium, focal_point) as browser:
        browser.goto(f"/case/{case.reference}/more-time/")
        bell = browser.page.locator("[data-bell]")
        expect(bell).to_have_accessible_name("Notices, 2 new")
        expect(bell).to_have_accessible_name("Notices, 1 new")
        assert browser.complaints == []
    assert seen(cast) == [True, False]


def test_one_is_seen_by_its_button_without_a_new_page(
    cast: Cast, focal_point: Client, chromium: Browser
) -> None:
    case, _other = assigned(cast), assigned(cast)
    derive(NOW)
    with inside(chromium, focal_point) as browser:
        browser.goto("/bell/")
        loads = browser.loads
        browser.page.get_by_role("button", name=f"Seen {case.reference}").click()
        expect(browser.page.get_by_role("link", name=case.reference)).to_be_focused()
        expect(browser.page.get_by_role("button", name="Seen UPR")).to_have_count(1)
        assert browser.loads == loads
        assert browser.complaints == []
    assert True in seen(cast)


def test_without_scripts_a_button_does_it(cast: Cast, focal_point: Client, chromium: Browser) -> None:
    assigned(cast)
    derive(NOW)
    with inside(chromium, focal_point, java_script_enabled=False) as browser:
        browser.goto("/bell/")
        browser.page.get_by_role("button", name="Mark all as seen").click()
        expect(browser.page.get_by_text("1 notice is seen now.")).to_be_visible()
        expect(browser.page.locator("[data-bell]")).to_have_accessible_name("Notices")
    assert seen(cast) == [True]


@pytest.mark.parametrize("language", WAYS)
def test_filled_it_can_be_used_by_everybody(
    language: str, cast: Cast, focal_point: Client, chromium: Browser, settings: Any
) -> None:
    settings.LANGUAGE_CODE = language
    User.objects.update(language=language)
    case, other = assigned(cast), assigned(cast)
    tell(lambda: NOW)
    Notice.objects.filter(case=other).update(seen_at=NOW)
    Case.objects.filter(pk=other.pk).update(due_on=None)
    counted = {"days": -3, "from": "2026-04-15", "on": "2026-04-10", "calendar": "Morocco", "holidays": []}
    about = {"rule": "reminder", "step": "long-last", "about_on": DUE, "made_at": NOW, "reckoned": counted}
    for of in (case, other):
        Notice.objects.create(case=of, recipient=cast.focal_point, **about)
    shown = ("/bell/", f"/case/{case.reference}/told/", f"/case/{case.reference}/")
    assert problems_on(shown, focal_point, chromium, language) == {}
