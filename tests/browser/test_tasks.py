"""Each task of a working day, by mouse, by keyboard alone, and without scripts, as docs/steps.md tells it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser

from tests.browser.hands import Keyboard, Mouse
from tests.browser.inside import inside
from tests.browser.steps import FILE, NOT_BUILT, WAYS, Taken, whole, written
from tests.browser.tasks import TASKS
from tests.cast import Cast
from tests.remembering import remembered

pytestmark = [pytest.mark.browser, pytest.mark.once]

HANDS: dict[str, tuple[type[Mouse], bool]] = dict(
    zip(WAYS, ((Mouse, True), (Keyboard, True), (Mouse, False)), strict=True)
)


@pytest.fixture(scope="module")
def taken() -> Iterator[dict[tuple[str, str], Taken]]:
    """What was measured, by task and way; ``make steps`` writes it down where all of it was."""
    measured: dict[tuple[str, str], Taken] = {}
    yield measured
    if "SUIVI_STEPS" in os.environ and len(measured) == len(TASKS) * len(WAYS):
        FILE.write_text(whole(measured))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", TASKS)
def test_a_task_takes_the_steps_that_are_told_of_it(
    name: str, way: str, cast: Cast, chromium: Browser, taken: dict[tuple[str, str], Taken]
) -> None:
    task, (hand, scripts) = TASKS[name], HANDS[way]
    scene: Any = remembered(lambda: task.scene(cast), key=("task", name))
    client = Client()
    client.force_login(getattr(cast, task.by))
    with inside(chromium, client, java_script_enabled=scripts, locale="en-GB") as browser:
        browser.page.set_default_timeout(20_000)
        at_work = hand(browser)
        task.does(at_work, scene)
        found = taken[name, way] = Taken(tuple(at_work.steps), browser.loads)

    assert len(found.steps) <= task.most, found.steps
    assert found.pages <= task.pages
    assert browser.complaints == []
    told = "SUIVI_STEPS" in os.environ or written().get((name, way)) == (found.counts, found.names)
    assert told, "docs/steps.md says otherwise; make steps measures anew and writes it."


@pytest.mark.parametrize("says", NOT_BUILT)
def test_what_is_said_to_have_no_page_has_none(says: str) -> None:
    """Once it has, it is a task like the others."""
    with pytest.raises(Resolver404):
        resolve("/" + NOT_BUILT[says][2])
