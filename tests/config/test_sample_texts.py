"""The sample's texts say the same in every language: the same paragraphs, notes and figures."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from cases.prose import parsed
from config.demo.texts import TRANSLATED_INTO, answers, answers_in, sections_in
from exports.kinds import KINDS

pytestmark = pytest.mark.once
BREAKS = "\u00a0\u202f"


def shape(text: str) -> list[tuple[str, int, int]]:
    """Each block with its items and cells: what gets the paragraph numbers."""
    return [(one.tag, one.html.count("<li>"), one.html.count("<t")) for one in parsed(text).blocks]


def figures(text: str) -> Counter[str]:
    """The numbers of a text, however its language parts thousands and decimals."""
    whole = re.sub(rf"(?<=\d)[,{BREAKS}](?=\d{{3}}(?!\d))", "", text)
    return Counter(re.findall(r"\d+(?:\.\d+)?", re.sub(r"(?<=\d),(?=\d)", ".", whole)))


def alike(original: str, translation: str) -> None:
    assert shape(translation) == shape(original)
    assert figures(translation) == figures(original)
    assert len(parsed(translation).notes) == len(parsed(original).notes)


def test_it_tells_a_wrong_figure_and_a_paragraph_too_many() -> None:
    alike("In 2025, 2,914 of 7.6 million.", "En 2025, 2\u202f914 sur 7,6 millions.")
    with pytest.raises(AssertionError):
        alike("In 2025, 2,914 of 7.6 million.", "En 2025, 2\u202f941 sur 7,6 millions.")
    with pytest.raises(AssertionError):
        alike("In 2025.", "En\n\n2025.")


@pytest.mark.parametrize("language", TRANSLATED_INTO)
def test_every_approved_answer_is_translated_whole(language: str) -> None:
    approved = {one["answers"][0]: one for one in answers()["approved"]}
    translated = answers_in(language)
    assert translated.keys() == approved.keys()
    for key, one in approved.items():
        alike(one["full"], translated[key]["full"])
        alike(one["short"], translated[key]["short"])


@pytest.mark.parametrize("language", ["en", *TRANSLATED_INTO])
def test_every_heading_of_the_report_has_its_text(language: str) -> None:
    texts = sections_in(language)
    assert list(texts) == [one.code for one in KINDS["upr"].sections]
    for code, text in sections_in("en").items():
        alike(text, texts[code])


def test_french_does_not_break_a_line_before_a_sign_or_within_a_number() -> None:
    texts = [*sections_in("fr").values()]
    texts += [text for one in answers_in("fr").values() for text in one.values()]
    for text in texts:
        assert not re.search(r" [:;?!»%]|« |\b[Nn]o \d|\d \d{3}\b", text)
