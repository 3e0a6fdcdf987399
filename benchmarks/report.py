"""The PDF of a report of 1,500 recommendations, against one plain layout of the same HTML in the same run.

Its pages are measured in ``report_pages.py``.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pikepdf
from django.conf import settings

from benchmarks import report_pages
from benchmarks.report_grown import grown
from benchmarks.report_measured import Measured, measured
from cases import actions
from cases.models import Case
from config.demo.people import DATA
from exports import chapters, paper, press
from exports.actions import open_report
from exports.content import Content
from tests.cast import NOW, assigned, draft, gather

MANY, FEW = 1_500, 100


def figures() -> Iterator[tuple[str, float, str]]:
    seed = _seed()
    many, few = grown(seed, MANY), grown(seed, FEW)
    plain, cold = _plain(paper.draft_html_of(many), "untagged"), _drafted(many)
    yield "pages", cold.pages, "pages"
    yield "plain_seconds", plain.seconds, "s"
    yield "plain_mb", plain.megabytes, "MB"
    yield "draft_cold", cold.seconds / plain.seconds, "ratio"
    yield "draft_cold_processor", cold.busy / plain.busy, "ratio"
    yield "draft_memory", cold.megabytes / plain.megabytes, "ratio"
    yield "draft_one_edit", _drafted(_edited(many), afresh=False).seconds / plain.seconds, "ratio"
    yield "page_cost_1500_vs_100", _a_page(cold) / min(_a_page(_drafted(few)) for _time in range(3)), "ratio"
    tagged, final = _plain(paper.html_of(many), "tagged"), _printed(many, draft=False)
    yield "plain_tagged_seconds", tagged.seconds, "s"
    yield "plain_tagged_mb", tagged.megabytes, "MB"
    yield "final_time", final.seconds / tagged.seconds, "ratio"
    yield "final_processor", final.busy / tagged.busy, "ratio"
    yield "final_memory", final.megabytes / tagged.megabytes, "ratio"


def _seed() -> Content:
    """The sample's narratives, each approved as the answer to one recommendation."""
    cast = gather()
    for text in json.loads((DATA / "narratives.json").read_text(encoding="utf-8"))["approved"]:
        case = assigned(cast)
        draft(case, by=cast.focal_point, full_text=text["full"], short_text=text["short"])
        actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
        actions.take_step(case, "approve", by=cast.validator, now=NOW)
    report = open_report(
        reference="bench", title="Bench", round=cast.round, by=cast.editor, symbol="A/HRC/WG.6/55/QRD/1"
    )
    return chapters.gather(report, Case.objects.all())


def _plain(html: str, tags: str) -> Measured:
    with tempfile.TemporaryDirectory() as folder:
        page, pdf = Path(folder, "report.html"), Path(folder, "report.pdf")
        page.write_text(html, encoding="utf-8")
        command = [sys.executable, "-m", "benchmarks.report_plain", str(page), str(pdf), tags]

        def work() -> int:
            subprocess.run(command, check=True, cwd=settings.BASE_DIR)  # noqa: S603 - our own module
            with pikepdf.open(pdf) as made:
                return len(made.pages)

        return measured(work)


def _drafted(content: Content, *, afresh: bool = True) -> Measured:
    return _printed(content, draft=True, afresh=afresh)


def _printed(content: Content, *, draft: bool, afresh: bool = True) -> Measured:
    """As the worker makes it; ``afresh``: with nothing on the shelf."""
    settings.PDF_SHELF = Path(tempfile.gettempdir(), "suivi-bench-sheets")
    if afresh:
        shutil.rmtree(settings.PDF_SHELF, ignore_errors=True)

    def work() -> int:
        with press.printed(content, draft=draft, follow=_go_on) as made:
            return made.pages

    return measured(work)


def _edited(content: Content) -> Content:
    """One narrative in the middle with a sentence more in its short text, and in its full one."""
    edited = deepcopy(content)
    told = [section for section in edited["sections"] if section["kind"] == "narrative"]
    one = told[len(told) // 2]
    one["paragraphs"][0]["html"] = one["paragraphs"][0]["html"].replace("</p>", " This was added.</p>", 1)
    one["full"] = one["full"].replace("</p>", " This was added.</p>", 1)
    return edited


def _a_page(one: Measured) -> float:
    return one.seconds / one.pages


def _go_on(stage: str, pages: int, done: int = 0, of: int = 0) -> bool:
    return True


EACH = [report_pages.figures, figures]
"""Each with a database of its own."""
