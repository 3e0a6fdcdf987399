"""Senders are killed with -9 at every point: no mail is lost, and a copy has the Message-ID of the first."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from notifications.models import Mail
from tests.cast import assigned, gather
from tests.notifications.killed import AFTER_THE_DOT
from tests.notifications.post import letters, mails
from tests.notifications.server import mail_server
from tests.other_processes import ROOT, environment_of
from tests.workflow.extent import LONG, SHORT

pytestmark = [
    pytest.mark.strength,
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    return (LONG if request.config.getoption("--long") else SHORT).kills


def test_killed_senders_lose_nothing(
    kills: int, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    assigned(gather())
    mails()
    letters(3 * kills)
    made = set(Mail.objects.values_list("message_id", flat=True))
    with mail_server() as (post, port):
        came = _killed(kills, tmp_path, port)
    taken = Counter(post.ids())
    by_point = Counter(name for name, mail in came["struck"] if mail)
    copies = Counter({mail: times - 1 for mail, times in taken.items() if times > 1})
    unsure = [(name, mail) for name, mail in came["struck"] if name in AFTER_THE_DOT]
    may_be = Counter(mail for _name, mail in unsure)
    record_property("kills", dict(by_point))
    record_property("lost", len(made - set(taken)))
    record_property("copies", dict(Counter(name for name, mail in unsure if mail in copies)))

    assert by_point.total() == kills
    assert made - set(taken) == set(), "lost"
    assert copies - may_be == Counter(), "a copy without need"
    assert copies, "the killing fell between the server's yes and the mark"
    assert came["mails"] == {"sent": len(made)}
    assert came["notices"] == {"sent": 2}
    assert came["broken"] == []


@pytest.mark.once
def test_who_marks_before_sending_loses_mails(tmp_path: Path) -> None:
    """The control: it is the order of lease, sending and mark that keeps them."""
    letters(60)
    with mail_server() as (post, port):
        came = _killed(SHORT.kills, tmp_path, port, act="mark_first")
    assert came["mails"] == {"sent": 60}
    assert len(set(post.ids())) < 60


def _killed(times: int, folder: Path, port: int, act: str = "kill") -> dict[str, Any]:
    environment = environment_of(folder) | {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port)}
    command = [sys.executable, "-m", "tests.notifications.killed", act, str(times)]
    ended = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=900
    )
    assert ended.returncode == 0, ended.stderr
    came: dict[str, Any] = json.loads(ended.stdout)
    return came
