"""Letters and forms of Word as Markdown that shows the same."""

from __future__ import annotations

from html import unescape
from re import sub

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.offline.coming_back import as_it_was_written, unchanged
from cases.offline.markdown import literal, written
from cases.prose import INVISIBLE, to_html

LETTERS = st.text(alphabet=st.sampled_from(list("ab 1.)(*_[]#>|~`\\-+=&;!<:^é؟\u0639")), max_size=40)


@pytest.mark.once
@given(LETTERS)
def test_a_paragraph_shows_the_letters_that_word_showed(text: str) -> None:
    text = " ".join(INVISIBLE.sub("", text).split())
    html = to_html(literal(text))
    assert " ".join(unescape(sub("<[^<>]*>", "", html)).split()) == text
    assert html.count("<p>") == bool(text)


@pytest.mark.once
@pytest.mark.parametrize("text", ["Two clinics (A/HRC/57/2).", "snake_case and 5 * 3", "R&D, 1.5 of 3"])
def test_a_text_without_marks_stays_as_it_is(text: str) -> None:
    assert literal(text) == text


@pytest.mark.once
def test_a_line_break_stays_one() -> None:
    assert "<br" in to_html(written([{"as": "paragraph", "text": "One\nTwo"}], {}))


@pytest.mark.once
@pytest.mark.parametrize(
    "text",
    [
        "Plain.",
        "# One\n\nText\n\n## Two\n\n### Three\n\nEnd.",
        "- a\n- b\n  - c\n\n3. d\n4. e",
        "> Said\n>\n> again\n\nAfter.",
        "| a | b |\n|---|---|\n| c | d |\n\nAfter.",
        "Noted[^1] and more[^2].\n\n[^1]: First.\n\n[^2]: Second.",
        "عربي مع MAR-2022-1 داخله.",
        "A break\\\nhere.",
    ],
)
def test_what_is_written_so_comes_back_as_it_is(text: str) -> None:
    assert unchanged(text, "en") == text
    assert unchanged(unchanged(text, "ar"), "ar") == unchanged(text, "ar")


@pytest.mark.once
def test_passages_that_were_left_alone_keep_their_markdown() -> None:
    before = "A *stressed*\nline.\n\n* one\n* two"
    after = unchanged(before, "en").replace("two", "two\n- three")
    assert after.startswith("A stressed line.")
    assert as_it_was_written(after, before, "en") == "A *stressed*\nline.\n\n- one\n- two\n- three"


@pytest.mark.once
def test_a_note_without_words_leaves_no_reference() -> None:
    block = {"as": "paragraph", "text": "Said\ufdd0f1\ufdd1 once\ufdd0f2\ufdd1."}
    assert written([block], {"f1": " ", "f2": "Where."}) == "Said once[^1].\n\n[^1]: Where."
