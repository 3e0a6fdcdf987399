"""``make demo``: the main job done once, with the sample data, and a rerun that keeps what people did."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests import sample_state
from tests.other_processes import ROOT

ROLES = {
    "coordinator",
    "validator",
    "validator-for-themes",
    "translator",
    "editor",
    "observer",
    "focal-point",
    "alternate",
    "contributor",
    "escalation-contact",
    "head",
    "administrator",
}


@pytest.mark.once  # the sample state is on SQLite, whatever the tests run on
@pytest.mark.processes
def test_it_does_the_main_job_and_keeps_what_people_did(tmp_path: Path, folder_of_run: Path) -> None:
    folder = tmp_path / "demo"
    first = sample_state.copied_to(folder, folder_of_run=folder_of_run)

    assert first["site"] == ["http://localhost:8000/"]
    assert {line.split()[0] for line in first["sign-in"]} == ROLES
    standing = dict(rows(folder, "SELECT state, count(*) FROM cases_case GROUP BY state"))
    assert standing["approved"] >= 25
    assert standing["received"] == 5
    contributions = dict(rows(folder, "SELECT state, count(*) FROM cases_contribution GROUP BY state"))
    assert contributions == {"accepted": 1, "asked": 1, "delivered": 2, "drafting": 1, "withdrawn": 1}
    reports = dict(rows(folder, "SELECT reference, state FROM exports_report"))
    assert reports == {
        "upr-national-report": "review",
        "report-to-the-national-assembly": "assembling",
        "cat-follow-up-2024": "submitted",
    }
    assert rows(folder, "SELECT count(*) FROM exports_edition") == [(2,)]
    of_the_report = "SELECT languages FROM exports_report WHERE reference = 'upr-national-report'"
    assert rows(folder, of_the_report) == [('["fr", "ar"]',)]
    agreed = dict(rows(folder, "SELECT state, count(*) FROM exports_agreement GROUP BY state"))
    assert agreed == {"agreed": 2, "asked": 1, "declined": 1}
    written = "SELECT language, count(*) FROM exports_passagetext WHERE told = '[]' GROUP BY language"
    assert dict(rows(folder, written)) == {"ar": 7, "en": 7, "fr": 7}
    translations = "SELECT language, count(*) FROM cases_translation WHERE revised_at IS NOT NULL GROUP BY 1"
    assert dict(rows(folder, translations)) == {"ar": 25, "fr": 25}
    assert rows(folder, "SELECT state FROM exports_objection") == [("answered",)]
    assert rows(folder, "SELECT code FROM exports_setaside") == [("newer",)]
    told = rows(folder, "SELECT DISTINCT rule FROM notifications_notice WHERE state = 'sent'")
    assert {"report-circulates", "reminder", "week"} <= {rule for (rule,) in told}
    assert rows(folder, "SELECT count(*) FROM notifications_notice WHERE rule = 'objection-made'") != [(0,)]
    assert rows(folder, "SELECT count(*) FROM notifications_notice WHERE about_on IS NOT NULL")[0][0] > 2

    rows(folder, "UPDATE people_user SET name = 'Renamed' WHERE email = 'editor@qarenda.example'")
    second = sample_state.told_in(sample_state.demo(folder))
    assert Path(second["report"][0]).read_bytes().startswith(b"%PDF")
    assert within_folder(second) == within_folder(first)
    assert second["sign-in"] == first["sign-in"]
    assert rows(folder, "SELECT count(*) FROM people_user WHERE name = 'Renamed'") == [(1,)]

    command = [sys.executable, "manage.py", "check_invariants"]
    embedded = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    subprocess.run(command, cwd=ROOT, env=embedded | {"SUIVI_VAR": str(folder)}, check=True)


def within_folder(told: sample_state.Told) -> str:
    """Where the report lies in the folder of its demo."""
    return told["report"][0].rpartition("/files/")[2]


def rows(folder: Path, question: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(folder / "suivi.sqlite3") as database:
        return database.execute(question).fetchall()
