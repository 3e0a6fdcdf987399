"""The two commands, as somebody at a terminal meets them: sentences, JSON, exit codes, the template."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from cases.importing.edition import read_edition
from cases.importing.rows import BadFile
from cases.models import Case, Import, Recommendation
from cases.people.models import Department
from tests.cases.importing.files import CLINICS, PLEDGE, PRISONS, generic, upr_info, write
from tests.cast import Cast


def run(*arguments: Any, **options: Any) -> str:
    out = StringIO()
    call_command("import_recommendations", *arguments, stdout=out, **options)
    return out.getvalue()


def test_it_says_what_came_of_it(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path, generic(CLINICS, PRISONS))
    first = run(path)
    assert "Bodies that are no department yet: Prison Board (1)." in first
    assert "Imported: 2 new, 0 changed, 0 same, 0 need a look." in first
    assert "Nothing new: 2 recommendations were there already, unchanged." in run(path)


def test_a_new_edition_is_said_row_by_row(cast: Cast, tmp_path: Path) -> None:
    run(write(tmp_path, generic(CLINICS)))
    said = run(write(tmp_path, generic({**CLINICS, "text_en": "Open and staff clinics."})))
    assert "CEDAW-2022-45a: text (en)" in said
    assert "0 new, 1 changed" in said


def test_what_an_earlier_edition_had_is_told_and_left(cast: Cast, tmp_path: Path) -> None:
    run(write(tmp_path, generic(CLINICS, PRISONS)))
    path = write(tmp_path, generic({**CLINICS, "text_en": "Open and staff clinics."}))
    told = "No longer in the file: 1. Nothing is done with them: UPR-2024-120.3"
    assert told in run(path, "--dry-run")
    assert told in run(path)
    assert Case.objects.filter(recommendation__reference="UPR-2024-120.3", state="received").exists()
    said = json.loads(run(path, "--json"))
    assert said == {"new": 0, "changed": 0, "same": 1, "needs_a_look": 0, "problems": []}


def test_json_and_nothing_else(cast: Cast, tmp_path: Path) -> None:
    said = json.loads(run(write(tmp_path, generic(CLINICS, PRISONS)), "--json"))
    assert said == {"new": 2, "changed": 0, "same": 0, "needs_a_look": 0, "problems": []}


def test_bad_rows_stop_it_with_their_lines(cast: Cast, tmp_path: Path) -> None:
    path, out = write(tmp_path, generic(CLINICS, {**PRISONS, "date": "soon"})), StringIO()
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_recommendations", path, stdout=out)
    assert "Line 3: “date” is not a date" in out.getvalue()
    assert not Recommendation.objects.exists()


def test_bad_rows_in_json_end_with_a_code(cast: Cast, tmp_path: Path) -> None:
    path, out = write(tmp_path, generic(CLINICS, {**PRISONS, "date": "soon"})), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("import_recommendations", path, "--json", stdout=out)
    said = json.loads(out.getvalue())
    assert (ended.value.code, said["new"], said["needs_a_look"]) == (1, 0, 1)
    assert (said["problems"][0]["line"], said["problems"][0]["key"]) == (3, "2")


def test_skip_bad_imports_the_others(cast: Cast, tmp_path: Path) -> None:
    said = run(write(tmp_path, generic(CLINICS, {**PRISONS, "date": "soon"})), "--skip-bad")
    assert "Imported: 1 new, 0 changed, 0 same, 1 need a look." in said


def test_a_dry_run_changes_nothing(cast: Cast, tmp_path: Path) -> None:
    assert "Would be: 2 new" in run(write(tmp_path, generic(CLINICS, PRISONS)), "--dry-run")
    assert (Recommendation.objects.count(), Import.objects.count()) == (0, 0)


def test_unknown_bodies_become_departments(cast: Cast, tmp_path: Path) -> None:
    assert "New departments: Prison Board." in run(write(tmp_path, generic(PRISONS)), "--add-departments")
    assert Department.objects.filter(code="prison-board").exists()


def test_a_file_that_cannot_be_read_is_one_sentence(cast: Cast, tmp_path: Path) -> None:
    path = write(tmp_path, b"")
    with pytest.raises(CommandError, match="is empty"):
        run(path)
    with pytest.raises(SystemExit):
        run(path, "--json")


@pytest.mark.parametrize("name", ["template.csv", "template.xlsx"])
def test_the_template_has_the_header_that_is_read(tmp_path: Path, name: str) -> None:
    run("--template", tmp_path / name)
    with pytest.raises(BadFile, match="no line below it"):
        read_edition(tmp_path / name)


def test_departments_from_the_command_line(db: None, tmp_path: Path) -> None:
    path = write(tmp_path, b"code,branch,name_en\nwater,executive,Water\n")
    for sentence in ("Departments: 1 new", "already, unchanged: 1."):
        out = StringIO()
        call_command("import_departments", path, stdout=out)
        assert sentence in out.getvalue()


def test_a_bad_list_of_departments_stops(db: None, tmp_path: Path) -> None:
    path = write(tmp_path, b"code,branch,name_en\nwater,army,Water\n")
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_departments", path, stdout=StringIO())


def test_of_a_file_about_several_states_the_one_of_the_settings(cast: Cast, tmp_path: Path) -> None:
    elsewhere = {**PLEDGE, "To": "Chile", "From": "Kenya"}
    path = write(tmp_path, upr_info(PLEDGE, elsewhere))
    with pytest.raises(CommandError, match="about several states: Atlasia, Chile"):
        run(path)
    with override_settings(STATE_NAME="Republic of Chile"):
        assert json.loads(run(path, "--json"))["new"] == 1
    assert json.loads(run(path, "--json", state="Atlasia"))["new"] == 1
