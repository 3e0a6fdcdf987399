"""A worker is killed with -9 while it writes an import: nothing is half done, the next brings all once."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from cases.importing import waiting
from cases.models import Import
from tests.cases.importing.files import PRISONS, generic
from tests.cast import NOW, Cast
from tests.other_processes import ROOT, environment_of

pytestmark = [pytest.mark.processes, pytest.mark.django_db(transaction=True, serialized_rollback=True)]

ROWS = 600
BEGUN = 40
"""Recommendations that are written when it is killed, at least."""


class Workers:
    """Processes on the test's database, which on SQLite is a copy, made when the first one starts."""

    def __init__(self, folder: Path, key: Any) -> None:
        self.key, self._environment = str(key), environment_of(folder)

    def started(self, act: str, leases: int = 0) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.cases.importing.elsewhere", act, self.key, str(leases)]
        return subprocess.Popen(
            command,
            env=self._environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ended(self, act: str, leases: int = 0) -> dict[str, int]:
        worker = self.started(act, leases)
        said, complained = worker.communicate(timeout=120)
        assert worker.returncode == 0, complained
        counted: dict[str, int] = json.loads(said)
        return counted


@pytest.fixture
def confirmed(cast: Cast) -> Import:
    """Read, looked at and confirmed; its file and how far it is lie where the processes look for them."""
    content = generic(
        *({**PRISONS, "key": str(at), "paragraph": f"9.{at}", "text_en": f"Ask {at}."} for at in range(ROWS))
    )
    one = Import(
        file_name="list.csv", sha256=sha256(content).hexdigest(), at=NOW, by=cast.coordinator, language="en"
    )
    one.file.save("list.csv", ContentFile(content))
    waiting.work_on(one.key, clock=lambda: NOW)
    Import.objects.filter(pk=one.pk).update(confirmed_at=NOW)
    one.refresh_from_db()
    assert one.new == ROWS
    return one


def test_nothing_is_half_done_and_the_next_worker_brings_everything_once(
    confirmed: Import, tmp_path: Path
) -> None:
    workers = Workers(tmp_path, confirmed.key)
    _kill_in_the_middle(workers.started("write"), tmp_path / "files/imports" / str(confirmed.key) / "counted")

    left = {"recommendations": 0, "cases": 0, "brought": 0, "written": 0, "confirmed": 1, "broken": 0}
    assert workers.ended("look") == left
    assert workers.ended("write")["taken up"] == 0, "until its lease ends, it may be alive"
    assert workers.ended("look") == left

    assert workers.ended("write", leases=1)["taken up"] == 1
    whole = {"recommendations": ROWS, "cases": ROWS, "brought": ROWS, "written": 1, "confirmed": 1}
    assert workers.ended("look") == whole | {"broken": 0}
    assert workers.ended("write", leases=2)["taken up"] == 0
    assert workers.ended("look") == whole | {"broken": 0}


def _kill_in_the_middle(worker: subprocess.Popen[str], counted: Path) -> None:
    while _done(counted) < BEGUN:
        assert worker.poll() is None, "it ended before it could be killed"
        time.sleep(0.002)
    worker.send_signal(signal.SIGKILL)
    worker.communicate()
    assert worker.returncode == -signal.SIGKILL
    assert _done(counted) < ROWS


def _done(counted: Path) -> int:
    """What the worker says of how far it is; it writes the file anew each time."""
    try:
        return int(counted.read_text().split()[0])
    except (FileNotFoundError, IndexError):
        return 0
