"""Texts made to keep a server busy: a page of them is no slower than of any other text of that length."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from cases.difference import difference
from cases.drafting.marking import Passage, marked
from cases.figures import figures_in
from cases.folded import Folded
from cases.prose import LONGEST, to_html
from tests.security.stage import Stage

SECONDS = 8
"""Of processor time, on a slow and busy machine; without their guards these texts take minutes."""

TEXTS = {
    "stops": "." * LONGEST + "x",
    "stops in quotation marks": '."' * (LONGEST // 2) + "x",
    "short sentences": "a. " * (LONGEST // 3),
    "numbered sentences": " ".join(f"{number}." for number in range(LONGEST // 6)),
    "two words": "a b " * (LONGEST // 4),
    "slashes": "A/" * (LONGEST // 2),
    "a long symbol": "A/" + "a" * LONGEST,
    "brackets": "[" * LONGEST,
    "back ticks": "`" * LONGEST,
    "stars": "*a_ " * (LONGEST // 4),
    "quotations": ">" * LONGEST,
    "lists in lists": "- " * (LONGEST // 2),
    "a wide table": "|" + "a|" * 200 + "\n|" + "-|" * 200 + "\n" + "|\n" * (LONGEST // 3),
    "digits": "1," * (LONGEST // 2),
    "spaces": " " * LONGEST + "x",
}
ACTS: dict[str, Callable[[str], object]] = {
    "shown": to_html,
    "searched for figures": figures_in,
    "searched for passages, and marked": lambda text: [
        Folded(text).find(Folded(quote)) or marked(to_html(text), [Passage(1, 1, Folded(quote))])
        for quote in (text, text[:-1], "elsewhere")
    ],
    "compared with itself, changed at its end": lambda text: difference(f"{text[:-1]}y", text),
    "compared with another": lambda text: difference("a c " * (len(text) // 4), text),
}


@pytest.mark.once
@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("act", ACTS)
def test_no_text_takes_long(act: str, text: str) -> None:
    began = time.process_time()

    ACTS[act](TEXTS[text])

    assert time.process_time() - began < SECONDS


def test_words_that_come_again_and_again_are_compared_soon() -> None:
    began = time.process_time()

    difference("a b " * 500, "a c " * 500)

    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize(
    ("row", "field"), [("draft", "full_text"), ("draft", "short_text"), ("comment", "text")]
)
def test_a_text_longer_than_any_answer_is_refused_and_given_back(row: str, field: str, stage: Stage) -> None:
    typed = {
        "full_text": "New.",
        "short_text": "New.",
        "started_from": 1,
        field: "word " * (LONGEST // 5) + "end",
    }
    case = stage.drafting

    answer = stage.browsers["focal_point"].post(f"/case/{case.reference}/{row}/", typed)

    assert answer.status_code == 422
    assert "word end</textarea>" in answer.content.decode()
    assert case.present_answer.versions.count() == 1
    assert case.present_answer.comments.count() == 1
