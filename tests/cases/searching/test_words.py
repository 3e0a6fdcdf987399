"""How texts and what one looks for become words that meet."""

from __future__ import annotations

import pytest

from cases.searching.folding import fold
from cases.searching.marking import excerpt, places, standing
from cases.searching.words import MOST_BYTES, searchable, terms_of, words_of


def finds(looked_for: str, text: str) -> bool:
    words = searchable([text]).split()
    return all(term.finds(words) for term in terms_of(looked_for))


@pytest.mark.parametrize(("looked_for", "text"), [
    ("اطفال", "حماية الأطفال"),
    ("الأطفال", "حماية أطفال المدارس"),
    ("أطفال", "وبالأطفال ثم للأطفال والأطفال"),
    ("الاسكان", "الإسكان"),
    ("آليات", "اليات الرصد"),
    ("مستشفي", "مستشفى"),
    ("المراة", "المرأة"),
    ("التربيه", "التربية"),
    ("تعـــليم", "التعليم"),
    ("التَّعْلِيم", "تعليم"),
    ("تعل", "التعليم"),
    ("مسوول", "مسؤول"),
    ("شئ", "شيء"),
    ("2030", "خطة ٢٠٣٠"),
    ("١٤٤٫٢٣", "الفقرة 144.23"),
])  # fmt: skip
def test_arabic_is_found_however_it_is_written(looked_for: str, text: str) -> None:
    assert finds(looked_for, text)


@pytest.mark.parametrize(("looked_for", "text"), [
    ("education", "L’éducation pour tous"),
    ("éducation", "L'EDUCATION"),
    ("l'accès", "Garantir l’accès à l'eau"),
    ("coeur", "au cœur des campagnes"),
    ("clin", "Ouvrir des cliniques rurales"),
    ("Garcon", "Filles et garçons"),
    ("well being", "the well-being of children"),
])  # fmt: skip
def test_accents_and_endings_do_not_matter(looked_for: str, text: str) -> None:
    assert finds(looked_for, text)


@pytest.mark.parametrize(("looked_for", "text", "found"), [
    ("A/HRC/52/10", "See A/HRC/52/10.", True),
    ("a/hrc/52/10", "A/HRC/52/10", True),
    ("A/HRC/52", "A/HRC/52/10", True),
    ("A/HRC/52/1", "A/HRC/52/10", False),
    ("CCPR/C/MAR/CO/6", "(CCPR/C/MAR/CO/6)", True),
    ("MAR/CO/6", "CCPR/C/MAR/CO/6", True),
    ("144.23", "UPR-2022-144.23", True),
    ("144.2", "144.23", False),
    ("23", "144.23", False),
    ("144", "144.23", True),
    ("12(b)", "paragraph 12(b), as before", True),
    ("12(b)", "(see 12(b))", True),
    ("12(a)", "12(b)", False),
    ("12", "(paragraph 12)", True),
    ("12", "(paragraph 12(b))", True),
    ("45(a)(ii)", "45(a)(ii)", True),
    ("covid", "COVID-19", True),
    ("2022", "2022-07-12", True),
])  # fmt: skip
def test_a_code_is_found_as_it_is_typed(looked_for: str, text: str, found: bool) -> None:
    assert finds(looked_for, text) is found


def test_every_word_is_to_be_found() -> None:
    assert finds("rural clinics", "Open clinics in rural areas.")
    assert not finds("rural schools", "Open clinics in rural areas.")


def test_single_letters_beside_words_say_nothing() -> None:
    assert [term.text for term in terms_of("l'accès à d")] == ["acces"]
    assert [term.text for term in terms_of("à")] == ["a"]
    assert terms_of("… !") == ()


def test_folding_twice_changes_nothing_more() -> None:
    text = "Œuvre ÉCOLE أُمَّة ٢٠٣٠ İstanbul ﷲ ½"
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(("looked_for", "text", "shown"), [
    ("clinic", "Open clinics.", "Open <mark>clinics</mark>."),
    ("أطفال", "حماية الأَطْفَالَ هنا", "حماية <mark>الأَطْفَالَ</mark> هنا"),
    ("acces", "l’accès & <b>", "l’<mark>accès</mark> &amp; &lt;b&gt;"),
    ("144.23", "see (144.23) there", "see (<mark>144.23</mark>) there"),
])  # fmt: skip
def test_what_was_found_is_marked_in_the_text_as_it_is(looked_for: str, text: str, shown: str) -> None:
    assert excerpt(text, places(text, terms_of(looked_for)), 20) == shown


def test_the_first_found_word_is_in_sight() -> None:
    text = " ".join(f"w{n}x" for n in range(60)) + " clinics and more"
    shown = excerpt(text, places(text, terms_of("clinic")), 10)
    assert "<mark>clinics</mark>" in shown
    assert shown.startswith("… ")


def test_which_words_stand_is_told_with_their_places() -> None:
    terms = terms_of("clinic zebra 144.23 acces")
    text = "l’accès in 144.23: clinics and clinic"
    found, stand = standing(text, terms)
    assert [text[begins:ends] for begins, ends in found] == ["accès", "144.23", "clinics", "clinic"]
    assert {term.text for term in stand} == {"clinic", "144.23", "acces"}
    assert standing(text, ()) == ([], set())


def test_a_row_keeps_no_more_words_than_a_database_holds() -> None:
    codes = "/".join(f"{letter}aaa" for letter in "abcdefgh")
    text = " ".join(codes.replace("a/", f"{number}/") for number in range(1200))
    words = searchable(["Clinics.", text]).split(" ")
    assert MOST_BYTES * 0.9 < len(" ".join(words).encode()) <= MOST_BYTES
    assert words[0] == "clinics"
    assert len(set(words)) == len(words)
    assert set(words) <= set(words_of("Clinics. " + text))
