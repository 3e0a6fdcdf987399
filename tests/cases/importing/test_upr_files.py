"""The UN's matrix in Word, cycles 2 to 4, and UPR Info's export."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases.importing.edition import read_edition
from cases.importing.rows import Row
from tests.cases.importing.files import (
    CYCLE_4,
    PLEDGE,
    REVIEWED,
    generic,
    matrix,
    upr_info,
    workbook,
    write,
)

CYCLE_2_ROW = (
    "115.1 Ratify what was signed (Croatia, Spain); \nSource of position: A/HRC/28/9/Add.1 - Para. 3",
    "Noted",
    "A12 Acceptance of international norms\nE41 Right to health - General\nAffected persons:\n- general",
    "\n",
)
CYCLE_4_ROW = (
    "90.12 Let courts visit every prison (Chile);\nSource of Position: A/HRC/53/9/Add.1",
    "Supported/Noted",
    "Human rights themes:\n- Conditions of detention\nGroups of Persons:\n- older persons\n- media",
    "16.3\n16.9",
)


def rows(folder: Path, content: bytes) -> list[Row]:
    return read_edition(write(folder, content, "list.docx")).rows


def test_a_matrix_of_cycle_2_is_read_whole(tmp_path: Path) -> None:
    title = "UPR of Atlasia (2nd Cycle – 20th session)\t\tThematic list of recommendations"
    (row,) = rows(
        tmp_path, matrix(CYCLE_2_ROW, theme="Theme: A12 Acceptance of international norms", title=title)
    )
    assert (row.cycle, row.session, row.year, row.position) == (2, 20, 2014, "noted")
    assert (row.symbol, row.paragraph, row.key) == ("A/HRC/28/9", "115.1", "A/HRC/28/9 115.1")
    assert row.texts == {"en": "Ratify what was signed"}
    assert [one.code for one in row.recommending_states] == ["Croatia", "Spain"]
    assert [one.code for one in row.themes] == ["Acceptance of international norms", "Right to health"]
    assert [one.code for one in row.affected_persons] == ["General"]


def test_a_matrix_of_cycle_3_is_read_whole(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, matrix(REVIEWED))
    assert (row.cycle, row.session, row.year, row.position) == (3, 34, 2019, "supported")
    assert [one.code for one in row.recommending_states] == ["Chile", "Kenya"]
    assert [one.code for one in row.sdg_targets] == ["16"]
    assert [one.code for one in row.affected_persons] == ["Women"]


def test_a_matrix_of_cycle_4_is_read_whole(tmp_path: Path) -> None:
    title = "UPR of Atlasia (4th Cycle – 42nd session)"
    (row,) = rows(tmp_path, matrix(CYCLE_4_ROW, header=CYCLE_4, title=title))
    assert (row.cycle, row.session, row.year, row.position) == (4, 42, 2023, "partly-supported")
    assert [one.code for one in row.sdg_targets] == ["16.3", "16.9"]
    assert [one.code for one in row.themes] == ["Conditions of detention"]
    assert [one.code for one in row.affected_persons] == ["Older persons", "Media"]


def test_a_matrix_in_french_is_read(tmp_path: Path) -> None:
    french = (
        "90.12 Que les tribunaux visitent toutes les prisons et les lieux de détention (Chili) ;\n"
        "Source de la position : A/HRC/53/9/Add.1",
        "Acceptée",
        "Thèmes des droits de l’homme :\n- Conditions de détention\nGroupes de personnes :\n- détenus",
        "16.3",
    )
    header = (
        "Recommandation et État auteur", "Position de l’État examiné",
        "Thèmes des droits de l’homme et groupes de personnes", "ODD pertinents",
    )  # fmt: skip
    title = "EPU de l’Atlasie (4e cycle – 42e session)"
    content = matrix(french, header=header, title=title, theme="Thème : Conditions de détention")
    (row,) = rows(tmp_path, content)
    assert (row.cycle, row.session, row.key, row.position) == (4, 42, "A/HRC/53/9 90.12", "supported")
    assert row.texts == {"fr": "Que les tribunaux visitent toutes les prisons et les lieux de détention"}
    assert [one.code for one in row.recommending_states] == ["Chile"]
    assert [one.names for one in row.themes] == [(("fr", "Conditions de détention"),)]
    assert [one.names for one in row.affected_persons] == [(("fr", "détenus"),)]
    assert [one.code for one in row.sdg_targets] == ["16.3"]


def test_a_matrix_in_spanish_is_read(tmp_path: Path) -> None:
    spanish = (
        "120.3 Que los tribunales visiten todas las prisiones (Perú);\n"
        "Fuente de la posición: A/HRC/43/9/Add.1",
        "Anotada",
        "- Condiciones de detención\nPersonas afectadas:\n- mujeres\nODS:\n- 16",
        "",
    )
    header = ("Recomendación", "Posición", "Lista completa de temas", "Evaluación del nivel de cumplimiento")
    title = "EPU de Atlasia (3er ciclo – 34º período de sesiones)"
    (row,) = rows(tmp_path, matrix(spanish, header=header, title=title, theme="Tema: Detención"))
    assert (row.cycle, row.session, row.position, list(row.texts)) == (3, 34, "noted", ["es"])
    assert [one.code for one in row.sdg_targets] == ["16"]


def test_without_a_title_the_document_tells_the_year(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, matrix(REVIEWED, title=""))
    assert (row.year, row.session, row.cycle) == (2020, None, None)


def test_one_that_names_no_source_is_of_the_document_of_the_others(tmp_path: Path) -> None:
    alone = ("121.5 Open the courts to all (Kenya);", "Noted", "", "")
    first, second = rows(tmp_path, matrix(REVIEWED, alone))
    assert second.key == "A/HRC/43/9 121.5"
    assert second.symbol == first.symbol


def test_where_none_names_a_source_the_review_is_the_key(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, matrix(("121.5 Open the courts to all (Kenya);", "Noted", "", "")))
    assert (row.key, row.symbol, row.year) == ("Atlasia-3 121.5", "", 2019)


def test_a_matrix_without_themes_is_read(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, matrix((REVIEWED[0], "Supported", "", ""), theme=""))
    assert row.themes == ()


def test_a_row_without_a_number_needs_a_look(tmp_path: Path) -> None:
    content = matrix(REVIEWED, ("Let courts visit every prison (Chile)", "Supported", "", ""))
    edition = read_edition(write(tmp_path, content, "list.docx"))
    assert len(edition.rows) == 1
    assert "does not begin with its number" in edition.problems[0].reason


def test_upr_info_is_read_whole(tmp_path: Path) -> None:
    (row,) = read_edition(write(tmp_path, upr_info(PLEDGE))).rows
    assert (row.mechanism, row.cycle, row.session, row.year) == ("UPR", 2, 14, 2012)
    assert (row.position, [one.code for one in row.recommending_states]) == ("supported", ["Chile"])
    assert [one.code for one in row.themes] == ["Justice", "Detention"]


@pytest.mark.parametrize(("response", "position"), [
    ("Accepted", "supported"), ("Noted", "noted"), ("Voluntary Pledge", "supported"), ("Pending", ""),
])  # fmt: skip
def test_a_response_is_a_position(tmp_path: Path, response: str, position: str) -> None:
    (row,) = read_edition(write(tmp_path, upr_info({**PLEDGE, "Response": response}))).rows
    assert row.position == position


def test_columns_are_known_under_the_names_of_later_exports(tmp_path: Path) -> None:
    content = upr_info({**PLEDGE, "Session": "14th session"})
    for name, later in (
        ("To,", "State under Review,"),
        (",Text,", ",Recommendation,"),
        (",From,", ",Recommending State,"),
    ):
        content = content.replace(name.encode(), later.encode(), 1)
    (row,) = read_edition(write(tmp_path, content)).rows
    assert (row.session, row.texts, row.key) == (
        14,
        {"en": "Open the courts to all."},
        "14-Chile-" + row.key[-12:],
    )


def test_the_key_is_of_what_is_said_not_of_how_it_is_written(tmp_path: Path) -> None:
    keys = {
        row.key
        for text in ("Open the courts to all.", "open  the courts to ALL")
        for row in read_edition(write(tmp_path, upr_info({**PLEDGE, "Text": text}))).rows
    }
    assert len(keys) == 1


@pytest.mark.parametrize(("column", "value"), [("From", "Kenya"), ("Session", "15"), ("Text", "Open them")])
def test_another_state_session_or_text_is_another_recommendation(
    tmp_path: Path, column: str, value: str
) -> None:
    content = upr_info(PLEDGE, {**PLEDGE, column: value})
    assert len({row.key for row in read_edition(write(tmp_path, content)).rows}) == 2


@pytest.mark.parametrize(("column", "value", "reason"), [
    ("Response", "perhaps", "is none of supported"),
    ("Session", "99", "names no session of the review: 99"),
    ("Session", "", "names no session of the review"),
    ("Text", "", "no key"),
])  # fmt: skip
def test_what_cannot_be_meant_needs_a_look(tmp_path: Path, column: str, value: str, reason: str) -> None:
    edition = read_edition(write(tmp_path, upr_info({**PLEDGE, column: value})))
    assert reason in edition.problems[0].reason


LATER = {
    "Title": "Open the courts to all.", "State under Review": "Atlasia", "Regional group": "Africa",
    "Recommending State": "Chile|Kenya", "Response": "Not Supported", "Action Category": "4 - General action",
    "Issues": "Justice|Detention", "SDGs": "16.3 - Promote, and guard, the rule of law|5 - Gender equality",
    "Session": "Session 34 - November 2019", "Cycle": "Cycle 3 (2017-2022)",
}  # fmt: skip


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_the_database_exports_now(tmp_path: Path, delimiter: str) -> None:
    content = generic(LATER, columns=tuple(LATER), delimiter=delimiter)
    (row,) = read_edition(write(tmp_path, content)).rows
    assert (row.session, row.cycle, row.year, row.position) == (34, 3, 2019, "noted")
    assert row.texts == {"en": "Open the courts to all."}
    assert [one.code for one in row.recommending_states] == ["Chile", "Kenya"]
    assert [one.code for one in row.themes] == ["Justice", "Detention"]
    assert [one.code for one in row.sdg_targets] == ["16.3", "5"]


def test_what_the_database_exports_as_a_workbook(tmp_path: Path) -> None:
    content = workbook(LATER, columns=tuple(LATER))
    assert len(read_edition(write(tmp_path, content, "list.xlsx")).rows) == 1


@pytest.mark.parametrize("named", ["&#40;Unknown&#41;", "(Unknown)", ""])
def test_a_state_that_nobody_knows_is_none(tmp_path: Path, named: str) -> None:
    (row,) = read_edition(write(tmp_path, upr_info({**PLEDGE, "From": named}))).rows
    assert row.recommending_states == ()


def test_a_number_and_states_in_the_text_are_told_apart(tmp_path: Path) -> None:
    numbered = {**PLEDGE, "Text": "115.7 Open the courts to all (Chile);"}
    (row,) = read_edition(write(tmp_path, upr_info(numbered))).rows
    assert (row.paragraph, row.texts) == ("115.7", {"en": "Open the courts to all"})
