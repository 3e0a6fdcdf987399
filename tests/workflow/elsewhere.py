"""What runs in processes of its own on the test's database: many who act at once, and one who is killed.

``python -m tests.workflow.elsewhere approve|die|resume|share TIMES`` prints what came of it, as JSON. The
processes are forked, so that Django is set up once.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import django

PROCESSES = 8
SEED = 20260302
LONGEST = 0.12
"""Seconds that one who is killed lives at most; a step takes some hundredths."""


def approve(times: int) -> Counter[str]:
    """Approve the one case that waits for it, ``times`` in all, from eight processes that begin together."""
    begin, said = os.pipe(), os.pipe()
    forked = []
    for number in range(PROCESSES):
        share = times // PROCESSES + (number < times % PROCESSES)
        if not (pid := os.fork()):
            _in_a_fork(lambda share=share: _approvals(share, begin, said[1]))
        forked.append(pid)
    os.close(said[1])
    os.close(begin[0])
    ready = 0
    while ready < PROCESSES:
        ready += len(os.read(said[0], PROCESSES)) or sys.exit("One of them ended before it began.")
    os.close(begin[1])
    with os.fdopen(said[0]) as lines:
        came = Counter(line.strip() for line in lines)
    for pid in forked:
        os.waitpid(pid, 0)
    came["events"] = _forked_count(_approval_events)
    came["broken"] = _forked_count(_broken)
    return came


def die(times: int) -> Counter[str]:
    """So many times, one takes steps until it is killed; what was acknowledged must have stayed."""
    chance = random.Random(SEED)  # noqa: S311
    came: Counter[str] = Counter()
    acknowledged: dict[int, int] = {}
    for number in range(times):
        said = _killed_after(chance.uniform(0.01, LONGEST), seed=SEED + number)
        done = [line.split() for line in said if line[0] != ">"]
        acknowledged |= {int(pk): int(version) for pk, version in done}
        came["steps"] += len(done)
        came["in the middle of one"] += bool(said) and said[-1][0] == ">"
    came["lost"] = _forked_count(lambda: _lost(acknowledged))
    came["broken"] = _forked_count(_broken)
    return came


def resume(times: int) -> Counter[str]:
    """A worker at the bulk that the test has opened is killed so many times, each followed by the next."""
    chance = random.Random(SEED)  # noqa: S311
    came: Counter[str] = Counter()
    for number in range(times):
        before = _forked_count(_rows_left)
        _killed_worker(chance.uniform(0.02, LONGEST * 2), number)
        came["in the middle"] += 0 < _forked_count(_rows_left) <= before
    _worker(times + 1)
    came.update(_results())
    return came


def share(times: int) -> Counter[str]:
    """So many workers begin at one moment, and each takes up whatever it finds due."""
    forked = []
    for _ in range(times):
        if not (pid := os.fork()):
            _in_a_fork(_work_waiting)
        forked.append(pid)
    for pid in forked:
        os.waitpid(pid, 0)
    return _results()


def _results() -> Counter[str]:
    return Counter({
        "done": _forked_count(lambda: _items("done")),
        "left": _forked_count(_rows_left),
        "events": _forked_count(_assign_events),
        "broken": _forked_count(_broken),
    })  # fmt: skip


def _killed_worker(seconds: float, number: int) -> None:
    reading, writing = os.pipe()
    if not (pid := os.fork()):
        _in_a_fork(lambda: _work(number, said=writing))
    os.read(reading, 1)
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(reading)
    os.close(writing)


def _worker(number: int) -> None:
    if not (pid := os.fork()):
        _in_a_fork(lambda: _work(number, said=None))
    os.waitpid(pid, 0)


def _work(number: int, said: int | None) -> None:
    """Each worker's clock is ahead of the last one's by more than a lease."""
    from datetime import timedelta

    from tests.cast import NOW
    from workflow.bulk_rows import Bulk
    from workflow.bulk_work import LEASE, work_on

    key = Bulk.objects.get().key
    if said is not None:
        os.write(said, b"+")
    work_on(key, clock=lambda: NOW + number * (LEASE + timedelta(seconds=1)))


def _work_waiting() -> None:
    from workflow.tasks import work_waiting

    work_waiting()


def _rows_left() -> int:
    return _items("waiting")


def _items(state: str) -> int:
    from workflow.bulk_rows import BulkItem

    return BulkItem.objects.filter(state=state).count()


def _assign_events() -> int:
    from cases.models import CaseEvent

    return CaseEvent.objects.filter(step="assign").count()


def _approvals(share: int, begin: tuple[int, int], said: int) -> None:
    from cases.models import Case
    from tests.cast import NOW
    from workflow import engine
    from workflow.errors import Refused

    world = again()
    cases = [Case.objects.get(state="validation") for _ in range(share)]
    os.close(begin[1])
    os.write(said, b"+")
    os.read(begin[0], 1)
    for case in cases:
        try:
            engine.perform(case, "approve", by=world["validator"], now=NOW)
            os.write(said, b"approved\n")
        except Refused as refused:
            os.write(said, f"{type(refused).__name__}\n".encode())


def _killed_after(seconds: float, *, seed: int) -> list[str]:
    """What one said who took steps until then: “> …” when one began, id and version when it was done."""
    reading, writing = os.pipe()
    if not (pid := os.fork()):
        _in_a_fork(lambda: _steps_for_ever(random.Random(seed), writing))  # noqa: S311
    os.close(writing)
    said = os.read(reading, 1)  # it has begun
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    with os.fdopen(reading, "rb") as rest:
        return (said + rest.read()).decode().splitlines()


def _steps_for_ever(chance: random.Random, said: int) -> None:
    from cases.models import Case
    from tests.workflow.walking.case import a_likely_act
    from workflow.errors import Refused

    world = again()
    ids = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    while True:
        case = Case.objects.get(pk=chance.choice(ids))
        os.write(said, b">\n")
        try:
            a_likely_act(case, world, chance)
        except Refused:
            continue
        os.write(said, f"{case.pk} {case.version}\n".encode())


def _lost(acknowledged: dict[int, int]) -> int:
    from cases.models import Case

    stands = dict(Case.objects.values_list("pk", "version"))
    return sum(stands[pk] < version for pk, version in acknowledged.items())


def _approval_events() -> int:
    from cases.models import CaseEvent

    return CaseEvent.objects.filter(step="approve").count()


def _broken() -> int:
    from workflow.invariants import broken

    found = broken()
    sys.stderr.write("\n".join(found[:20]))
    return len(found)


def again() -> Any:
    """The world that the test has staged."""
    from cases.models import Round, Term
    from cases.people.models import Department, User
    from tests.workflow.walking.case import PEOPLE
    from tests.workflow.walking.world import World

    world = World(
        own=Department.objects.get(code="own"),
        other=Department.objects.get(code="other"),
        round=Round.objects.get(code="2026"),
        themes={theme.code: theme for theme in Term.objects.filter(vocabulary="theme")},
    )
    users = {user.email.partition("@")[0]: user for user in User.objects.all()}
    world.people = {name: users[name.replace(" ", "-")] for name in PEOPLE}
    return world


def _in_a_fork(act: Any) -> None:
    """Run ``act`` in the process that was just forked, and end it there, whatever came of it."""
    code = 1
    try:
        act()
        code = 0
    except Exception as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
    finally:
        os._exit(code)


def _forked_count(count: Any) -> int:
    reading, writing = os.pipe()
    if not os.fork():
        _in_a_fork(lambda: os.write(writing, str(count()).encode()))
    os.close(writing)
    with os.fdopen(reading) as said:
        return int(said.read())


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    django.setup()
    acts = {"approve": approve, "die": die, "resume": resume, "share": share}
    print(json.dumps(acts[sys.argv[1]](int(sys.argv[2]))))  # noqa: T201
