"""An export of the whole Index brought in for one state: 250,000 records against 10,000, and the memory.

The records are generated in the layout of the Index's JSON; each of fifty states has as many, and a third are
concerns. A row is a record of the file; its cost is reading the file and importing the state's share.
"""

from __future__ import annotations

import json
import random
import re
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.importing.edition import read_edition
from cases.importing.importer import bring_in

ON_DISK = True
MANY, FEW = 250_000, 10_000
STATES = 50
_WORDS = (
    "ensure", "access", "courts", "prisons", "water", "schools", "women", "children", "rural", "health",
    "law", "review", "adopt", "measures", "that", "all", "persons", "with", "disabilities", "effective",
    "remedy", "independent", "national", "institution", "plan", "budget", "training", "police",
)  # fmt: skip
_COMMITTEES = ("CCPR", "CESCR", "CERD", "CEDAW", "CAT", "CRC", "CMW", "CRPD", "CED")


def figures() -> Iterator[tuple[str, float, str]]:
    with tempfile.TemporaryDirectory(prefix="suivi-bench-") as folder:
        few, many = (_written(Path(folder), count) for count in (FEW, MANY))
        yield "file_mb", many.stat().st_size / 1e6, "MB"
        cheap = min(_brought_in(few)[0] for _time in range(3)) / FEW
        with _Watched() as watched:
            seconds, brought = _brought_in(many)
        yield "rows_per_second", MANY / seconds, "rows/s"
        yield "brought_in", brought, "recommendations"
        yield "cost_250k_vs_10k", seconds / MANY / cheap, "ratio"
        yield "peak_mb", _highest("self") + watched.megabytes, "MB"


def _brought_in(path: Path) -> tuple[float, int]:
    """Seconds, and how many recommendations came of it; what was written is taken back."""
    began = time.perf_counter()
    with transaction.atomic():
        outcome = bring_in(read_edition(path, state="State 7"), now=timezone.now())
        seconds = time.perf_counter() - began
        transaction.set_rollback(True)
    assert not outcome.problems, outcome.problems[:3]
    return seconds, outcome.new


class _Watched:
    """The memory of the process that opens the file, at its highest, in MB, looked at while it works."""

    def __enter__(self) -> _Watched:
        self.megabytes = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.05):
            for children in Path("/proc/self/task").glob("*/children"):
                for child in children.read_text().split():
                    if b"apart.main" in _of_process(child, "cmdline"):
                        self.megabytes = max(self.megabytes, _highest(child))


def _highest(process: str) -> float:
    """The most memory that a process has held since it began its program, in MB."""
    found = re.search(rb"VmHWM:\s*(\d+) kB", _of_process(process, "status"))
    return int(found[1]) * 1024 / 1e6 if found else 0.0


def _of_process(process: str, what: str) -> bytes:
    try:
        return Path(f"/proc/{process}/{what}").read_bytes()
    except OSError:  # it has ended meanwhile
        return b""


def _written(folder: Path, count: int) -> Path:
    chance = random.Random(count)
    path = folder / f"export-{count}.json"
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            file.write("[" if number == 0 else ",")
            json.dump(_record(number, chance), file)
        file.write("]")
    return path


def _record(number: int, chance: random.Random) -> dict[str, Any]:
    state, committee = number % STATES, _COMMITTEES[number // STATES % len(_COMMITTEES)]
    paragraph, document = number // STATES % 60 + 1, number // STATES // 60
    words = " ".join(chance.choices(_WORDS, k=110))
    return {
        "AffectedPersons": chance.sample(["Children", "Women & girls", "Persons with disabilities"], 2),
        "AnnotationId": f"00000000-0000-4000-8000-{number:012d}",
        "AnnotationType": "- Concerns/Observations" if chance.random() < 1 / 3 else "- Recommendations",
        "Body": f"- {committee}",
        "Countries": [f"State {state}"],
        "DocumentId": f"11111111-0000-4000-8000-{document:012d}",
        "PublicationDate": f"{2008 + document % 17}-03-12T00:00:00",
        "PublicationDateOnUhri": "2025-03-03T10:53:45.827",
        "Regions": ["Africa"],
        "Sdgs": ["16.3 - Promote the rule of law", "5.2 - End all violence against women"],
        "Symbol": f"{committee}/C/S{state:02d}/CO/{document + 1}",
        "Text": f"{paragraph}.The Committee recommends that the State party {words}.",
        "Themes": ["Right to health", "Administration of justice & fair trial", "Right to education"],
        "UprCycle": None,
        "UprPositions": [],
        "UprRecommendingCountry": [],
        "UprRecommendingRegions": [],
        "UprSession": [],
    }
