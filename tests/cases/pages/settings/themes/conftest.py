"""Two themes, and the browser of the coordinator who settles them."""

from __future__ import annotations

import pytest
from django.test import Client

from cases.models import Term
from tests.cases.pages.conftest import SignIn
from tests.cases.pages.settings.themes.made import a_theme
from tests.cast import Cast


@pytest.fixture
def health(cast: Cast) -> Term:
    return a_theme("Health")


@pytest.fixture
def care(cast: Cast) -> Term:
    return a_theme("Health care")


@pytest.fixture
def browser(cast: Cast, sign_in: SignIn) -> Client:
    return sign_in(cast.coordinator)
