"""Notes in a narrative: found, linked both ways, harmless."""

from __future__ import annotations

import re
import time

import pytest

from cases.drafting.marking import Passage, marked
from cases.figures import figures_in
from cases.folded import Folded
from cases.prose import LONGEST, parsed, renumbered, to_html, words_in
from cases.prose_notes import joined
from exports.content import text_of

TEXT = (
    "Clinics opened[^act] in the north [^2]. More[^act].\n\n[^act]: Health Act, A/HRC/52/7.\n[^2]: In 2025."
)

HARMLESS = {
    "a reference without a note": ("Opened[^x].", "<p>Opened[^x].</p>"),
    "a note that nothing refers to": ("[^x]: Said.", "<p>[^x]: Said.</p>"),
    "a note without words": ("Opened[^x].\n\n[^x]:", "<p>Opened[^x].</p>\n<p>[^x]:</p>"),
    "a note within a note": (
        "Opened[^b].\n\n[^a]: [^b]: Said.",
        "<p>Opened[^b].</p>\n<p>[^a]: [^b]: Said.</p>",
    ),
    "an inline note": ("Opened^[said].", "<p>Opened^[said].</p>"),
    "a name with blanks": ("Opened[^a b].\n\n[^a b]: Said.", "<p>Opened[^a b].</p>\n<p>[^a b]: Said.</p>"),
}


def links(html: str) -> list[str]:
    return re.findall(r'id="([^"]+)"', html)


def test_a_note_is_numbered_by_its_first_reference() -> None:
    prose = parsed(TEXT)

    [block] = prose.blocks
    assert re.sub(r"<a [^>]*>", "<a>", block.html) == (
        "<p>Clinics opened<a>1</a> in the north<a>2</a>. More<a>1</a>.</p>"
    )
    assert links(block.html) == ["noteref-1", "noteref-2", "noteref-1-2"]
    assert prose.notes == ['Health Act, <bdi dir="ltr">A/HRC/52/7</bdi>.', "In 2025."]


def test_a_page_shows_it_under_the_text_with_links_both_ways() -> None:
    html = to_html(TEXT)

    ids, targets = links(html), re.findall(r'href="#([^"]+)"', html)
    assert len(ids) == len(set(ids)) == 5
    assert set(targets) < set(ids)
    assert html.count('role="doc-noteref"') == 3
    assert html.count('role="listitem"') == html.count('role="doc-backlink"') == 2


def test_two_texts_on_a_page_share_no_ids() -> None:
    shown = [to_html(TEXT), to_html(TEXT, name="short"), to_html(f"{TEXT} So.")]

    ids = [one for html in shown for one in links(html)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("text", "html"), HARMLESS.values(), ids=HARMLESS.keys())
def test_what_is_no_note_stays_text(text: str, html: str | None) -> None:
    shown = to_html(text)

    assert "<a " not in shown
    assert html is None or shown == html
    assert "Opened" not in text or "Opened" in shown
    assert "Said" not in text or "Said" in shown


def test_of_two_notes_of_one_name_the_second_stays_text() -> None:
    prose = parsed("Opened[^1].\n\n[^1]: First.\n[^1]: Second.")

    assert prose.notes == ["First."]
    assert "Second." in prose.blocks[-1].html


def test_a_note_with_several_paragraphs_a_list_and_a_table_is_one_line_of_text() -> None:
    [note] = parsed(
        "Opened[^1].\n\n[^1]: One.\n\n    Two.\n\n    - three\n\n    | a |\n    |---|\n    | b |"
    ).notes

    assert note == "One. Two. three a b"


@pytest.mark.parametrize(
    "note",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", '<a href="#" onclick="x">', "![x](file:///e)"],
)
def test_a_hostile_note_is_text(note: str) -> None:
    [shown] = parsed(f"Opened[^1].\n\n[^1]: {note}").notes

    assert "<" not in shown


