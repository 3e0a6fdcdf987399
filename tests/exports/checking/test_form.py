"""Title page, symbol, numbers, headings and notes are those of a UN document."""

from __future__ import annotations

from typing import Any

import pytest

from exports.checking.facts import NOTHING
from exports.content import Section
from tests.exports.checking.made import content, found, section


def below(number: str, level: int = 2, **fields: Any) -> Section:
    return section("Text.", title=f"Matter {number}", level=level, number=number, **fields)


def chapter(number: str = "I.") -> Section:
    return section(title="Health", number=number)


def test_a_title_page_that_lacks_something_is_named() -> None:
    [lacking] = found(content(section("Text."), body="", dated_on=""), "masthead")

    assert lacking.sentence == "The title page lacks: body, date of the document. Add it."
    assert lacking.place.field == "masthead"


@pytest.mark.parametrize(
    ("kind", "symbol"),
    [
        ("upr", "A/HRC/WG.6/41/MAR/1"),
        ("periodic", "CEDAW/C/MAR/5-6"),
        ("periodic", "E/C.12/MAR/5"),
        ("list-of-issues", "CRC/C/MAR/RQ/5"),
        ("common-core", "HRI/CORE/MAR/2024"),
        ("upr-addendum", "A/HRC/52/7/Add.1"),
        ("other", "S/2026/1"),
        ("upr", ""),
    ],
)
def test_a_symbol_of_the_right_form_is_taken(kind: str, symbol: str) -> None:
    assert found(content(section("Text."), symbol=symbol), "symbol", kind=kind) == []


@pytest.mark.parametrize(("kind", "symbol"), [("upr", "A/HRC/52/7"), ("periodic", "CEDAW/MAR/5")])
def test_a_symbol_of_another_form_is_found(kind: str, symbol: str) -> None:
    [odd] = found(content(section("Text."), symbol=symbol), "symbol", kind=kind)

    assert odd.sentence.startswith(f"The symbol {symbol} has not the form")


def test_a_gap_in_the_numbers_is_found() -> None:
    made = content(section("One.\n\nTwo.\n\nThree."))
    made["sections"][0]["paragraphs"][2]["number"] = 5

    assert [one.sentence for one in found(made, "numbering")] == [
        "After paragraph 2 comes 5: the numbers have a gap."
    ]


def test_a_lone_sub_heading_is_found() -> None:
    made = content(chapter("I."), below("A."), chapter("II."), below("A."), below("B."), below("1.", 3))

    assert [one.said["heading"] for one in found(made, "lone-heading")] == ["Matter A.", "Matter 1."]


def test_a_heading_without_a_number_does_not_stand_alone() -> None:
    assert found(content(chapter(), below("")), "lone-heading") == []


def test_a_lone_heading_within_a_text_is_found() -> None:
    assert len(found(content(section("## Clinics\n\nText.")), "lone-heading")) == 1
    assert found(content(section("## Clinics\n\nText.\n\n## Nurses\n\nText.")), "lone-heading") == []


def test_headings_are_followed_by_text_short_and_without_a_stop() -> None:
    made = content(
        section("Text.", title="Health."), section("Text.", title="h" * 251), section(title="Empty")
    )

    assert [one.code for one in found(made)] == ["heading-stop", "long-heading", "empty-heading"]


def test_references_and_notes_answer_each_other() -> None:
    made = content(section("See.[^law]\n\nText.[^1]\n\n[^1]: A note."))
    assert [one.said["mark"] for one in found(made, "note")] == ["[^law]"]
    assert found(made, "lost-note") == []

    made["notes"][0]["number"] = 2

    assert [one.said["mark"] for one in found(made, "note")] == ["[^law]", "1"]
    assert [one.said["number"] for one in found(made, "lost-note")] == [2]


def test_an_answer_in_another_language_is_named() -> None:
    [other] = found(content(section("Le texte.", language="fr")), "untranslated")

    assert other.sentence.startswith("The text under “Health” is in French")


def test_a_content_of_an_older_format_is_read_too() -> None:
    made = content(section("Text."))
    made["format"] = 1

    assert found(made, facts=NOTHING) == []
