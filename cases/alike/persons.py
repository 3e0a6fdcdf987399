"""Whom a text is about, by the word that names them, in French, Arabic and English.

Two texts that differ in nothing but this ask for two things, of two departments: "protect the rights of
children" and "protect the rights of migrants" share nearly all of their words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from cases.searching.folding import fold

_WORD = re.compile(r"[^\W\d_]+")
# fmt: off
_BEGINNINGS = {
    "women":     ("femme", "women", "woman", "نسا", "مراه", "امراه"),
    "children":  ("enfan", "mineur", "child", "juvenile", "minors", "طفل", "اطفال", "قاصر"),
    "girls":     ("fille", "girl", "فتاه", "فتيات"),
    "youth":     ("jeune", "youth", "شباب"),
    "migrants":  ("migra", "immigr", "مهاجر"),
    "refugees":  ("refug", "asile", "asylum", "لاجي", "لاج", "لجو"),
    "disabled":  ("handic", "disab", "معاق", "اعاقه"),
    "elderly":   ("agees", "older", "elderly", "مسن"),
    "prisoners": ("detenu", "prisonn", "detainee", "prisoner", "سجنا", "سجين"),
    "amazigh":   ("amazig", "امازيغ"),
}
# fmt: on
_ARABIC_PREFIXES = re.compile(r"^(?:[وفبك]?ال|[وف]?لل|[وبلك])(?=\w{3})")


def persons_in(text: str) -> frozenset[str]:
    """The codes of the groups of persons that a text names."""
    words = _WORD.findall(fold(text))
    return frozenset(code for word in words if (code := _named_by(word)))


@lru_cache(maxsize=1 << 14)
def _named_by(word: str) -> str:
    bare = _ARABIC_PREFIXES.sub("", word)
    for code, beginnings in _BEGINNINGS.items():
        if word.startswith(beginnings) or bare.startswith(beginnings):
            return code
    return ""
