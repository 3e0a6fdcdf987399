"""One pass over a hundred thousand cases: the reminders that are due are computed, and queued as mails.

Measured with 2,000 and with 20,000 reminders due. Memory is that of the process as the system counts it (its
highest resident size during the pass, less that before), so drivers and their buffers count too.
"""

from __future__ import annotations

import gc
import time
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.reminders.crowd import NOW, gather, stand_on_steps
from notifications import ladder
from notifications.bundling import bundles
from notifications.models import Mail, Notice

FEW, MANY = 2_000, 20_000
MEGABYTE = 1024


def figures() -> Iterator[tuple[str, float, str]]:
    gather()
    few = _pass(FEW)
    many = _pass(MANY)
    yield "queue_seconds", many.computed + many.bundled, "s"
    yield "computed_seconds", many.computed, "s"
    yield "bundled_seconds", many.bundled, "s"
    yield "queued_mails", Mail.objects.count(), "mails"
    yield "peak_mb", many.megabytes, "MB"
    yield "peak_of_2000_mb", few.megabytes, "MB"


class _Took:
    computed = bundled = megabytes = 0.0


def _pass(reminders: int) -> _Took:
    Notice.objects.filter(mail__isnull=False).update(mail=None)
    Mail.objects.all().delete()
    stand_on_steps(reminders)
    took = _Took()
    resident = _begin_to_watch()
    took.computed = _seconds(lambda: ladder.remind(NOW))
    took.bundled = _seconds(lambda: deque(bundles(NOW), maxlen=0))
    took.megabytes = (_memory("VmHWM") - resident) / MEGABYTE
    made = Notice.objects.exclude(rule="week")
    assert made.count() == reminders, made.count()
    assert not made.filter(mail=None).exists()
    return took


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _begin_to_watch() -> int:
    """Forget the highest so far; what is resident now, in kB."""
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")
    return _memory("VmRSS")


def _memory(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1])
