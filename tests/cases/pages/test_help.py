"""Help: one's own guides first, and the same link on every page."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import get_resolver

from cases.pages.helping.page import ABOUT, GUIDES
from tests.cases.pages.conftest import SignIn
from tests.cast import Cast

ANCHORS = {guide.code for guide in GUIDES} | {"away", "what-if", "standings"}


@pytest.mark.parametrize(
    ("who", "first"),
    [
        ("head", "head"),
        ("coordinator", "coordinator"),
        ("justice_focal_point", "focal-point"),
        ("editor", "editor"),
    ],
)
def test_ones_own_guide_comes_first(who: str, first: str, cast: Cast, sign_in: SignIn) -> None:
    page = sign_in(getattr(cast, who)).get("/help/").content.decode()
    assert re.findall(r'<section class="panel guide" id="([a-z-]+)"', page)[0] == first


def test_whoever_is_not_signed_in_reads_all_of_them(db: None) -> None:
    page = Client().get("/help/").content.decode()
    assert all(f'id="{anchor}"' in page for anchor in ANCHORS)


def test_every_page_leads_to_a_part_that_is_there(cast: Cast, sign_in: SignIn) -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert set(ABOUT.values()) <= ANCHORS
    assert set(ABOUT) <= names
    assert 'href="/help/#coordinator"' in sign_in(cast.coordinator).get("/desk/").content.decode()
    assert 'href="/help/#what-if"' in Client().get("/account/sign-in/").content.decode()


def test_a_guide_is_short() -> None:
    for guide in GUIDES:
        words = sum(len(f"{part.title} {part.text}".split()) for part in guide.parts)
        assert 70 <= words <= 300, (guide.code, words)
