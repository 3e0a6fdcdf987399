"""What was typed by hand that a UN document does not have, in English, French and Arabic."""

from __future__ import annotations

import time

import pytest

from exports.checking.facts import Facts
from tests.exports.checking.made import content, found, found_in, section

# fmt: off
TYPED = [
    ("typed-mark",     "en", "We did this:\n\n(a) clinics opened;\n\n(b) nurses came."),
    ("typed-mark",     "fr", "Nous avons agi :\na) des centres ouverts ;"),
    ("typed-mark",     "ar", "أ) فتح عيادات."),
    ("typed-mark",     "en", "We did this:\n2. clinics opened."),
    ("page-cited",     "en", "As the Council asked (A/HRC/52/7, p. 12), clinics opened."),
    ("page-cited",     "fr", "Voir page 4 du document CEDAW/C/MAR/CO/5-6."),
    ("page-cited",     "ar", "انظر الوثيقة A/HRC/52/7، الصفحة 12."),
    ("capitals",       "en", "Clinics are open for ALL WOMEN without fees."),
    ("capitals",       "fr", "La loi est ABSOLUMENT nécessaire."),
    ("long-paragraph", "en", "word " * 251),
    ("spaces",         "en", "Two  spaces here."),
    ("quotes",         "fr", 'La loi dite "santé" est entrée en vigueur.'),
    ("quotes",         "en", "The « Health » Act."),
    ("french-spaces",  "fr", "Deux centres: Rabat et Fès."),
    ("french-spaces",  "fr", "Deux centres : «Rabat» et Fès."),
    ("link",           "en", "See https://www.example.org/act for the text."),
    ("other-language", "en", "Le ministère de la santé a ouvert des centres dans les zones rurales du pays."),
    ("other-language", "fr",
     "The ministry opened a hundred clinics in the rural areas of the country by law."),
    ("other-language", "fr",
     "فتحت الوزارة مائة عيادة في المناطق القروية من البلاد بموجب القانون الجديد للصحة."),
    ("abbreviation",   "en", "The CNDH visited all prisons."),
    ("abbreviation",   "fr", "Le rapport de l'ANLCA est public."),
]
FINE = [
    ("typed-mark",     "en", "As article 3 (a) says, (b) too."),
    ("typed-mark",     "en", "- clinics opened;\n- nurses came."),
    ("typed-mark",     "en", "1. clinics opened;\n2. nurses came."),
    ("page-cited",     "en", "See A/HRC/52/7, para. 12. The report has 12 pages."),
    ("page-cited",     "en", "The guide, p. 12, is not a UN document."),
    ("capitals", "en",
     "UNICEF and UN-Women advised (CEDAW/C/MAR/CO/5-6); NATO, OECD and UNESCO did not."),
    ("capitals",       "en", "WHO UNICEF"),
    ("long-paragraph", "en", "word " * 250),
    ("spaces",         "en", "One space here.\nAnd a new line."),
    ("quotes",         "fr", "La loi « santé » est en vigueur."),
    ("quotes",         "en", "The “Health” Act."),
    ("quotes",         "ar", 'قانون "الصحة" و«العدل».'),
    ("french-spaces",  "fr", "Deux centres\u00a0: «\u00a0Rabat\u00a0» et Fès\u202f; à 10:30."),
    ("french-spaces",  "en", "Two clinics: one here; one there."),
    ("link",           "en", "The document A/HRC/52/7 says so."),
    ("other-language", "en",
     "The ministry opened a hundred clinics in the rural areas of the country by law."),
    ("other-language", "fr", "Le ministère de la santé a ouvert des centres dans les zones rurales du pays."),
    ("other-language", "ar",
     "فتحت الوزارة مائة عيادة في المناطق القروية من البلاد بموجب القانون الجديد للصحة."),
    ("other-language", "en", "Le Conseil."),
    ("abbreviation",   "en", "The National Human Rights Council (CNDH) visited prisons. The CNDH wrote."),
    ("abbreviation",   "en", "The CNDH (National Human Rights Council) visited prisons."),
    ("abbreviation", "fr",
     "Le Conseil national des droits de l'homme, ci-après «\u00a0CNDH\u00a0», a écrit au CNDH."),
    ("abbreviation",   "en", "UNICEF, the UN and CEDAW. See A/HRC/52/7, UPR-2024-17 and chapter XIV."),
    ("abbreviation",   "en", "Clinics are OPEN FOREVER."),
    ("abbreviation",   "ar", "فتحت الوزارة مائة عيادة."),
]
# fmt: on


@pytest.mark.parametrize(("code", "language", "text"), TYPED)
def test_it_is_found(code: str, language: str, text: str) -> None:
    [one, *_more] = found_in(text, code, language=language)

    assert one.place.anchor.startswith("p-")
    assert "%" not in one.sentence
    assert not one.check.holds_up


@pytest.mark.parametrize(("code", "language", "text"), FINE)
def test_it_is_left_alone(code: str, language: str, text: str) -> None:
    assert found_in(text, code, language=language) == []


def test_an_abbreviation_is_found_once_where_it_stands_first() -> None:
    made = content(section("The CNDH wrote."), section("The CNDH wrote again."))

    assert [one.place.number for one in found(made, "abbreviation")] == [1]


def test_an_abbreviation_explained_later_is_found() -> None:
    made = content(section("The CNDH wrote."), section("The National Council (CNDH) wrote again."))

    assert len(found(made, "abbreviation")) == 1


@pytest.mark.parametrize("typed", ["Clinics *opened* here.", "Clinics **opened** here.", "_Clinics_ opened."])
def test_emphasis_is_found_in_what_was_typed(typed: str) -> None:
    made = content(section("Clinics opened here."))

    [marked] = found(made, "emphasis", facts=Facts(typed={"s-1": typed}))

    assert marked.sentence.startswith("“")


@pytest.mark.parametrize("typed", ["* clinics\n* nurses", "snake_case_words", "5 * 3 = 15", "Plain."])
def test_other_marks_are_no_emphasis(typed: str) -> None:
    assert found(content(section("Text.")), "emphasis", facts=Facts(typed={"s-1": typed})) == []


def test_a_finding_is_known_again_wherever_it_moves_until_its_text_changes() -> None:
    before = found(content(section("Two  spaces.")), "spaces")
    moved = found(content(section("First."), section("Two  spaces.")), "spaces")
    changed = found(content(section("Two  other spaces.")), "spaces")

    assert before[0].key == moved[0].key != changed[0].key
    assert before[0].place.anchor != moved[0].place.anchor


@pytest.mark.once
@pytest.mark.parametrize("text", ["AB (xxxxxxxx" * 4000, "1 " * 25_000, "a" + " " * 50_000, "A/" * 25_000])
def test_a_hostile_text_is_read_in_seconds(text: str) -> None:
    begun = time.process_time()

    found(content(section("Text.", paragraphs=[{"number": 1, "tag": "p", "html": f"<p>{text}</p>"}])))

    assert time.process_time() - begun < 5
