"""Of two steps at once exactly one wins, and the other gets a clear Conflict.

With real threads on PostgreSQL, and with real processes on SQLite.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from pathlib import Path

import pytest
from django.db import connection

from cases.models import Case, CaseEvent
from tests.cast import NOW, gather, sent
from workflow import engine
from workflow.errors import Conflict
from workflow.models import Outbox

ATTEMPTS = 16
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="threads share one writer on SQLite")
@pytest.mark.processes
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_many_threads_one_approves() -> None:
    cast = gather()
    case = sent(cast)
    copies = [Case.objects.get(pk=case.pk) for _ in range(ATTEMPTS)]
    results: Counter[str] = Counter()
    at_once = threading.Barrier(ATTEMPTS)

    def approve(copy: Case) -> None:
        try:
            at_once.wait()
            engine.perform(copy, "approve", by=cast.validator, now=NOW)
            results["approved"] += 1
        except Conflict:
            results["conflict"] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=[copy]) for copy in copies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert results == {"approved": 1, "conflict": ATTEMPTS - 1}
    event = CaseEvent.objects.get(case=case, step="approve")
    assert Outbox.objects.filter(event_id=event.pk).count() == 1


IN_A_PROCESS = """
import sys, django, datetime
django.setup()
from cases.models import Case
from cases.people.models import User
from workflow import engine
from workflow.errors import Conflict
case = Case.objects.get(state="validation")
by = User.objects.get(email="validator@suivi.example")
print("ready", flush=True)
sys.stdin.readline()
try:
    engine.perform(case, "approve", by=by, now=datetime.datetime.now(datetime.UTC))
    print("approved")
except Conflict:
    print("conflict")
"""

SET_THE_SCENE = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.cast import gather, sent
sent(gather())
"""


@pytest.mark.processes
def test_of_two_processes_on_sqlite_one_approves(tmp_path: Path) -> None:
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "SUIVI_VAR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'shared.sqlite3'}",
    }
    subprocess.run([sys.executable, "-c", SET_THE_SCENE], env=environment, check=True, cwd=ROOT)
    both = [
        subprocess.Popen(
            [sys.executable, "-c", IN_A_PROCESS],
            env=environment, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for _ in range(2)
    ]  # fmt: skip
    for process in both:
        assert process.stdout.readline() == "ready\n"
    for process in both:
        process.stdin.write("\n")
        process.stdin.flush()
    said = sorted(process.communicate(timeout=60)[0].strip() for process in both)
    assert said == ["approved", "conflict"]
