"""Importing departments in both layouts: codes, branches, what repeats, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.importing.departments import Outcome, import_departments
from cases.importing.rows import BadFile
from cases.people.models import Department
from tests.cases.importing.files import write

MOROCCO = """Id,Label,LabelAr,Type
1,Eau,الماء,PE
2,Cour des comptes,المجلس الأعلى للحسابات,PJ
3,Médiateur,الوسيط,IN
4,"Ligue de l’enseignement",,
"""
GENERIC = """code,parent,branch,language,independent,name_en,name_fr,name_ar
water-basins,water,executive,fr,,River Basins,Bassins,
water,,executive,fr,,Ministry of Water,Eau,
ombudsman,,institution,,yes,Ombudsman,Médiateur,
"""


def bring(folder: Path, text: str) -> Outcome:
    return import_departments(write(folder, text.encode(), "departments.csv"))


@pytest.mark.usefixtures("db")
class TestMorocco:
    def test_labels_become_names_and_codes(self, tmp_path: Path) -> None:
        assert bring(tmp_path, MOROCCO).new == 4
        mediator = Department.objects.get(code="mediateur")
        assert (mediator.worded("fr"), mediator.worded("ar")) == ("Médiateur", "الوسيط")

    def test_types_become_branches_and_none_is_no_ministry(self, tmp_path: Path) -> None:
        bring(tmp_path, MOROCCO)
        assert dict(Department.objects.values_list("code", "branch")) == {
            "eau": "executive",
            "cour-des-comptes": "judiciary",
            "mediateur": "institution",
            "ligue-de-l-enseignement": "institution",
        }

    def test_a_second_time_it_changes_nothing(self, tmp_path: Path) -> None:
        bring(tmp_path, MOROCCO)
        again = bring(tmp_path, MOROCCO)
        assert (again.new, again.changed, again.same) == (0, 0, 4)

    def test_two_long_names_that_begin_alike_have_codes_of_their_own(self, tmp_path: Path) -> None:
        long = "Conseil supérieur de l’éducation de la formation"
        both = f"Id,Label,LabelAr,Type\n1,{long} A,,IN\n2,{long} B,,IN\n"
        bring(tmp_path, both)
        assert bring(tmp_path, both).same == 2
        assert Department.objects.count() == 2

    def test_an_arabic_name_alone_gives_a_code_in_plain_letters(self, tmp_path: Path) -> None:
        bring(tmp_path, "Id,Label,LabelAr,Type\n1,,الماء,PE\n")
        assert Department.objects.get().code == "alma"


@pytest.mark.usefixtures("db")
class TestGeneric:
    def test_a_part_finds_its_whole_whatever_the_order(self, tmp_path: Path) -> None:
        bring(tmp_path, GENERIC)
        basins = Department.objects.get(code="water-basins")
        assert (basins.parent, basins.language) == (Department.objects.get(code="water"), "fr")

    def test_independence_is_never_imported(self, tmp_path: Path) -> None:
        report = bring(tmp_path, GENERIC)
        assert not Department.objects.filter(independent=True).exists()
        assert "a person sets it" in report.notes[0]

    def test_independence_set_by_hand_stays(self, tmp_path: Path) -> None:
        bring(tmp_path, GENERIC)
        Department.objects.filter(code="ombudsman").update(independent=True)
        assert bring(tmp_path, GENERIC).same == 3
        assert Department.objects.get(code="ombudsman").independent

    def test_a_new_name_is_a_change(self, tmp_path: Path) -> None:
        bring(tmp_path, GENERIC)
        report = bring(tmp_path, GENERIC.replace("Ministry of Water", "Ministry of Water and Forests"))
        assert (report.changed, report.same) == (1, 2)
        assert Department.objects.get(code="water").worded("en") == "Ministry of Water and Forests"

    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            ("mines,,executive,,,,,", "It has no name."),
            ("Mines & more,,executive,,,Mines,,", "digits and hyphens"),
            ("water,,executive,,,Waters,,", "Line 3 has the same code."),
            ("mines,,army,,,Mines,,", "none of executive"),
            ("mines,,executive,xx,,Mines,,", "none that Suivi speaks"),
            ("mines,sea,executive,,,Mines,,", "part of “sea”, which is not there"),
            ("mines,mines,executive,,,Mines,,", "a part of itself"),
        ],
    )
    def test_one_bad_line_and_nothing_is_imported(self, tmp_path: Path, row: str, reason: str) -> None:
        (problem,) = bring(tmp_path, GENERIC + row + "\n").problems
        assert problem.line == 5
        assert reason in problem.reason
        assert not Department.objects.exists()


def test_a_list_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="no list of departments"):
        bring(tmp_path, "key,mechanism\n1,UPR\n")
