"""Writes a text as it is searched: small letters without accents or vowel marks, one form of each letter.

Arabic: alef with hamza or wasla is alef, alef maqsura is yeh, ta marbuta is heh; a hamza, the vowel marks and
the tatweel fall away. Digits of any script are 0 to 9. French: accents fall away, œ is oe.
"""

from __future__ import annotations

import unicodedata

# fmt: off
_LETTERS = {
    "ٱ": "ا", "ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ء": "", "ـ": "", "٫": ".", "٬": "",
    "œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l",
    "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-",
}
# fmt: on
_NO_LETTERS = (*range(0x19B0, 0x19C1), 0x19C8, 0x19C9, 0x1CF2, 0x1CF3)
"""Signs of New Tai Lue and of Vedic that later Unicode calls letters: SQLite's FTS5 cuts words there, and so
do we, on each database."""
_MARKS = ("Mn", "Me", "Cf")
"""Categories of what falls away: marks on a letter, and what only steers its direction."""


class _Folded(dict[int, str]):
    """Each character once, when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_one(chr(code))
        return folded


_FOLDED = _Folded()


def fold(text: str) -> str:
    return text.translate(_FOLDED)


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place in ``text`` that it comes from."""
    pieces = [_FOLDED[ord(character)] for character in text]
    return "".join(pieces), [place for place, piece in enumerate(pieces) for _ in piece]


def _fold_one(character: str) -> str:
    if ord(character) in _NO_LETTERS:
        return " "
    parts = unicodedata.normalize("NFKD", character.casefold())
    return "".join(_letter(part) for part in parts if unicodedata.category(part) not in _MARKS)


def _letter(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return _LETTERS.get(character, character)
