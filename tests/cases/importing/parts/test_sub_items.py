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
def test_ways_to_write_it(text: str) -> None:
    found = divided(text)
    assert found is not None
    assert found.items == (("a", "Open clinics"), ("b", "Train midwives."))


@pytest.mark.parametrize("text", [
    "Adopter : a) Une loi ; et b) Un plan.",
    "Adopter : a) Une loi ; b) Un plan.",
])  # fmt: skip
def test_in_french(text: str) -> None:
    found = divided(text)
    assert found is not None
    assert found.items == (("a", "Une loi"), ("b", "Un plan."))


def test_letters_that_a_sub_item_mentions_are_its_own() -> None:
    found = divided("To: (a) Amend article 3 (a), (b) and (c); (b) Repeal article 4 (c); (c) Publish both.")
    assert found is not None
    assert [text for _letter, text in found.items] == [
        "Amend article 3 (a), (b) and (c)", "Repeal article 4 (c)", "Publish both.",
    ]  # fmt: skip


def test_more_than_twenty_six() -> None:
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
    "",
])  # fmt: skip
def test_what_is_whole(text: str) -> None:
    assert divided(text) is None
