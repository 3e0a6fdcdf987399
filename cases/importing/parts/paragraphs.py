"""Cuts the number of its paragraph off the beginning of a text, and a heading that was glued before it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cases.importing.parts.letters import LETTER, letter_of

_DIGITS = r"[0-9٠-٩]"
_ITEM = rf"\(?(?P<item>{LETTER})\)"
_NUMBER = rf"(?P<number>{_DIGITS}{{1,3}}(?:\.{_DIGITS}{{1,3}})*)"
_NUMBERED = re.compile(
    rf"{_NUMBER}(?:(?:\s*\.)?\s*{_ITEM}|\s*\.(?!{_DIGITS})|\)|\s*[-–—](?=\s|[^\W\d_a-zA-Z]))\s*"
    rf"|{_NUMBER.replace('number', 'dotted').replace('*)', '+)')}\s+(?=[\"“«']?[^\W\d_a-z])"
)
"""49. / 49.The / 49 (a) / 45.(a) / 49- / 49) and, without a full stop, 115.12 before a capital."""
_SUB_ITEM = re.compile(rf"\((?P<item>{LETTER})\)\s*")
_IN_BRACKETS = r"\((?:[^()]|\([^()]{0,40}\)){1,120}\)"
"""As in "Right to life (arts. 6 and 24)"."""
_HEADING = re.compile(
    rf"(?P<heading>(?:[A-Z]{{1,4}}\.\s+|[IVX]+\.\s+)?[^\W\d_](?:{_IN_BRACKETS}|[^.;:?!()]){{1,200}}?)\s+"
    rf"(?={_DIGITS}{{1,3}}(?:\s*\.\s*(?:\([a-z]\)\s*)?[\"“«']?[^\W\d_a-z]|\s*\([a-z]\)\s))"
)
_BEFORE_A_NUMBER_IN_A_SENTENCE = re.compile(
    r"(?:\b(?:paras?|paragraphs?|arts?|articles?|rules?|sections?|chapters?|nos?|n°|goals?|targets?|cibles?|"
    r"objectifs?|resolution|résolution|(?<!\band )recommendations?|(?<!\bet )recommandations?|comment|"
    r"observation|générale|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|"
    r"the|and|of|to|in|on|by|for|from|with|at|sur|par|pour|le|la|les|du|des|et|de|au|aux|à)|[(,/-])$",
    re.IGNORECASE,
)
_WORDS_OF_A_HEADING = 30
_EASTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")


@dataclass(frozen=True)
class Beginning:
    """``code`` is the whole of it, such as 45(a) or 144.12, and ``item`` its letter; ``text`` is the rest."""

    text: str
    code: str = ""
    item: str = ""
    heading: str = ""


def beginning_of(text: str) -> Beginning:
    """What a text begins with: "Rural women 49.The Committee" is a heading, 49 and "The Committee"."""
    text = text.strip()
    if found := _numbered(text):
        return found
    heading = _HEADING.match(text)
    if heading and _may_be(heading["heading"]) and (found := _numbered(text[heading.end() :])):
        return Beginning(found.text, found.code, found.item, " ".join(heading["heading"].split()))
    return Beginning(text)


def _numbered(text: str) -> Beginning | None:
    match = _NUMBERED.match(text) or _SUB_ITEM.match(text)
    if match is None or match.end() == len(text):
        return None
    found = match.groupdict()
    number = (found.get("number") or found.get("dotted") or "").translate(_EASTERN)
    item = letter_of(found.get("item") or "")
    if number.startswith("0"):
        return None
    return Beginning(text[match.end() :], f"{number}({item})" if item else number, item)


def _may_be(heading: str) -> bool:
    """A sentence that goes on to say "in its paragraph 49." is no heading."""
    return len(heading.split()) <= _WORDS_OF_A_HEADING and not _BEFORE_A_NUMBER_IN_A_SENTENCE.search(heading)
