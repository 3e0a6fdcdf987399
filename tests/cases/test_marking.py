"""Passages are marked in a text as it is shown, and nothing else of the text changes."""

from __future__ import annotations

import re

import pytest
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from cases.difference import difference
from cases.drafting.marking import Passage, marked
from cases.folded import Folded
from cases.prose import to_html
from tests.cases.test_prose import HOSTILE

pytestmark = pytest.mark.once

OURS = re.compile(
    r'<a class="passage-number" id="passage-\d+" href="#comment-\d+"><span aria-hidden="true">\d+</span>'
    r'<span class="unseen">[^<]*</span></a>|<span class="unseen"> \[end of [^<]*</span>|</?mark>'
)


def marks_in(html: str, *quotes: str) -> str:
    """The text with these passages marked: comment 11 is number 1, and so on."""
    passages = [Passage(number, 10 + number, Folded(quote)) for number, quote in enumerate(quotes, start=1)]
    return marked(html, passages)[0]


def read_in_marks(html: str) -> str:
    return strip_tags("".join(re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL)))


def test_a_passage_is_marked_with_its_number_and_a_way_to_its_talk() -> None:
    html = marks_in(to_html("We opened two clinics."), "two clinics")

    assert "We opened <a " in html
    assert 'id="passage-11" href="#comment-11"><span aria-hidden="true">1</span>' in html
    assert "Comment 1 is about the passage that begins here." in html
    assert '<mark>two clinics</mark><span class="unseen"> [end of the passage of comment 1]</span>.' in html


@pytest.mark.parametrize(
    ("text", "quote", "inside"),
    [
        ("some **bold** words", "bold words", "bold words"),
        ("one\ntwo", "one two", "one\ntwo"),
        ("First.\n\nSecond.", "First. Second.", "First.Second."),
        ("- a\n- b\n\nc", "a b c", "abc"),
        ("| Year | No |\n|---|---|\n| 2024 | 9 |", "No 2024", "No2024"),
        ("See [the Act](https://a.example/b).", "See the Act.", "See the Act."),
        ("Law & <order>", "& <order", "&amp; &lt;order"),
        ("This is <<one>>.", "<<one", "one"),
        ("قرار A/HRC/57/QRD وبعده", "قرار A/HRC/57/QRD وبعده", "قرار A/HRC/57/QRD وبعده"),
    ],
)
def test_it_goes_over_marks_of_markdown_line_ends_and_blocks(text: str, quote: str, inside: str) -> None:
    html = marks_in(to_html(text), quote)

    assert read_in_marks(html) == inside
    assert "<mark>\n</mark>" not in html
    assert OURS.sub("", html) == to_html(text)


def test_passages_that_overlap_keep_their_own_numbers_and_ends() -> None:
    html = marks_in(to_html("one two three four"), "one two three", "two three four", "three")

    assert re.sub(r"</?mark>", "", OURS.sub("", html)) == "<p>one two three four</p>"
    assert [html.count(f'id="passage-{comment}"') for comment in (11, 12, 13)] == [1, 1, 1]
    assert read_in_marks(html) == "one two three four"
    assert html.index('id="passage-12"') < html.index('id="passage-13"') < html.index("of comment 3]")


def test_what_does_not_stand_there_is_not_marked_and_said_so() -> None:
    html, found = marked(to_html("one two"), [Passage(1, 11, Folded("three")), Passage(2, 12, Folded("two"))])

    assert found == {12}
    assert "passage-11" not in html


def test_in_a_difference_only_what_stands_now_counts() -> None:
    html = marks_in(difference("It fell by a third.", "It fell by half."), "fell by half")

    assert read_in_marks(html) == "fell by half"
    assert "<mark>a third" not in html
    assert marked(html, [Passage(1, 11, Folded("a third"))])[1] == set()
    assert marked(html, [Passage(1, 11, Folded("added"))])[1] == set()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_stays_as_harmless_as_it_was(text: str) -> None:
    html = to_html(f"Before.\n\n{text}\n\nAfter.")

    for quote in (f"Before. {text} After.", text, "alert(1)", '<mark id="x">', "</p>", "&lt;", "script"):
        assert OURS.sub("", marks_in(html, quote, "Before")) == html


PIECES = st.sampled_from(
    ["a", "bb", " ", "\n", "\n\n", "- ", "1. ", "*", "**", "_", "#", "# ", "> ", "|", "\n|---|\n", "[",
     "](x)", "<", ">", "<del>", "&", "&amp;", "\\", "`", "A/HRC/1", "2024-01-02", "ع", '"', "'"]
)  # fmt: skip

QUOTES = st.lists(PIECES, max_size=6).map("".join)


@given(st.lists(PIECES, max_size=30).map("".join), st.lists(QUOTES, max_size=4))
def test_whatever_is_written_and_marked_without_the_marks_it_is_the_text(
    text: str, quotes: list[str]
) -> None:
    for html in (to_html(text), difference("a\n\nbb", text)):
        shown = marks_in(html, *quotes, text)
        assert OURS.sub("", shown) == html
        assert shown.count("<mark>") == shown.count("</mark>")


@given(st.lists(PIECES, max_size=30).map("".join), st.integers(0, 40), st.integers(1, 20))
def test_what_is_selected_in_a_difference_is_found_and_marked(text: str, begin: int, length: int) -> None:
    text = text.strip()  # as the difference has it
    quote = text[begin : begin + length]
    found = marked(difference("", text), [Passage(1, 11, Folded(quote))])[1]

    assert found == ({11} if Folded(text).find(Folded(quote)) else set())
