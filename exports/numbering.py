"""How a UN document numbers things: I., A., 1. for headings, and runs such as 1–5, 14."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import get_language, ngettext, pgettext

ROMAN = [
    (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
]  # fmt: skip

_ARABIC_CHAPTERS = [
    "أولاً", "ثانياً", "ثالثاً", "رابعاً", "خامساً", "سادساً", "سابعاً", "ثامناً", "تاسعاً", "عاشراً", "حادي عشر",
    "ثاني عشر", "ثالث عشر", "رابع عشر", "خامس عشر", "سادس عشر", "سابع عشر", "ثامن عشر", "تاسع عشر",
]  # fmt: skip
_ARABIC_LETTERS = [
    "ألف", "باء", "جيم", "دال", "هاء", "واو", "زاي", "حاء", "طاء", "ياء", "كاف", "لام", "ميم", "نون",
    "سين", "عين", "فاء", "صاد", "قاف", "راء", "شين", "تاء", "ثاء", "خاء", "ذال", "ضاد", "ظاء", "غين",
]  # fmt: skip

_IN_LETTERS = re.compile("[\u0620-\u06d3]")


def chapter_mark(number: int) -> str:
    """What leads a chapter's heading: ``IV.``, or in Arabic the fourth in words, as the UN writes it."""
    return _mark(_in_arabic(number, _ARABIC_CHAPTERS) or roman(number))


def section_mark(number: int) -> str:
    """What leads a heading below a chapter: ``B.``, or in Arabic the letter by its name."""
    return _mark(_in_arabic(number, _ARABIC_LETTERS) or capital(number))


def is_written_out(mark: str) -> bool:
    """Whether a heading's mark is in words: an Arabic one, for which Word has no format of numbers."""
    return bool(_IN_LETTERS.search(mark))


def number_mark(number: int) -> str:
    """What leads a narrative's heading, and a paragraph: ``12.``; in Arabic ``12-``."""
    return _mark(str(number))


def _mark(text: str) -> str:
    return pgettext("leads a heading or a paragraph", "%s.") % text


def _in_arabic(number: int, words: list[str]) -> str:
    return words[number - 1] if get_language() == "ar" and number <= len(words) else ""


def roman(number: int) -> str:
    """1 → I, 4 → IV, 19 → XIX. Up to 399."""
    letters = ""
    for value, letter in ROMAN:
        count, number = divmod(number, value)
        letters += letter * count
    return letters


def capital(number: int) -> str:
    """1 → A, 26 → Z, 27 → AA."""
    letters = ""
    while number > 0:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """First and last of each unbroken run: 1, 2, 3, 5 → (1, 3), (5, 5)."""
    found: list[tuple[int, int]] = []
    for number in sorted(set(numbers)):
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def listed(numbers: Iterable[int]) -> str:
    """``1–5, 14`` in the active language. Two neighbours are listed: ``1, 2``."""
    separator = pgettext("between numbers", ", ")
    return separator.join(part for first, last in runs(numbers) for part in _written(first, last))


def span(first: int, last: int) -> str:
    """``3–7``, or ``3`` where both are the same."""
    return str(first) if first == last else pgettext("from–to", "%d–%d") % (first, last)


def heading_of(numbers: Iterable[int]) -> str:
    """The heading of a narrative that answers these recommendations: ``Recommendations 1–5, 14``."""
    distinct = set(numbers)
    heading = ngettext("Recommendation %(numbers)s", "Recommendations %(numbers)s", len(distinct))
    return heading % {"numbers": listed(distinct)}


def _written(first: int, last: int) -> Iterator[str]:
    if last - first < 2:
        yield from (str(number) for number in range(first, last + 1))
    else:
        yield span(first, last)
