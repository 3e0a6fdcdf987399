"""The UN's lists: an entry is found under any of its names, in three languages, and has the UN's label."""

from __future__ import annotations

import csv
from pathlib import Path
from time import perf_counter

import pytest

from cases.importing import listed, names

LISTS = Path(listed.__file__).parent / "lists"


@pytest.mark.parametrize(("written", "code"), [
    ("Morocco", "Morocco"), ("Maroc", "Morocco"), ("المغرب", "Morocco"), ("Kingdom of Morocco", "Morocco"),
    ("MOROCCO", "Morocco"), ("le Royaume du Maroc", "le Royaume du Maroc"), ("Turkey", "Türkiye"),
    ("Viet-Nam", "Viet Nam"), ("Cote d’Ivoire", "Côte d’Ivoire"), ("The Gambia", "Gambia"),
    ("Islamic Republic of Iran", "Iran (Islamic Republic of)"), ("Etats-Unis", "United States of America"),
    ("Atlasia", "Atlasia"), ("Iran, Islamic Republic of", "Iran (Islamic Republic of)"),
    ("Congo (Democratic Republic of the)", "Democratic Republic of the Congo"), ("Gambia (The)", "Gambia"),
    ("State of Palestine*", "State of Palestine"), ("Trinidad & Tobago", "Trinidad and Tobago"),
    ("DPR Korea", "Democratic People's Republic of Korea"), ("MA", "Morocco"), ("ma", "ma"), ("ZZ", "ZZ"),
])  # fmt: skip
def test_a_state_is_found_under_any_of_its_names(written: str, code: str) -> None:
    assert listed.state(written).code == code


def test_each_state_has_two_letters_of_its_own() -> None:
    with (LISTS / "states.csv").open(encoding="utf-8", newline="") as file:
        codes = [line["code"] for line in csv.DictReader(file)]
    assert len(set(codes)) == len(codes) == 197
    assert all(len(code) == 2 and code.isupper() for code in codes)


def test_two_letters_are_a_state_in_a_cell_alone() -> None:
    """(IT) in a text is information technology."""
    assert listed.known_state("IT") is None


@pytest.mark.parametrize(("written", "found"), [
    ("Chile; Kenya", ["Chile", "Kenya"]), ("Chile - Kenya", ["Chile", "Kenya"]),
    ("Guinea-Bissau", ["Guinea-Bissau"]), ("Chile; Nowhere", ["Chile; Nowhere"]), ("Nowhere", ["Nowhere"]),
])  # fmt: skip
def test_several_on_one_line(written: str, found: list[str]) -> None:
    assert listed.several([written], listed.known_state) == found


BODIES = """\
UPR|CRC|CEDAW|CESCR|CCPR|CERD|CAT|CRPD|CMW|CRC-OP-SC|SPT|CED|CRC-OP-AC|SR Indigenous|SR Torture
SR Migrants|SR Minorities|WG Disappearances|SR Violence against women|SR Housing
SR Extreme poverty|IE Mali|SR Myanmar|WG People of african descent|SR Independence of judges
WG Arbitrary detention|SR Trafficking|SR DPRK|SR Eritrea|SR Sale of children|SR Racism
IE Older persons|WG Women & girls|SR Water & sanitation|SR Toxic wastes|SR Food
SR Assembly & association|SR Slavery|SR Cultural rights|SR HR Defenders|SR Health
SR Freedom of religion|SR Freedom of expression|SR Persons with disability
WG Transnational corporations|SR IDPs|SR Education|SR Countering terrorism
SR Summary executions|WG Mercenaries|SR Environment|SR Truth, justice, reparation
IE Foreign debt|IE Sexual Orientation & gender identity|IE Albinism|IE  Albinism
SR Unilateral coercive measures|IE International solidarity|SR Privacy|SR Development
IE Somalia|SR Climate Change|SR Leprosy|SR Cambodia
IE Democratic and equitable international order|IE Central African Republic
SR Palestinian territory|SR Belarus|SR Iran|SR Afghanistan|SR Burundi""".replace("\n", "|")


def test_every_body_that_the_index_names_is_a_mechanism() -> None:
    assert [body for body in BODIES.split("|") if not names.mechanism_named(body)] == []


@pytest.mark.parametrize("written", ["; " * 10_000, " - " * 7_000, "x (a) " + "y; " * 10_000])
def test_what_looks_like_several_takes_no_time(written: str) -> None:
    began = perf_counter()
    assert listed.several([written], listed.known_state) == [written]
    assert perf_counter() - began < 1


def test_a_state_has_its_names_in_three_languages() -> None:
    assert listed.state("Maroc", "fr").names == (("en", "Morocco"), ("fr", "Maroc"), ("ar", "المغرب"))


def test_a_state_that_is_in_no_list_keeps_its_name_and_language() -> None:
    assert listed.state("Atlasie", "fr").names == (("fr", "Atlasie"),)


