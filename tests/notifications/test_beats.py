"""Two beats at once, or none for three days: each is told once, of the latest step, and nobody too often."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from cases.models import Case
from tests.cast import NOW, Cast, assigned, gather
from tests.notifications.server import Post, mail_server
from tests.other_processes import ROOT, environment_of

pytestmark = [
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]
TUESDAY = date(2026, 3, 3)
TIMES = ("08:40", "09:00", "09:20", "09:40", "12:00")


def due(cast: Cast, day: int) -> Case:
    """Due on that day of March."""
    case = assigned(cast)
    Case.objects.filter(pk=case.pk).update(due_on=date(2026, 3, day))
    return case


def moments(*days: date) -> list[str]:
    return [f"{day}T{time}:00+00:00" for day in days for time in TIMES]


def working_days(number: int) -> list[date]:
    found = (TUESDAY + timedelta(days=days) for days in range(2 * number))
    return [day for day in found if day.weekday() < 5][:number]


def beats(folder: Path, number: int, days: list[date]) -> tuple[Post, dict[str, Any]]:
    with mail_server() as (post, port):
        environment = environment_of(folder) | {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port)}
        command = [sys.executable, "-m", "tests.notifications.beats", str(number), *moments(*days)]
        ended = subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=900
        )
    assert ended.returncode == 0, ended.stderr
    return post, json.loads(ended.stdout)


def sent(post: Post) -> Counter[tuple[str, date, str]]:
    """How many mails each person got on each day for each reason."""
    return Counter(
        (one["To"], parsedate_to_datetime(one["Date"]).date(), one["X-Suivi-Reason"]) for one in post.received
    )


def test_two_beats_at_once_tell_once(tmp_path: Path) -> None:
    cast = gather()
    for day in (4, 5, 6, 9, 10, 11):
        due(cast, day)
    post, came = beats(tmp_path, 2, working_days(6))
    assert len(set(post.ids())) == len(post.received) == came["mails"]["sent"]
    assert set(sent(post).values()) == {1}
    assert {"focal-point@suivi.example", "alternate@suivi.example"} <= {one["To"] for one in post.received}
    assert (came["bare"], came["broken"]) == (0, [])
    assert "dead" not in came["notices"]


def test_after_three_days_without_a_beat_the_latest_steps_are_told(tmp_path: Path) -> None:
    """Tuesday, then not before Monday: of what fell due meanwhile nothing is lost, nothing told twice."""
    cast = gather()
    missed = [due(cast, day) for day in (4, 5, 9)]
    monday = TUESDAY + timedelta(days=6)
    post, came = beats(tmp_path, 1, [TUESDAY, monday])
    assert len(set(post.ids())) == len(post.received)
    assert set(sent(post).values()) == {1}
    told = {f"{case.reference} focal-point": 1 for case in missed}
    assert {key: number for key, number in came["told"].items() if key in told} == told
    assert set(came["told"].values()) == {1}
    assert came["broken"] == []


def test_now_is_a_monday() -> None:
    assert NOW.date() == TUESDAY - timedelta(days=1)
    assert NOW.weekday() == 0
