"""A paragraph with (a), (b), (c)… is an opening and its sub-items; letters within a sentence are none."""

from __future__ import annotations

import pytest

from cases.importing.parts.sub_items import Divided, divided


def test_it_divides_at_the_letters() -> None:
    found = divided("It asks the State to: (a) Open clinics; (b) Train midwives; and (c) Report on both.")
    assert found == Divided(
        "It asks the State to:",
        (("a", "Open clinics"), ("b", "Train midwives"), ("c", "Report on both.")),
    )


@pytest.mark.parametrize("text", [
    "To:\n(a) Open clinics;\n(b) Train midwives.",
    "To:(a) Open clinics;(b) Train midwives.",
    "To: (a)Open clinics; (b)Train midwives.",
    "To\n(a) Open clinics\n(b) Train midwives.",
    "To: a) Open clinics; b) Train midwives.",
    "To: (a) Open clinics, and\n(b) Train midwives.",
    "To:(a) Open clinics; and(b) Train midwives.",
])  # fmt: skip
def test_it_divides_however_the_letters_are_written(text: str) -> None:
    found = divided(text)
    assert found is not None
    assert found.items == (("a", "Open clinics"), ("b", "Train midwives."))


@pytest.mark.parametrize("text", [
    "The Committee recommends that the State party (a) Open clinics; (b) Train midwives.",
    "The Committee recommends that the State party(a) Open clinics;(b) Train midwives.",
    "The Committee recommends that the State party, (a) Open clinics; and (b) Train midwives.",
    "To: (a) Open clinics; as well as (b) Train midwives.",
    "To: (a) Open clinics;\nand/or (b) Train midwives.",
])  # fmt: skip
def test_without_a_colon_a_semicolon_tells(text: str) -> None:
    found = divided(text)
    assert found is not None
    assert found.items == (("a", "Open clinics"), ("b", "Train midwives."))


def test_in_arabic_the_letters_are_the_same_ones() -> None:
    found = divided("توصي اللجنة الدولة الطرف بما يلي: (أ) فتح العيادات؛ (ب) تكوين القابلات؛ (ج) النشر.")
    assert found == Divided(
        "توصي اللجنة الدولة الطرف بما يلي:",
        (("a", "فتح العيادات"), ("b", "تكوين القابلات"), ("c", "النشر.")),
    )


def test_arabic_goes_on_to_the_fifth_letter_with_its_stroke() -> None:
    found = divided("ما يلي: (أ) واحد؛ (ب) اثنان؛ (ج) ثلاثة؛ (د) أربعة؛ (هـ) خمسة؛ (و) ستة")
    assert found is not None
    assert [letter for letter, _text in found.items] == list("abcdef")


def test_roman_numbers_stay_in_their_item() -> None:
    letters = "; ".join(f"({one}) Do {one}" for one in "abcdefg")
    found = divided(f"To: {letters}; (h) Publish: (i) laws; (ii) budgets; (i) Report on it.")
    assert found is not None
    assert found.items[-2:] == (("h", "Publish: (i) laws; (ii) budgets"), ("i", "Report on it."))


def test_roman_numbers_below_a_letter() -> None:
    found = divided("To: (a) Open: (i) clinics; (ii) schools; (b) Report.")
    assert found is not None
    assert found.items == (("a", "Open: (i) clinics; (ii) schools"), ("b", "Report."))


@pytest.mark.parametrize("text", [
    "Adopter : a) Une loi ; et b) Un plan.",
    "Adopter : a) Une loi ; b) Un plan.",
])  # fmt: skip
def test_it_divides_in_french(text: str) -> None:
    found = divided(text)
    assert found is not None
    assert found.items == (("a", "Une loi"), ("b", "Un plan."))


def test_letters_that_a_sub_item_mentions_are_its_own() -> None:
    found = divided("To: (a) Amend article 3 (a), (b) and (c); (b) Repeal article 4 (c); (c) Publish both.")
    assert found is not None
    assert [text for _letter, text in found.items] == [
        "Amend article 3 (a), (b) and (c)", "Repeal article 4 (c)", "Publish both.",
    ]  # fmt: skip


def test_letters_go_on_behind_z() -> None:
    letters = [*"abcdefghijklmnopqrstuvwxyz", "aa", "ab"]
    found = divided("To: " + "; ".join(f"({one}) Do {one}" for one in letters))
    assert found is not None
    assert [letter for letter, _text in found.items] == letters


@pytest.mark.parametrize("text", [
    "Amend article 3 (a), (b) and (c).",
    "To: (a) Open clinics.",
    "To: (b) Open clinics; (c) Train midwives.",
    "(a) Open clinics; (b) Train midwives.",
    "To: (a) ; (b) Train midwives.",
    "Ratify the Convention (ICRMW); and (OP-CAT).",
    "To: (i) Open clinics; (ii) Train midwives.",
    "In line with article 3 (a) of the law; (b) is not applied.",
    "As paragraph (a) says; (b) is not applied.",
    "The members (a) and (b) were heard.",
    "Give the schema) a form; (b) Train midwives.",
    "",
])  # fmt: skip
def test_what_is_whole(text: str) -> None:
    assert divided(text) is None
