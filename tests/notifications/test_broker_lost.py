"""Redis loses all that it holds while the worker works: all is sent, for the database says what is due."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from redis import Redis

from notifications.models import Mail
from tests.notifications.post import letters
from tests.notifications.server import mail_server
from tests.notifications.worker import worker
from tests.other_processes import ROOT, environment_of

BROKER = os.environ.get("BROKER_URL", "")
PATIENCE_SECONDS = 120
POKE = "import django; django.setup(); from notifications.tasks import tell; tell.apply_async()"

pytestmark = [
    pytest.mark.processes,
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif(not BROKER.startswith("redis:"), reason="the broker is not Redis"),
]


def test_what_redis_forgets_is_sent_all_the_same(tmp_path: Path) -> None:
    letters(200)
    with mail_server() as (post, port):
        environment = environment_of(tmp_path) | {
            "BROKER_URL": BROKER, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(port), "LOG_LEVEL": "INFO"
        }  # fmt: skip
        post.seconds_late = 0.01
        with worker(tmp_path, environment) as log:
            _until(lambda: len(post.received) >= 20, log)
            Redis.from_url(BROKER).flushall()
            assert len(post.received) < 200
            _until(lambda: len(post.received) >= 200, log)
            Mail.objects.update(state=Mail.State.WAITING)  # new work, for a broker that knows no queue
            Redis.from_url(BROKER).flushall()
            _poke(environment)
            _until(lambda: len(post.received) >= 400, log)
    assert len(set(post.ids())) == 200
    assert len(post.received) == 400


def _poke(environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-c", POKE], env=environment, cwd=ROOT, check=True, timeout=60)


def _until(holds: Callable[[], bool], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, log.read_text()[-6000:]
        time.sleep(0.1)
