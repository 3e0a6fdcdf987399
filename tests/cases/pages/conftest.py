"""Browsers for the cast."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from cases.people.models import User

SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def nothing_counted_yet() -> None:
    """What was counted for a person of an earlier test is no count of this one."""
    cache.clear()


@pytest.fixture
def sign_in() -> SignIn:
    """A browser of its own for each person."""

    def browser_of(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return browser_of
