"""A poster is killed between the receiver's yes and the mark: nothing is lost, and a copy has the same id."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.notifications.webhooks.receiver import Receiver, a_test_for, receiving, webhook_to
from tests.other_processes import ROOT, environment_of

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True, serialized_rollback=True)]


def test_a_killed_poster_loses_nothing(tmp_path: Path) -> None:
    came, made, receiver = _killed("kill", tmp_path)

    assert came["left"] == {"sending": 1, "waiting": 2}
    assert came["stand"] == {"delivered": 3}
    assert Counter(receiver.keys()) == Counter(made) + Counter(made[:1])
    bodies = {one.key: one.body for one in receiver.received}
    assert all(bodies[one.key] == one.body for one in receiver.received)


@pytest.mark.once
def test_who_marks_before_posting_loses_one(tmp_path: Path) -> None:
    """The control: it is the order of lease, post and mark that keeps it."""
    came, made, receiver = _killed("mark_first", tmp_path)

    assert came["stand"] == {"delivered": 3}
    assert receiver.keys() == made[1:]


def _killed(act: str, folder: Path) -> tuple[dict[str, Any], list[str], Receiver]:
    """How the deliveries stood after the kill and stand now, the ids that were made, and who received."""
    with receiving() as receiver:
        webhook = webhook_to(receiver.url)
        made = [a_test_for(webhook).key for _ in range(3)]
        known = {"WEBHOOK_HOSTS": "127.0.0.1", "SECRET_KEY": settings.SECRET_KEY}
        command = [sys.executable, "-m", "tests.notifications.webhooks.killed", act]
        environment = environment_of(folder) | known
        ended = subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120
        )
    assert ended.returncode == 0, ended.stderr
    came: dict[str, Any] = json.loads(ended.stdout)
    return came, made, receiver
