"""A fourth language is a folder in ``locale/`` and a line of settings: Tamazight, in Tifinagh."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import Settings

from cases.standings import STANDINGS
from cases.templatetags.suivi import day
from tests.cast import DUE, Cast

pytestmark = pytest.mark.once

TIFINAGH = range(0x2D30, 0x2D80)


def is_tifinagh(words: str) -> bool:
    return all(ord(letter) in TIFINAGH for letter in words if not letter.isspace())


@pytest.fixture
def speaks_it(settings: Settings) -> None:
    settings.INTERFACE_LANGUAGES = ["fr", "ar", "en", "zgh"]
    settings.LANGUAGES = [*settings.LANGUAGES, ("zgh", "Tamazight")]


@pytest.mark.usefixtures("speaks_it")
def test_pages_speak_it_from_left_to_right(cast: Cast) -> None:
    cast.coordinator.language = "zgh"
    cast.coordinator.save()
    client = Client()
    client.force_login(cast.coordinator)

    page = client.get("/my-work/").content.decode()

    assert '<html lang="zgh" dir="ltr">' in page
    assert ">ⵜⴰⵡⵓⵔⵉ ⵉⵏⵓ</a>" in page
    assert '<span aria-current="true" lang="zgh">ⵜⴰⵎⴰⵣⵉⵖⵜ</span>' in page
    assert "Nothing waits for you." in page  # what is not translated yet, in LANGUAGE_CODE


@pytest.mark.usefixtures("speaks_it")
def test_where_a_case_stands_and_dates_are_said_in_it() -> None:
    with translation.override("zgh"):
        said = {str(words) for words in STANDINGS.values()} - {"To assign", "Closed"}

        assert all(is_tifinagh(words) for words in said)
        assert ">15 ⵉⴱⵔⵉⵔ 2026<" in day(DUE)


def test_one_line_of_the_environment_offers_it() -> None:
    says = "from config import settings; print(settings.LANGUAGES[-1][0], settings.INTERFACE_LANGUAGES)"
    ran = subprocess.run(
        [sys.executable, "-c", says], capture_output=True, text=True, check=True,
        env={**os.environ, "INTERFACE_LANGUAGES": "fr,ar,zgh"},
    )  # fmt: skip

    assert ran.stdout.strip() == "zgh ['fr', 'ar', 'zgh']"
