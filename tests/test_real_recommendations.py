"""The whole way on a real list: 756 recommendations, leads by theme group, answers in Arabic, the PDF.

The list is read where SUIVI_REAL_DATA names its folder; it is not kept in the repository.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from cases import actions
from cases.models import Case, LeadProposal, Round
from cases.people.models import Department
from cases.people.roles import give_role
from exports import printing
from exports.actions import open_report, queue_rendering
from tests.cast import DUE, NOW, person, status
from workflow.bulk_rows import Bulk
from workflow.bulk_work import work_on
from workflow.invariants import broken

FOLDER = os.environ.get("SUIVI_REAL_DATA", "")
MOROCCO = Path(FOLDER) / "morocco"
FULL = "اعتُمد القانون رقم 12-25 في سنة 2025، ورُصدت له ميزانية قدرها 40 مليون درهم.\n\nويتواصل تكوين القضاة."
SHORT = "اعتُمد القانون رقم 12-25 في سنة 2025 (CEDAW/C/MAR/CO/5-6)، ويتواصل تكوين القضاة المكلفين بتطبيقه."
ANSWERED = 12

pytestmark = [
    pytest.mark.skipif(not FOLDER, reason="SUIVI_REAL_DATA names no folder of real files"),
    pytest.mark.skipif(not shutil.which("pdftotext"), reason="reading the PDF needs poppler-utils"),
]


def test_the_whole_way_on_a_real_list(client: Client, db: None, settings: Any) -> None:
    settings.WORKING_LANGUAGE = "ar"
    call_command("import_departments", str(MOROCCO / "departments.csv"), verbosity=0)
    call_command("import_recommendations", str(MOROCCO / "recommendations.csv"), verbosity=0)
    coordinator, validator = person("coordinator", "coordinator"), person("validator", "validator")

    confirm_leads_by_theme_group(client, coordinator)
    assigned = Case.objects.filter(state="assigned")
    named = LeadProposal.objects.filter(department__isnull=False).values("recommendation").distinct().count()
    assert assigned.count() >= named == 634
    assert assigned.values("lead").distinct().count() > 5

    for case in islice(assigned.order_by("recommendation__place"), ANSWERED):
        answer(case, validator)
    paper = print_report(person("editor", "editor"))
    text = subprocess.run(["pdftotext", str(paper), "-"], capture_output=True, check=True, text=True).stdout
    assert "2025" in text
    assert "CEDAW/C/MAR/CO/5-6" in text
    assert sum("\u0600" <= letter <= "\u06ff" for letter in text) > 100_000
    assert broken() == []
    if kept := os.environ.get("SUIVI_KEEP_REPORT"):
        shutil.copy(paper, kept)


def confirm_leads_by_theme_group(client: Client, coordinator: Any) -> None:
    """The page as it is proposed, saved once."""
    client.force_login(coordinator)
    shown = client.get("/desk/leads/").context
    filled: dict[str, Any] = {"due_on": DUE.isoformat(), "groups": shown["as_text"]}
    for group in shown["groups"]:
        filled[f"lead-{group.key}"] = group.proposed
    assert client.post("/desk/leads/", filled).status_code == 302
    assert work_on(Bulk.objects.get().key, clock=lambda: NOW)


def answer(case: Case, validator: Any) -> None:
    """Drafted and sent by the lead's focal point, approved by the validator."""
    focal_point = focal_point_of(case.lead) if case.lead else None
    progress = status("in-progress")
    actions.save_draft(
        case, full_text=FULL, short_text=SHORT, status=progress, started_from=0, by=focal_point, now=NOW
    )
    case.refresh_from_db()
    actions.take_step(case, "sign_and_send", by=focal_point, now=NOW)
    actions.take_step(case, "approve", by=validator, now=NOW)


def focal_point_of(department: Department) -> Any:
    known = f"focal-{department.code}"[:40]
    found = department.departmentgrouppermission_set.filter(group__user__email__startswith=known)
    if found.exists():
        return found.get().group.user_set.get()
    user = person(known)
    give_role(user, "focal point", department)
    return user


def print_report(editor: Any) -> Path:
    report = open_report(reference="real", title="التقرير الوطني", round=Round.objects.get(), by=editor)
    done = printing.render(queue_rendering(report, by=editor, now=NOW).key, clock=lambda: NOW)
    assert done is not None
    assert done.state == "done", done.problem
    return Path(done.file.path)
