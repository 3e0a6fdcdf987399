"""In Arabic no reference, symbol or date in digits is turned around: each stands in an element of its own."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from django.db.models import Q
from pytest_django.fixtures import Settings

from cases.people.models import User
from tests.remembering import remembered
from tests.security.stage import Stage, staged
from tests.security.test_matrix import ROWS

pytestmark = pytest.mark.once

TURNED = re.compile(
    r"\b[A-Z]{2,}-\d{4}-\d+"  # UPR-2024-17
    r"|\b[A-Z]+(?:/[A-Z0-9.-]+){2,}"  # A/HRC/57/QRD
    r"|\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b"  # 2026-04-15
)
"""What Arabic text would show from its end to its beginning."""
EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
UNSEEN = {"title", "script", "style", "option", "textarea"}
"""Where no element can stand within: a browser shows these in a direction of their own."""


class Reader(HTMLParser):
    """Remembers in which direction each text stands, and keeps those that would be turned around."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[tuple[str, str]] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        seen = (
            "" if "unseen" in (given.get("class") or "").split() or tag in UNSEEN else given.get("dir") or "?"
        )
        if tag not in EMPTY:
            self.open.append((tag, seen))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        directions = [said for _tag, said in self.open if said != "?"]
        if directions and "" not in directions and directions[-1] == "rtl" and TURNED.search(data):
            self.found.append(" ".join(data.split())[:80])


def turned(page: str) -> list[str]:
    reader = Reader()
    reader.feed(page)
    return reader.found


@pytest.fixture
def stage(db: None, settings: Settings) -> Stage:
    found = remembered(staged)
    User.objects.filter(~Q(email="")).update(language="ar")
    return found


@pytest.mark.parametrize("person", ["coordinator", "focal_point", "validator", "editor"])
def test_every_page_isolates_references_symbols_and_dates(person: str, stage: Stage) -> None:
    browser, wrong, read = stage.browsers[person], {}, 0
    for row in ROWS:
        answer = browser.get(stage.address(row))
        if answer.headers.get("Content-Type", "").startswith("text/html") and answer.status_code != 302:
            page = answer.content.decode()
            read += 'dir="rtl"' in page
            if found := turned(page):
                wrong[row] = found

    assert wrong == {}
    assert read > 20


def test_it_finds_what_is_not_isolated() -> None:
    page = '<html dir="rtl"><p>قبل 2022-07-12 <bdi dir="ltr">A/HRC/57/QRD</bdi></p><title>UPR-2024-1</title>'

    assert turned(page) == ["قبل 2022-07-12"]
