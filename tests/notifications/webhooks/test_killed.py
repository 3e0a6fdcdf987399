"""A poster is killed between the receiver's yes and the mark: nothing is lost, and a copy has the same id."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.notifications.webhooks.receiver import a_test_for, receiving, webhook_to
from tests.other_processes import ROOT, environment_of


@pytest.mark.processes
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_killed_poster_loses_nothing(tmp_path: Path) -> None:
    with receiving() as receiver:
        webhook = webhook_to(receiver.url)
        made = [a_test_for(webhook).key for _ in range(3)]
        environment = environment_of(tmp_path) | {"WEBHOOK_HOSTS": "127.0.0.1"}
        environment |= _key_of_the_site()
        command = [sys.executable, "-m", "tests.notifications.webhooks.killed"]
        ended = subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120
        )
    assert ended.returncode == 0, ended.stderr
    came = json.loads(ended.stdout)

    assert came["left"] == {"sending": 1, "waiting": 2}
    assert came["stand"] == {"delivered": 3}
    assert Counter(receiver.keys()) == Counter(made) + Counter(made[:1])
    bodies = {one.key: one.body for one in receiver.received}
    assert all(bodies[one.key] == one.body for one in receiver.received)


def _key_of_the_site() -> dict[str, str]:
    from django.conf import settings

    return {"SECRET_KEY": settings.SECRET_KEY}
