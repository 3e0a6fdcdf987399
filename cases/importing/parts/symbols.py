"""Document symbols of the United Nations, such as A/HRC/52/7 and CEDAW/C/IRQ/CO/8, and what they tell."""

from __future__ import annotations

import re

from cases.un import Mechanism

_SYMBOL = re.compile(
    r"\b[A-Z]{1,6}(?:\s?/\s?(?:[A-Z0-9][A-Z0-9.\-]*|Add\.\s?\d+|Rev\.\s?\d+|Corr\.\s?\d+)){2,8}",
    re.IGNORECASE,
)
_ADDED = re.compile(r"/(?:Add|Corr|Rev)\.\d+", re.IGNORECASE)
_COUNCIL = re.compile(r"A/HRC/(\d{1,3})/")
_LAST_SESSION = 200
_BODIES = {one.value: one for one in Mechanism if one not in (Mechanism.UPR, Mechanism.SP)}
_ALSO = {"OP": Mechanism.SPT}
_OF_PROCEDURES = re.compile(r"(?:A/HRC|A/\d{2}|E/CN\.4)/")


def symbol_in(text: str) -> str:
    """The first symbol in a text, without blanks; nothing where there is none."""
    match = _SYMBOL.search(text)
    return re.sub(r"\s", "", match[0]).rstrip(".-") if match else ""


def document(symbol: str) -> str:
    """The report itself: an addendum, such as /Add.1, is of the same document."""
    return _ADDED.sub("", symbol)


def year_of_council(symbol: str) -> int | None:
    """The year of a Human Rights Council document: three regular sessions a year since 2006."""
    match = _COUNCIL.match(symbol)
    session = int(match[1]) if match else 0
    return 2006 + (session - 1) // 3 if 1 <= session <= _LAST_SESSION else None


def mechanism_by(symbol: str) -> str:
    """Whose document it is, as far as the symbol alone says so."""
    begins = symbol.partition("/")[0].upper()
    if begins == "CAT" and symbol.upper().startswith("CAT/OP"):
        return _ALSO["OP"].value
    if begins in _BODIES:
        return _BODIES[begins].value
    return Mechanism.SP.value if _OF_PROCEDURES.match(symbol) else ""
