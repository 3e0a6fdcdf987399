"""The UN's matrix as it was published over the years, and as offices copy it: all are read alike."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from docx import Document

from cases.importing.edition import Edition, read_edition
from tests.cases.importing.files import CYCLE_3, CYCLE_4, REVIEWED, matrix, write

TEXT = "121.4 Let courts visit every prison (Chile) (Kenya);"
SOURCE = "Source of Position: A/HRC/43/9/Add.1 - Para.3"


def edition(folder: Path, content: bytes) -> Edition:
    return read_edition(write(folder, content, "list.docx"))


@pytest.mark.parametrize("header", [
    CYCLE_3,
    CYCLE_4,
    ("Recommendation", "Position", "Full list of themes", "Comments"),
    ("Recommendations", "Position of State under review", "Themes", "Relevant SDGs"),
    ("Recommandation et État auteur", "Position de l’État examiné", "Thèmes", "ODD"),
    ("Recomendación y Estado que la formuló", "Posición", "Temas", "ODS pertinentes"),
    ("Рекомендация", "Позиция", "Темы", "ЦУР"),
    ("التوصية", "موقف الدولة", "المواضيع", "أهداف التنمية المستدامة"),
])  # fmt: skip
def test_the_columns_are_known_by_any_header(tmp_path: Path, header: Sequence[str]) -> None:
    (row,) = edition(tmp_path, matrix(REVIEWED, header=header)).rows
    assert (row.key, row.position) == ("A/HRC/43/9 121.4", "supported")
    assert [one.code for one in row.themes] == ["Conditions of detention"]


def test_states_in_a_column_of_their_own(tmp_path: Path) -> None:
    header = ("Recommendation", "Recommending state/s", "Position", "Full list of themes")
    said = (f"121.4. Let courts visit every prison\n{SOURCE}", "Chile\nKenya", "Supported", "- Right to life")
    (row,) = edition(tmp_path, matrix(said, header=header)).rows
    assert (row.paragraph, row.texts) == ("121.4", {"en": "Let courts visit every prison"})
    assert [one.code for one in row.recommending_states] == ["Chile", "Kenya"]


@pytest.mark.parametrize("theme", [
    "Theme: Right to life", "Theme:Right to life", "THEME :  Right to\u00a0life",
    "Right or area: 2.1 Right to life",
    "Thème : Right to life", "Tema: Right to life", "الموضوع: Right to life",
])  # fmt: skip
def test_rows_of_themes(tmp_path: Path, theme: str) -> None:
    (row,) = edition(tmp_path, matrix((REVIEWED[0], "Supported", "", ""), theme=theme)).rows
    assert [one.code for one in row.themes] == ["Right to life"]


@pytest.mark.parametrize("written", [
    f"{TEXT}\n{SOURCE}",
    f"{TEXT} {SOURCE}",
    f"{TEXT}{SOURCE}",
    f"{TEXT}\nSource of the position: A/HRC/43/9/Add.1, para. 3",
    f"{TEXT}\nSource de la position : A/HRC/43/9/Add.1 - Par. 3",
    f"{TEXT}\nFuente de la posición: A/HRC/43/9/Add.1 - Párr. 3",
    f"121.4.\u00a0Let courts visit every prison (Chile) (Kenya);\n{SOURCE}",
    f"121.4&nbsp;Let courts visit every prison (Chile)\n(Kenya);\n{SOURCE}",
    f"121.4 Let courts visit every prison\n(Chile,\nKenya).\n{SOURCE}",
])  # fmt: skip
def test_ways_to_write_a_recommendation(tmp_path: Path, written: str) -> None:
    (row,) = edition(tmp_path, matrix((written, "Supported", "", ""))).rows
    assert (row.key, row.texts) == ("A/HRC/43/9 121.4", {"en": "Let courts visit every prison"})
    assert [one.code for one in row.recommending_states] == ["Chile", "Kenya"]


@pytest.mark.parametrize(("written", "position"), [
    ("Supported", "supported"), ("Noted", "noted"), ("Supported/Noted", "partly-supported"),
    ("Supported /\nNoted", "partly-supported"), ("Partially supported", "partly-supported"),
    ("Not supported", "noted"), ("Under consideration", ""), ("Appuyée", "supported"),
    ("Tomada nota", "noted"), ("Принята", "supported"), ("حظيت بالتأييد", "supported"), ("", ""),
])  # fmt: skip
def test_a_position_is_read_however_it_is_written(tmp_path: Path, written: str, position: str) -> None:
    found = edition(tmp_path, matrix((REVIEWED[0], written, "", "")))
    assert ([row.position for row in found.rows], found.problems) == ([position], [])


@pytest.mark.parametrize(("title", "state", "cycle", "session"), [
    ("UPR of Atlasia (3rd Cycle – 34th session)", "Atlasia", 3, 34),
    ("UPR of Iran (Islamic Republic of) (3rd Cycle - 34th session)", "Iran (Islamic Republic of)", 3, 34),
    ("Universal Periodic Review of Atlasia (4th cycle, 42nd session)", "Atlasia", 4, 42),
    ("EPU du Maroc (3e cycle – 27e session)", "Maroc", 3, 27),
    ("EPU de Chile (3er ciclo – 32º período de sesiones)", "Chile", 3, 32),
])  # fmt: skip
def test_the_title_tells_state_and_review(
    tmp_path: Path, title: str, state: str, cycle: int, session: int
) -> None:
    content = matrix(REVIEWED, title=title)
    (row,) = read_edition(write(tmp_path, content, "list.docx"), state=state).rows
    assert (row.cycle, row.session) == (cycle, session)


def test_one_that_stands_again_under_each_of_its_themes_is_one(tmp_path: Path) -> None:
    again = (REVIEWED[0], "Supported", "- Right to life\nAffected persons:\n- media", "")
    found = edition(tmp_path, matrix(REVIEWED, again))
    (row,) = found.rows
    assert [one.code for one in row.themes] == ["Conditions of detention", "Right to life"]
    assert [one.code for one in row.affected_persons] == ["Women", "Media"]
    assert found.problems == []


def test_one_that_stands_again_with_another_position_needs_a_look(tmp_path: Path) -> None:
    found = edition(tmp_path, matrix(REVIEWED, (REVIEWED[0], "Noted", "", "")))
    assert len(found.rows) == 1
    assert "has the same key, but says something else" in found.problems[0].reason


def test_without_a_header_the_rows_tell_their_columns(tmp_path: Path) -> None:
    """As offices in a country copy it, with a column of their own at the end."""
    said = (f"{TEXT}\n{SOURCE}", "Chile", "Supported", "Office of the courts")
    content = matrix(said, header=("Theme: Right to life",) * 4, theme="")
    (row,) = edition(tmp_path, content).rows
    assert (row.key, row.position) == ("A/HRC/43/9 121.4", "supported")


def test_a_header_that_spans_two_columns(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(rows=2, cols=4)
    header = table.rows[0].cells
    header[0].merge(header[1]).text = "Recommendation"
    header[2].text, header[3].text = "Position", "Themes"
    for cell, text in zip(
        table.rows[1].cells, (f"{TEXT}\n{SOURCE}", "Chile", "Noted", "Health"), strict=True
    ):
        cell.text = text
    kept = io.BytesIO()
    document.save(kept)
    (row,) = edition(tmp_path, kept.getvalue()).rows
    assert (row.position, [one.code for one in row.themes]) == ("noted", ["Health"])