@pytest.mark.parametrize(("written", "code", "english"), [
    ("16.3", "16.3", "16.3 Promote the rule of law at the national"),
    ("16.3 - Promote the rule of law", "16.3", "16.3 Promote the rule of law"),
    ("16 - PEACE, JUSTICE AND STRONG INSTITUTIONS", "16", "16 Peace, justice and strong institutions"),
    ("5.a", "5.a", "5.a Undertake reforms"),
    ("3", "3", "3 Good health and well-being"),
    ("99.1 - Nothing", "99.1 - Nothing", "99.1 - Nothing"),
    ("16.3.1", "16.3.1", "16.3.1"),
    ("Health", "Health", "Health"),
])  # fmt: skip
def test_a_goal_or_target_is_found_by_its_number(written: str, code: str, english: str) -> None:
    found = listed.sdg(written)
    assert found.code == code
    assert dict(found.names)["en"].startswith(english)


def test_a_target_has_its_names_in_three_languages() -> None:
    found = dict(listed.sdg("5.2 - End all violence against women").names)
    assert found["en"] == "5.2 End all violence against women"
    assert found["fr"].startswith("5.2 Éliminer")
    assert found["ar"].startswith("5.2 القضاء")
    assert all(len(name) < 170 for name in found.values())


@pytest.mark.parametrize(("written", "code"), [
    ("A12 Acceptance of international norms", "Acceptance of international norms"),
    ("E41 Right to health - General", "Right to health"),
    ("right to health", "Right to health"), ("2.1 Acceptance of international norms",
                                             "Acceptance of international norms"),
    ("Water of the mountains", "Water of the mountains"),
    ("G8 states", "states"),
])  # fmt: skip
def test_a_theme_is_found_without_the_code_before_it(written: str, code: str) -> None:
    assert listed.theme(written).code == code


@pytest.mark.parametrize(("written", "code"), [
    ("women", "Women"), ("general", "General"), ("Refugees & asylum-seekers", "Refugees & asylum seekers"),
    ("shepherds", "shepherds"),
])  # fmt: skip
def test_affected_persons_are_found_whatever_the_capitals(written: str, code: str) -> None:
    assert listed.affected(written).code == code


@pytest.mark.parametrize("name", ["states", "themes", "affected_persons"])
def test_no_name_stands_for_two(name: str) -> None:
    taken: dict[str, str] = {}
    with (LISTS / f"{name}.csv").open(encoding="utf-8") as file:
        for line in csv.DictReader(file):
            for one in [line["en"], line["fr"], line["ar"], *line["also"].split(" | ")]:
                assert taken.setdefault(names.plain(one), line["en"]) == line["en"] or not one


def test_all_member_states_goals_and_targets_are_there() -> None:
    with (LISTS / "states.csv").open(encoding="utf-8") as file:
        assert sum(1 for _ in csv.DictReader(file)) == 193 + 4
    with (LISTS / "sdg.csv").open(encoding="utf-8") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == 17 + 169
    assert all(all(line.values()) for line in lines)


@pytest.mark.parametrize(("written", "code"), [
    ("CEDAW", "CEDAW"), ("Committee on the Elimination of Discrimination against Women", "CEDAW"),
    ("Comité pour l’élimination de la discrimination à l’égard des femmes", "CEDAW"),
    ("اللجنة المعنية بالقضاء على التمييز ضد المرأة", "CEDAW"),
    ("Le Comité contre la torture (CAT)", "CAT"), ("لجنة مناهضة التعذيب (CAT)", "CAT"),
    ("Le Comité des droits de l'homme (CCPR)", "CCPR"), ("Human Rights Committee", "CCPR"),
    ("Comité des droits de l’enfant", "CRC"), ("لجنة حقوق الطفل", "CRC"),
    ("Comité des disparitions forcées", "CED"), ("Committee on Enforced Disappearances", "CED"),
    ("Examen périodique universel", "UPR"), ("الاستعراض الدوري الشامل", "UPR"),
    ("SR Torture", "SP"), ("Special Rapporteur on the right to food", "SP"), ("WG Arbitrary detention", "SP"),
    ("Amnesty International", ""), ("", ""),
])  # fmt: skip
def test_a_mechanism_is_found_under_any_of_its_names(written: str, code: str) -> None:
    assert names.mechanism_named(written) == code


@pytest.mark.parametrize(("written", "position"), [
    ("Supported", "supported"), ("Accepted", "supported"), ("Voluntary Pledge", "supported"),
    ("Noted", "noted"), ("Rejected", "noted"), ("Supported/Noted", "partly-supported"),
    ("Partially supported", "partly-supported"), ("Partly-supported", "partly-supported"),
    ("Appuyée", "supported"), ("Pending", ""), ("perhaps", ""), ("", ""),
])  # fmt: skip
def test_a_position_is_found_in_the_words_of_any_source(written: str, position: str) -> None:
    assert names.position_named(written) == position


def test_some_words_say_that_there_is_no_position_yet() -> None:
    assert names.is_no_position("Pending")
    assert not names.is_no_position("perhaps")
