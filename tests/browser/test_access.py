"""Every page, in every language, as somebody who may open it: axe finds nothing, it fits, it is light.

The pages are those of the table of tests/security/test_matrix.py, which a new address cannot miss.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser

from cases import actions
from cases.people.models import User
from tests.browser.usable import WAYS, problems_on
from tests.cast import NOW
from tests.security.stage import PEOPLE, Stage
from tests.security.test_matrix import ROWS

pytestmark = [pytest.mark.browser, pytest.mark.once]

PREFERRED = ("focal_point", "head", "coordinator", "validator", "editor", "observer", "anonymous")
NOT_OURS = ("admin/",)


def pages() -> dict[str, list[str]]:
    """Addresses by who opens them: the first of those preferred to whom the table answers 200."""
    found: dict[str, list[str]] = {}
    for row, outcomes in ROWS.items():
        opens = [name for name in (*PREFERRED, *PEOPLE) if outcomes[PEOPLE.index(name)] == "200"]
        if opens and not row.startswith(NOT_OURS):
            found.setdefault(opens[0], []).append(row)
    return found


_pages: dict[str, bool] = {}
"""Of the rows that were opened already, whether a page answered: that is the same in every language."""


def is_page(client: Client, address: str) -> bool:
    return str(client.get(address).headers.get("Content-Type", "")).startswith("text/html")


def addresses(stage: Stage, person: str) -> Iterator[str]:
    """The pages among them, which have a head; not files, nor parts that a script puts into a page."""
    for row in pages()[person]:
        address = stage.address(row)
        if row not in _pages:
            _pages[row] = is_page(stage.browsers[person], address)
        if _pages[row]:
            yield address


@pytest.mark.parametrize("language", WAYS)
@pytest.mark.parametrize("person", sorted(pages()))
def test_every_page_can_be_used_by_everybody(
    person: str, language: str, stage: Stage, chromium: Browser, settings: Any
) -> None:
    settings.LANGUAGE_CODE = language
    User.objects.update(language=language)
    assert problems_on(addresses(stage, person), stage.browsers[person], chromium, language) == {}


@pytest.mark.parametrize("language", WAYS)
def test_earlier_answers_can_be_used_by_everybody(
    language: str, stage: Stage, chromium: Browser, settings: Any
) -> None:
    """With something found, which the table of addresses has not."""
    settings.LANGUAGE_CODE = language
    User.objects.update(language=language)
    actions.take_step(stage.sent, "approve", by=stage.cast.validator, now=NOW)
    text = stage.sent.present_answer.versions.get()
    draft = stage.drafting.reference
    shown = (
        f"/answers/?search=clinics&case={draft}",
        f"/answers/{text.pk}/?case={draft}",
        f"/case/{draft}/?beside={text.pk}",
    )
    client = stage.browsers["focal_point"]
    assert problems_on(shown, client, chromium, language, with_words="Health Act") == {}
