"""A sender is killed before or after the server's yes: the mail is never lost, and a copy is known as one."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.notifications.post import mails_kept

ROOT = Path(__file__).resolve().parents[2]

SET_THE_SCENE = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.cast import assigned, gather
from tests.notifications.post import mails
assigned(gather())
mails()
"""

KILLED = """
import os, signal
from notifications import sending
from notifications.telling import tell
from tests.cast import NOW
def die(*anything, **more):
    os.kill(os.getpid(), signal.SIGKILL)
sending.{point} = die
tell(lambda: NOW)
"""

SOON_AFTER = """
from notifications.telling import tell
from tests.cast import NOW
assert sum(tell(lambda: NOW).values()) == 1, "only the mail that nobody held"
"""

AFTER_THE_LEASE = """
from notifications.models import Mail, Notice
from notifications.telling import tell
from tests.cast import NOW
from datetime import timedelta
tell(lambda: NOW + timedelta(minutes=10))
assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}
assert set(Notice.objects.values_list("state", flat=True)) == {"sent"}
"""


@pytest.mark.processes
@pytest.mark.parametrize(("point", "copies"), [("_prepare", 2), ("_message", 2), ("_settle", 3)])
def test_a_killed_sender_loses_nothing(point: str, copies: int, tmp_path: Path) -> None:
    assert run(SET_THE_SCENE, tmp_path) == 0
    assert run(KILLED.format(point=point), tmp_path) == -9
    assert run(SOON_AFTER, tmp_path) == 0
    assert run(AFTER_THE_LEASE, tmp_path) == 0
    found = mails_kept(tmp_path)
    assert len(found) == copies
    assert len({message["Message-ID"] for message in found}) == 2


def run(script: str, folder: Path) -> int:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SUIVI_VAR": str(folder),
        "UNDO_SECONDS": "0",
    }
    command = [sys.executable, "-c", f"import django\ndjango.setup()\n{script}"]
    return subprocess.run(command, env=environment, cwd=ROOT, timeout=120, check=False).returncode