def test_a_hostile_name_shows_nowhere() -> None:
    html = to_html('Opened[^"><b>].\n\n[^"><b>]: Said.')

    assert re.sub("<[^<>]*>", "", html) == "Opened1.1 Said."


def test_characters_that_stand_for_a_reference_are_taken_out_of_what_people_write() -> None:
    assert to_html("a\ufdd01\ufdd11\ufdd2b") == "<p>a11b</p>"


def test_two_references_in_a_row_do_not_read_as_one_number() -> None:
    [block] = parsed("Opened[^1][^2].\n\n[^1]: a\n[^2]: b").blocks

    assert "</a>\u2009<a" in block.html


def test_notes_stand_in_lists_tables_quotations_and_headings() -> None:
    text = "# A[^1]\n\n- b[^2]\n\n> c[^3]\n\n| d[^4] |\n|---|\n| e |\n\n" + "".join(
        f"[^{n}]: n{n}\n" for n in range(1, 5)
    )

    prose = parsed(text)

    assert prose.notes == ["n1", "n2", "n3", "n4"]
    assert "".join(block.html for block in prose.blocks).count("doc-noteref") == 4


def test_numbers_go_on_after_those_before() -> None:
    html = renumbered(parsed(TEXT).blocks[0].html, after=7)

    assert links(html) == ["noteref-8", "noteref-9", "noteref-8-2"]
    assert re.findall(r">(\d+)</a>", html) == ["8", "9", "8"]


def test_texts_that_are_joined_keep_their_own_notes() -> None:
    prose = parsed(joined(["One[^1].\n\n[^1]: a", "Two[^1], three[^x].\n\n[^1]: b", "Four[^1]."]))

    assert prose.notes == ["a", "b"]
    texts = [re.sub("<[^<>]*>", "", block.html) for block in prose.blocks]
    assert texts == ["One1.", "Two2, three[^x].", "Four[^1]."]


COUNTED = {
    TEXT: 6,
    "One [^1] two.\n\n[^1]: A note\n    that goes on\nand on.\n\n    And on.\n\nThree.": 3,
    "One[^1].\n\n[^1]: A note\n- item": 2,
    "One[^1].\r\n\r\n[^1]: A note.\r\n\r\nTwo.": 2,
    "كلمة[^1] أخرى.\n\n[^1]: حاشية طويلة جداً.": 2,
}


@pytest.mark.once
@pytest.mark.parametrize(("text", "words"), COUNTED.items())
def test_a_drafters_count_leaves_notes_out_as_a_upr_report_does(text: str, words: int) -> None:
    assert words_in(text) == words
    assert sum(len(text_of(block.html).split()) for block in parsed(text).blocks) == words


LONG = {
    "beginnings": "[^1]: x\n\n" + "[^" * (LONGEST // 2 - 9),
    "notes": "[^1]: x\n" * 6000,
    "notes in notes": "[^1]: " * 8000,
    "blank lines": "[^1]: x" + "\n    " * 9000,
    "references": "[^1]: x\n\n" + "[^1]" * 12_000,
    "lines": "[^1]: x\n" + "a\n" * (LONGEST // 2 - 9),
}


@pytest.mark.once
@pytest.mark.parametrize("text", LONG.values(), ids=LONG.keys())
def test_no_text_of_notes_takes_long(text: str) -> None:
    began = time.process_time()

    to_html(text)
    words_in(text)

    assert time.process_time() - began < 8


def test_the_name_of_a_note_is_no_figure() -> None:
    assert figures_in("Opened[^2] 12 clinics[^note-3].\n\n[^2]: By law.") == ["12"]


def test_a_passage_goes_over_the_number_of_a_note() -> None:
    text = Folded("Clinics opened[^act] in 2025.\n\n[^act]: By law.")
    html, marked_ones = marked(to_html(TEXT), [Passage(1, 7, Folded("opened in the"))])

    assert text.text.startswith("Clinics opened in 2025.")
    assert marked_ones == {7}
    assert html.count("<mark>") == 2
