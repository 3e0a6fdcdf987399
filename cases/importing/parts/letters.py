"""The letters that the UN gives to sub-items: (a), (b)… and in Arabic (أ), (ب)…, which are the same ones."""

from __future__ import annotations

from string import ascii_lowercase

_ARABIC = "أبجدهوزحطيكلمنسعفصقرشتثخذض"
"""In the order in which Arabic numbers with letters; (هـ) is written with a stroke."""
_ALSO = {"ا": "a", "إ": "a"}
_TATWEEL = "ـ"
LETTER = rf"(?:[a-z]{{1,2}}|[{_ARABIC}ا]{_TATWEEL}?)"
"""A pattern for one of them, as it stands in brackets."""
IN_ORDER = (*ascii_lowercase, *(first + second for first in "ab" for second in ascii_lowercase))
_LATIN = {**dict(zip(_ARABIC, ascii_lowercase, strict=True)), **_ALSO}


def letter_of(written: str) -> str:
    """The Latin letter that stands for it everywhere: أ is a; one that is Latin is itself."""
    bare = written.rstrip(_TATWEEL)
    return _LATIN.get(bare, bare)


def letter_at(number: str) -> str:
    """The letter of an item that is numbered: 4 is d. What is no such number is itself."""
    at = int(number) if number.isascii() and number.isdecimal() and len(number) < 3 else 0
    return IN_ORDER[at - 1] if 0 < at <= len(IN_ORDER) else number
