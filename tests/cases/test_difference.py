"""The difference between two texts: right, safe, and readable from both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.difference import changed_sentences, pieces
from cases.difference import difference as spoken
from tests.cases.marks import seen

TEXTS = st.text(alphabet="abc .!?؟\n،قصة\u064f<&", max_size=60)


def difference(old: str, new: str) -> str:
    return seen(spoken(old, new))


def test_who_hears_the_page_is_told_what_came_and_went() -> None:
    said = spoken("Two stood.", "Six stood.")

    assert '<del><span class="unseen">[taken out:] </span>Two<span class="unseen"> [end]</span></del>' in said
    assert '<ins><span class="unseen">[added:] </span>Six' in said


def test_sentences_that_changed_are_counted() -> None:
    before = "Two clinics opened. Waiting fell. Nobody came."

    assert changed_sentences(before, before + "  ") == (0, 0)
    assert changed_sentences(before, "Six clinics opened. Waiting fell.") == (1, 1)
    assert changed_sentences("", "One. Two.") == (2, 0)


def test_a_changed_word_is_marked_in_its_sentence() -> None:
    changed = difference("Two clinics opened. Waiting fell.", "Six clinics opened. Waiting fell.")

    assert changed == "<del>Two</del><ins>Six</ins> clinics opened. Waiting fell."


def test_however_many_sentences_follow_the_one_before_them_is_the_same() -> None:
    many = " ".join(f"Another came on day {day}, and left." for day in range(30))
    assert difference("One stood.", f"One stood. {many}") == f"One stood.<ins> {many}</ins>"


def test_a_new_sentence_is_marked_whole() -> None:
    assert difference("One stood.", "One stood. Another came.") == "One stood.<ins> Another came.</ins>"


def test_sentences_with_little_in_common_are_not_cut_to_pieces() -> None:
    changed = difference("Waiting times fell by a third.", "No register is kept anywhere today.")

    assert changed.count("<del>") == changed.count("<ins>") == 1


def test_arabic_words_are_compared_with_their_vowels() -> None:
    assert "<del>قانون</del><ins>قانونُ</ins>" in difference(
        "افتتح قانون الصحة مائتي عيادة؟", "افتتح قانونُ الصحة مائتي عيادة؟"
    )


def test_markup_in_a_text_stays_text() -> None:
    assert difference("", "<script>alert(1)</script>") == ("<ins>&lt;script&gt;alert(1)&lt;/script&gt;</ins>")


def test_long_texts_are_compared_by_sentence_only() -> None:
    changed = difference("a " * 3000, "b " * 3000)

    assert changed.count("<del>") == changed.count("<ins>") == 1


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_out_of_it(old: str, new: str) -> None:
    found = pieces(old, new)

    assert "".join(text for mark, text in found if mark != "ins").split() == old.split()
    assert "".join(text for mark, text in found if mark != "del").split() == new.split()


@pytest.mark.once
@pytest.mark.parametrize(("old", "new"), [("23,700", "25,700"), ("2.5", "2.7"), ("2\u202f700", "5\u202f700")])
def test_a_number_is_one_piece(old: str, new: str) -> None:
    marked = pieces(f"Registered: {old} contracts.", f"Registered: {new} contracts.")
    assert [(one.mark, one.text) for one in marked if one.mark != "same"] == [("del", old), ("ins", new)]
