"""What a text is about, whatever its words and its language."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from cases.alike import phrases
from cases.alike.marks import marks_of

OPCAT = (
    "Sign the OP-CAT",
    "Accede to the Optional Protocol to the Convention against Torture",
    "Ratifier le Protocole facultatif se rapportant à la Convention contre la torture et autres peines ou "
    "traitements cruels, inhumains ou dégradants",
    "الانضمام إلى البروتوكول الاختياري الملحق باتفاقية مناهضة التعذيب",
)


@pytest.mark.parametrize("text", OPCAT)
def test_an_instrument_is_known_by_each_of_its_names(text: str) -> None:
    marks = marks_of(text)
    assert marks.instruments == {"OPCAT"}
    assert marks.subjects == {"OPCAT"}
    assert marks.acts == {"ratify"}


@pytest.mark.parametrize(
    ("text", "instruments"),
    [
        ("Ratify the Convention against Torture", {"CAT"}),
        ("Ratify the Second Optional Protocol to the ICCPR", {"ICCPR-OP2", "ICCPR"}),
        ("Ratifier la convention no 189 de l’OIT", {"ILO-189"}),
        ("Ratifier le premier Protocole facultatif se rapportant au Pacte", {"ICCPR-OP1"}),
        ("المصادقة على نظام روما الأساسي للمحكمة الجنائية الدولية", {"ROME"}),
        ("Ratify the CRPD and the Rome Statute", {"CRPD", "ROME"}),
    ],
)  # fmt: skip
def test_the_longest_name_is_taken(text: str, instruments: set[str]) -> None:
    assert marks_of(text).instruments == instruments


def test_a_committee_calls_its_protocol_the_protocol() -> None:
    text = "Ratifier le Protocole facultatif à la Convention."
    assert marks_of(text, mechanism="CEDAW").instruments == {"CEDAW-OP"}
    assert marks_of(text, mechanism="UPR").instruments == set()


@pytest.mark.parametrize(
    ("subject", "texts"),
    [
        ("death-penalty", ("Abolish the death penalty", "Abolir la peine capitale", "إلغاء عقوبة الإعدام")),
        ("corporal-punishment", ("corporal punishment", "des châtiments corporels", "العقاب البدني")),
        ("child-marriage", ("End early marriage", "les mariages d’enfants", "منع زواج القاصرات")),
        ("standing-invitation", ("a standing invitation", "une invitation permanente", "توجيه دعوة دائمة")),
    ],
)  # fmt: skip
def test_a_subject_is_one_in_three_languages(subject: str, texts: tuple[str, ...]) -> None:
    assert all(subject in marks_of(text).subjects for text in texts)


def test_a_word_within_another_is_not_found() -> None:
    assert "lgbt" not in marks_of("Engage with the gaylord of the region").subjects
    assert "rape" not in marks_of("Punir la violence").subjects


def test_the_opening_says_whom_a_text_is_about_and_no_more() -> None:
    marks = marks_of("Teach them to read.", "End the death penalty for women:")
    assert marks.persons == {"women"}
    assert marks.subjects == frozenset()


def test_an_instrument_is_about_no_person() -> None:
    assert marks_of("Ratify the Convention on the Rights of the Child").persons == frozenset()


@pytest.mark.parametrize("table", ["instruments", "subjects", "acts"])
def test_each_line_of_a_table_is_found_by_its_own_words(table: str) -> None:
    with (Path(phrases.__file__).parent / "lists" / f"{table}.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        rows = list(csv.DictReader(file))
    assert len({row["code"] for row in rows}) == len(rows)
    for row in rows:
        for written in (one for code in ("en", "fr", "ar") for one in row[code].split("|")):
            words = phrases.words_in(written.replace("…", "").replace(".", " "))
            assert row["code"] in phrases.found_in(words, table), written
