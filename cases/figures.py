"""A hint for whoever reads an answer: figures in the text that no evidence speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from django.conf import settings
from django.utils import dates, translation

_FIGURE = re.compile(r"(?<![\w/.-])\d+(?:[.,\u00a0\u202f]\d+)*(?:\s?%)?(?![\w/-])")
_YEAR = re.compile(r"(?:19|20)\d\d")


def figures_in(text: str) -> list[str]:
    """The numbers of a text, each once, in reading order; dates, and numbers within symbols, left out."""
    found = (match.group().strip() for match in _FIGURE.finditer(text) if not _is_day(text[match.end() :]))
    return list(dict.fromkeys(figure for figure in found if not _YEAR.fullmatch(figure)))


def without_evidence(text: str, evidence: Iterable[str]) -> list[str]:
    """Those figures of ``text`` that stand in none of the ``evidence`` texts."""
    shown = {figure for one in evidence for figure in figures_in(one)}
    return [figure for figure in figures_in(text) if figure not in shown]


def _is_day(rest: str) -> bool:
    """Whether a month follows: then the number is of a date."""
    word = rest.split(maxsplit=1)[:1]
    return bool(word) and rest[:1].isspace() and word[0].strip(".,;").casefold() in _months()


@cache
def _months() -> frozenset[str]:
    names: set[str] = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            names |= {str(name).casefold() for name in dates.MONTHS.values()}
    return frozenset(names)
