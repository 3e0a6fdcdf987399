"""The national report of 150 answered recommendations, with the sample's narratives, as a tagged PDF."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from itertools import cycle, islice

from django.utils import timezone

from cases import actions
from config.demo.people import DATA
from exports import printing
from exports.actions import open_report, queue_rendering
from tests.cast import NOW, assigned, draft, gather

CASES = 150


def figures() -> Iterator[tuple[str, float, str]]:
    cast = gather()
    texts = json.loads((DATA / "narratives.json").read_text(encoding="utf-8"))["approved"]
    for text in islice(cycle(texts), CASES):
        case = assigned(cast)
        draft(case, by=cast.focal_point, full_text=text["full"], short_text=text["short"])
        actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
        actions.take_step(case, "approve", by=cast.validator, now=NOW)
    report = open_report(reference="bench", title="Bench", round=cast.round, by=cast.editor)
    queued = queue_rendering(report, by=cast.editor, now=timezone.now())
    begun = time.perf_counter()
    done = printing.render(queued.key, clock=timezone.now)
    seconds = time.perf_counter() - begun
    if done is None or not done.pages:
        raise RuntimeError(f"The report was not made: {done.problem if done else 'taken by another worker'}.")
    yield "pages", done.pages, "pages"
    yield "seconds", seconds, "s"
    yield "seconds_per_100_pages", seconds / done.pages * 100, "s"
