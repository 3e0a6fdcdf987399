"""Figures in a text: which there are, what each is worth, and in which sentence it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cases.days_said import days_in, in_western_digits, month_names, without
from cases.difference import sentences
from cases.folded import as_read

LONGEST = 60
"""Characters of a figure; a longer row of digits is none."""

_SPACES = "\u00a0\u202f"
_FIGURE = re.compile(
    r"(?<![\w/.^-])(?:\d{1,3}(?: \d{3})+(?!\d)|\d+)"
    rf"(?:[.,٬٫{_SPACES}]\d+)*(?:[ {_SPACES}]?[%٪])?(?![\w/-])"
)
"""A number, with its thousands apart by a space, a point or a comma, as French, English and Arabic do.

One that names a note (``[^2]``) is none.
"""
_THOUSANDS = re.compile(rf"\d{{1,3}}(?:[.,٬ {_SPACES}]\d{{3}})+")
_YEAR = re.compile(r"(?:19|20)\d\d")


def spans_in(text: str) -> Iterator[tuple[int, int]]:
    """Where each number of a text begins and ends; dates, and numbers within symbols, left out."""
    dateless = without(in_western_digits(text), days_in(text))
    for match in _FIGURE.finditer(dateless):
        if not _is_day(dateless[match.end() : match.end() + 40]) and not _YEAR.fullmatch(
            match.group().strip()
        ):
            yield match.span()


def figures_in(text: str) -> list[str]:
    """The numbers of a text as they stand there, each once, in reading order."""
    return list(dict.fromkeys(text[start:end].strip() for start, end in spans_in(text)))


def value_of(figure: str) -> str:
    """What a figure is worth, however it is written: 2,300 is 2 300, and 33 % is 33%."""
    western = in_western_digits(figure).replace("٪", "%").strip()
    share, number = western.endswith("%"), western.rstrip("% " + _SPACES)
    if _THOUSANDS.fullmatch(number):
        number = re.sub(r"\D", "", number)
    else:
        number = re.sub(rf"[ {_SPACES}]", "", number).replace("٫", ".").replace(",", ".")
    return number + ("%" if share else "")


def figures_by_sentence(text: str) -> Iterator[tuple[str, str, str]]:
    """Each figure as it stands, with what it is worth and the sentence that it stands in, as that is read."""
    for sentence in sentences(text):
        for figure in figures_in(sentence):
            if len(figure) <= LONGEST:
                yield figure, value_of(figure), as_read(sentence)


def _is_day(rest: str) -> bool:
    """Whether a month follows: then the number is of a date."""
    word = rest.split(maxsplit=1)[:1]
    return bool(word) and rest[:1].isspace() and word[0].strip(".,;").casefold() in month_names()
