"""Texts as runs: which letters run from right to left, and in which language they are for Word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cases.word.pieces import Run

REGIONS = {"en": "en-GB", "fr": "fr-FR", "ar": "ar-SA", "es": "es-ES", "pt": "pt-PT"}
"""Word's names of languages have a region: the UN writes British English."""

_ARABIC = "\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
_LATIN = r"A-Za-z\u00c0-\u024f\u1e00-\u1eff"
_RTL_STRETCH = re.compile(rf"[{_ARABIC}]+(?:[^{_LATIN}{_ARABIC}\n\t]{{0,3}}[{_ARABIC}]+)*")
_LTR_STRETCH = re.compile(rf"[{_LATIN}][{_LATIN}0-9]*(?:[ .,'’/&\-]{{1,2}}[{_LATIN}0-9]+)*")


def word_language(code: str) -> str:
    return REGIONS.get(code.split("-")[0], code) if "-" not in code else code


def is_rtl(text: str) -> bool:
    """By the first letter that has a direction."""
    found = re.search(rf"[{_LATIN}{_ARABIC}]", text)
    return bool(found and re.match(rf"[{_ARABIC}]", found[0]))


def runs_of(text: str, language: str, *, rtl: bool, style: str = "") -> list[Run]:
    """A text as runs, each of one direction: Word shapes letters by the run that they are in."""
    return list(_stretches(text, language, rtl=rtl, style=style))


def symbol(text: str, language: str, style: str = "") -> Run:
    """A symbol, a day or a reference, which runs from left to right in any text."""
    return Run(text, language, isolated=True, style=style)


def _stretches(text: str, language: str, *, rtl: bool, style: str) -> Iterator[Run]:
    other = _LTR_STRETCH if rtl else _RTL_STRETCH
    latin = language if language != "ar" else "en"
    arabic = language if language == "ar" else "ar"
    at = 0
    for found in other.finditer(text):
        if found.start() > at:
            yield Run(text[at : found.start()], arabic if rtl else latin, rtl=rtl, style=style)
        yield Run(found[0], latin if rtl else arabic, rtl=not rtl, style=style)
        at = found.end()
    if at < len(text):
        yield Run(text[at:], arabic if rtl else latin, rtl=rtl, style=style)
