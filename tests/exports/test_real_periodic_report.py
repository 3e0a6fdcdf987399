"""A periodic report on real treaty-body recommendations, with 200 narratives: gathered, checked, printed.

The list is read where SUIVI_REAL_DATA names its folder; SUIVI_KEEP_REPORT names a file to which the PDF goes.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from cases import actions
from cases.models import Case, Round
from cases.people.models import Department
from exports import printing
from exports.actions import open_report, queue_rendering, take_report_step
from exports.checking.finding import Finding
from exports.content import hash_of, unanswered
from exports.models import Report
from exports.pages.checks_shown import found_in
from tests.cast import DUE, NOW, person, status
from tests.exports.french_narratives import FAULTS, full, short
from tests.test_real_recommendations import focal_point_of

FOLDER = os.environ.get("SUIVI_REAL_DATA", "")
MOROCCO = Path(FOLDER) / "morocco"
BODIES = ("CRC", "CRPD", "CAT", "CEDAW")
"""No single body asked as much: the report stands for one to any of them."""
ANSWERED, ASKED = 200, 210

pytestmark = [
    pytest.mark.skipif(not FOLDER, reason="SUIVI_REAL_DATA names no folder of real files"),
    pytest.mark.skipif(not shutil.which("pdftotext"), reason="reading the PDF needs poppler-utils"),
]


def test_a_periodic_report_is_gathered_checked_and_printed(db: None, settings: Any, tmp_path: Path) -> None:
    settings.WORKING_LANGUAGE = "fr"
    call_command("import_departments", str(MOROCCO / "departments.csv"), verbosity=0)
    call_command("import_recommendations", str(_treaty_bodies(tmp_path)), verbosity=0)
    cases = list(Case.objects.order_by("recommendation__place", "pk"))
    assert len(cases) == ASKED
    _answer(cases[:ANSWERED])

    report = _assembled()
    content = report.text
    assert len(content["narratives"]) == ANSWERED
    assert len(unanswered(content)) == ASKED - ANSWERED
    assert {one["language"] for one in content["sections"] if one["paragraphs"]} == {"fr"}

    found = found_in(report, content, hash_of(content), person("observer", "observer"), NOW)
    _are_the_faults(found)

    paper = _printed(report)
    read = subprocess.run(["pdftotext", str(paper), "-"], capture_output=True, check=True, text=True).stdout
    assert "Bulletin officiel" in read
    assert content["matrix"][-1]["reference"] in read
    if kept := os.environ.get("SUIVI_KEEP_REPORT"):
        shutil.copy(paper, kept)


def _treaty_bodies(folder: Path) -> Path:
    """The first recommendations of these bodies, as a file of their own."""
    with (MOROCCO / "recommendations.csv").open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.DictReader(source))
    chosen = [row for body in BODIES for row in rows if row["treaty_body"] == body][:ASKED]
    path = folder / "recommendations.csv"
    with path.open("w", encoding="utf-8", newline="") as target:
        writer = csv.DictWriter(target, rows[0].keys())
        writer.writeheader()
        writer.writerows(chosen)
    return path


def _answer(cases: list[Case]) -> None:
    """Five departments share them; each drafts, signs and sends, and the validator approves."""
    coordinator, validator = person("coordinator", "coordinator"), person("validator", "validator")
    departments = list(Department.objects.order_by("pk")[:5])
    Round.objects.update(language="fr")
    numbered = list(enumerate(cases, start=1))
    for place, group in groupby(numbered, key=lambda one: one[0] * len(departments) // (len(cases) + 1)):
        lead = departments[place]
        writer = focal_point_of(lead)
        for number, case in group:
            actions.assign_together([case], lead=lead, due_on=DUE, by=coordinator, now=NOW)
            case.refresh_from_db()
            actions.save_draft(
                case, full_text=full(number), short_text=short(number), status=status("in-progress"),
                started_from=0, by=writer, now=NOW,
            )  # fmt: skip
            case.refresh_from_db()
            actions.take_step(case, "sign_and_send", by=writer, now=NOW)
            actions.take_step(case, "approve", by=validator, now=NOW)


def _assembled() -> Report:
    editor = person("editor", "editor")
    report = open_report(
        reference="rapport-periodique", title="Rapport périodique", round=Round.objects.get(), by=editor,
        language="fr", body="Comité des droits de l’enfant", symbol="CRC/C/MAR/5-6", distribution="Générale",
        dated_on=NOW.date(), original_language="fr", figures=True,
        introduction="Le présent rapport a été établi après la consultation de toutes les régions.",
    )  # fmt: skip
    take_report_step(report, "assemble", by=editor, now=NOW, kind="periodic", round=report.round)
    return Report.objects.get(pk=report.pk)


def _are_the_faults(found: list[Finding]) -> None:
    """Each fault that was put in is found where it stands, and nothing is found beside them in the texts."""
    sorts = Counter(one.code for one in found)
    assert sorts["missing"] == ASKED - ANSWERED
    wanted = {"page-cited": 1, "typed-mark": 1, "figures": 1, "abbreviation": 1, "emphasis": 1}
    assert {code: sorts[code] for code in wanted} == wanted
    beside = set(sorts) - {*wanted, "missing", "too-long", "lone-heading", "empty-heading", "french-spaces"}
    assert not beside & {
        "capitals",
        "quotes",
        "other-language",
        "numbering",
        "heading-numbers",
        "annex-place",
    }
    assert len(FAULTS) == sum(wanted.values()) + 1  # two narratives make the one contradiction


def _printed(report: Report) -> Path:
    done = printing.render(queue_rendering(report, by=None, now=NOW).key, clock=lambda: NOW)
    assert done is not None
    assert done.state == "done", done.problem
    return Path(done.file.path)
