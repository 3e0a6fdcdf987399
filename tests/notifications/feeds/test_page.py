"""The page of calendar links: made and shown once, copied, replaced, revoked."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.people.models import User
from notifications.models import Feed
from tests.cast import Cast, assigned
from tests.notifications.feeds.reading import fetched

PAGE = "/account/calendar/"


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def made(client: Client, unit: str = "") -> tuple[Any, str]:
    """The answer, and the path of the link that stands in it."""
    answer = client.post(PAGE, {"then": "make", "unit": unit})
    found = re.search(r'value="http://localhost:8000(/cal/[\w-]+\.ics)"', answer.content.decode())
    assert found
    return answer, found[1]


def test_my_account_leads_there(cast: Cast) -> None:
    assert f'href="{PAGE}"' in as_(cast.stranger).get(reverse("account")).content.decode()


def test_the_link_is_shown_once_and_works(cast: Cast) -> None:
    case, browser = assigned(cast), as_(cast.focal_point)
    answer, path = made(browser)

    assert case.reference in fetched(path).content.decode()
    assert answer["Cache-Control"] == "no-store, private"
    assert f'href="webcal://localhost:8000{path}"' in answer.content.decode()
    assert path not in browser.get(PAGE).content.decode()
    assert "You made the link on" in browser.get(PAGE).content.decode()


def test_a_department_is_offered_to_those_who_answer_for_it(cast: Cast) -> None:
    offered = "Ministry of Health"

    assert [offered in as_(one).get(PAGE).content.decode() for one in _four(cast)] == [
        True,
        True,
        True,
        False,
    ]
    _answer, path = made(as_(cast.head), "health")
    assert fetched(path).status_code == 200
    assert as_(cast.coordinator).post(PAGE, {"then": "make", "unit": "health"}).status_code == 404
    assert Feed.objects.get().by == cast.head


def _four(cast: Cast) -> list[User]:
    return [cast.focal_point, cast.alternate, cast.head, cast.coordinator]


def test_revoking_says_so_and_may_be_pressed_twice(cast: Cast) -> None:
    browser = as_(cast.focal_point)
    _answer, path = made(browser)
    first = browser.post(PAGE, {"then": "revoke", "unit": ""}, follow=True)
    second = browser.post(PAGE, {"then": "revoke", "unit": ""}, follow=True)

    assert "the link works no more" in first.content.decode()
    assert second.status_code == 200
    assert fetched(path).status_code == 404


def test_what_nobody_offers_is_not_found(cast: Cast) -> None:
    browser = as_(cast.focal_point)

    assert browser.post(PAGE, {"then": "read", "unit": ""}).status_code == 404
    assert browser.post(PAGE, {"then": "make", "unit": "justice"}).status_code == 404


def test_the_page_costs_as_much_for_many_departments(cast: Cast) -> None:
    browser = as_(cast.head)
    made(browser, "health")
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        browser.get(PAGE)

    assert len(queries) == 8
