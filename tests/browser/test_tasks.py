"""Each task of a working day, by mouse, by keyboard alone, and without scripts, in at most its steps."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser

from tests.browser.hands import Keyboard, Mouse
from tests.browser.inside import inside
from tests.browser.tasks import TASKS
from tests.cast import Cast
from tests.remembering import remembered

pytestmark = [pytest.mark.browser, pytest.mark.once]

WAYS: dict[str, tuple[type[Mouse], bool]] = {
    "by mouse": (Mouse, True),
    "by keyboard": (Keyboard, True),
    "without scripts": (Mouse, False),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", TASKS)
def test_a_task_takes_no_more_than_its_steps(name: str, way: str, cast: Cast, chromium: Browser) -> None:
    task, (hand, scripts) = TASKS[name], WAYS[way]
    scene: Any = remembered(lambda: task.scene(cast), key=("task", name))
    client = Client()
    client.force_login(getattr(cast, task.by))
    with inside(chromium, client, java_script_enabled=scripts, locale="en-GB") as browser:
        browser.page.set_default_timeout(20_000)
        at_work = hand(browser)
        task.does(at_work, scene)
    assert len(at_work.steps) <= task.most, at_work.steps
    assert browser.complaints == []
