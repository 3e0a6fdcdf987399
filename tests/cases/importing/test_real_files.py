"""Real files, read where SUIVI_REAL_DATA names their folder; none of them is kept in the repository."""

from __future__ import annotations

import json
import os
import re
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from cases.importing.departments import import_departments
from cases.importing.edition import read_edition
from cases.importing.found import Outcome
from cases.importing.importer import bring_in
from cases.importing.matching import matched
from cases.importing.sameness import bare
from cases.models import Case, Context, LeadProposal, Recommendation, Term
from cases.people.models import Department
from tests.cast import NOW

FOLDER = os.environ.get("SUIVI_REAL_DATA", "")
MOROCCO = Path(FOLDER) / "morocco"

pytestmark = [
    pytest.mark.skipif(not FOLDER, reason="SUIVI_REAL_DATA names no folder of real files"),
    pytest.mark.django_db,
]


def brought() -> Outcome:
    return bring_in(read_edition(MOROCCO / "recommendations.csv"), now=NOW)


def test_all_recommendations_come_in() -> None:
    report = brought()
    assert (report.new, report.problems) == (756, [])
    assert Recommendation.objects.filter(mechanism="UPR").count() == 260
    assert Case.objects.filter(state="received").count() == 756
    assert Recommendation.objects.values("lead_proposals__recommendation").distinct().count() == 634 + 1


def test_a_second_time_nothing_changes() -> None:
    brought()
    before = list(Recommendation.objects.order_by("pk").values())
    again = brought()
    assert (again.new, again.changed, again.same, again.problems) == (0, 0, 756, [])
    assert list(Recommendation.objects.order_by("pk").values()) == before


def test_the_same_list_in_arabic_alone_under_other_keys_is_recognised() -> None:
    brought()
    edition = read_edition(MOROCCO / "recommendations.csv", source="another")
    for row in edition.rows:
        row.key, row.texts = f"other-{row.key}", {"ar": row.texts["ar"]}
    found = matched(edition.rows, "another")
    standing = {one.pk: one for one in Recommendation.objects.prefetch_related("wordings")}
    assert len(found.same) + len(found.doubtful) == 756
    assert len(found.same) > 740
    for row in edition.rows:
        if pk := found.same.get(row.key):
            assert bare(standing[pk].worded("ar")) == bare(row.texts["ar"])
            assert (standing[pk].mechanism, standing[pk].paragraph) == (row.mechanism, row.paragraph)


def test_every_body_is_a_department_of_the_list() -> None:
    assert import_departments(MOROCCO / "departments.csv").new == 52
    assert not brought().unknown
    assert not LeadProposal.objects.filter(department=None).exists()
    assert not Department.objects.filter(independent=True).exists()


def test_a_sub_theme_under_several_themes_belongs_where_it_stands_most() -> None:
    brought()
    themes = Term.objects.filter(vocabulary="theme")
    assert themes.filter(parent=None).count() == 9
    assert themes.exclude(parent=None).count() == 35
    assert all({"fr", "ar"} == {name.language for name in term.wordings.all()} for term in themes)


def test_references_are_unique_and_fit_an_address() -> None:
    brought()
    references = Recommendation.objects.values_list("reference", flat=True)
    assert all(re.fullmatch(r"[A-Z]+-2020-[A-Za-z0-9._-]+", reference) for reference in references)


@pytest.mark.parametrize(("name", "new", "context"), [
    ("upr_matrix/cycle2_slovenia.docx", 163, 0),
    ("upr_matrix/cycle3_slovenia.docx", 215, 0),
    ("upr_info/morocco_sessions_1_13.csv", 176, 0),
    ("uhri/excel_header_and_one_row.csv", 0, 1),
    ("uhri/one_record.json", 0, 1),
])  # fmt: skip
def test_each_file_comes_in_whole_through_the_command(name: str, new: int, context: int) -> None:
    said = imported(name)
    assert said == {"new": new, "changed": 0, "same": 0, "needs_a_look": 0, "problems": []}
    assert (Recommendation.objects.count(), Context.objects.count()) == (new, context)
    assert imported(name) == {**said, "new": 0, "same": new}


def imported(name: str) -> dict[str, Any]:
    out = StringIO()
    call_command("import_recommendations", Path(FOLDER) / name, "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_every_recommending_state_of_the_matrices_is_known() -> None:
    for name in ("cycle2", "cycle3"):
        edition = read_edition(Path(FOLDER) / f"upr_matrix/{name}_slovenia.docx")
        assert all(row.recommending_states and row.themes and row.position for row in edition.rows)
        assert all(len(one.names) == 3 for row in edition.rows for one in row.recommending_states)


def test_it_takes_seconds() -> None:
    began = time.perf_counter()
    call_command("import_recommendations", MOROCCO / "recommendations.csv", "--json")
    assert time.perf_counter() - began < 20
