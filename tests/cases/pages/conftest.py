"""Browsers for the cast."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from cases.people.models import User

SignIn = Callable[[User], Client]


@pytest.fixture
def sign_in() -> SignIn:
    """A browser of its own for each person."""

    def browser_of(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return browser_of
