"""Short words for the tests of calendar feeds: a link is made, fetched without sign-in, and read again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.test import Client
from icalendar import Calendar, Event

from cases.people.models import Department, User
from notifications.feeds.links import make_link
from tests.cast import NOW


def link(by: User, department: Department | None = None) -> str:
    """The path of a new link."""
    return urlsplit(make_link(department, by=by, now=NOW)).path


def fetched(path: str, **headers: str) -> Any:
    """As a calendar program does: no cookie, no session."""
    return Client().get(path, headers=headers or None)


def calendar(path: str) -> Calendar:
    answer = fetched(path)
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content)


def events(path: str) -> list[Event]:
    return list(calendar(path).events)


def summaries(path: str) -> list[str]:
    return [str(event["SUMMARY"]) for event in events(path)]
