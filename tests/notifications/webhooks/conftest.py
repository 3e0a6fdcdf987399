"""What the tests of webhooks share: this machine may be reached, where a test does not say otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.notifications.webhooks.receiver import Receiver, receiving


@pytest.fixture(autouse=True)
def _this_machine_is_reached(settings: Any) -> None:
    settings.WEBHOOK_HOSTS = ["127.0.0.1", "localhost"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as found:
        yield found
