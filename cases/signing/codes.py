"""What is signed of an answer, its digest, and the short code that people compare and type.

The code is the first 60 bits of the digest in base 32, by the letters of Crockford (no I, L, O, U), with a
check letter after Luhn: one letter mistyped, or two neighbours changed about, are found out.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cases.models import Case, Version

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0", "-": None, " ": None})
LENGTH = 12


def signed_of(case: Case, version: Version) -> dict[str, Any]:
    """All that a signature on this answer stands for: its two texts, its cases, what it proposes."""
    status = case.proposed_status
    return {
        "cases": sorted(one.reference for one in case.answered_together()),
        "version": version.number,
        "language": version.language,
        "full_text": version.full_text,
        "short_text": version.short_text,
        "status": status.code if status else "",
        "position": case.proposed_position,
    }


def digest_of(signed: dict[str, Any]) -> str:
    """SHA-256, in hex, of canonical JSON: keys sorted, no spaces, UTF-8."""
    canonical = json.dumps(signed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def code_of(digest: str) -> str:
    """Such as “K7QM-2F9P-XY4CV”."""
    bits = int(digest[:15], 16)
    letters = "".join(LETTERS[bits >> 5 * place & 31] for place in reversed(range(LENGTH)))
    return _grouped(letters + _check(letters))


def read_code(typed: str) -> str:
    """The code as it is printed, however it was typed; empty where it is none, or was mistyped."""
    letters = typed.upper().translate(_ALIKE)
    if len(letters) != LENGTH + 1 or any(one not in LETTERS for one in letters):
        return ""
    return _grouped(letters) if _check(letters[:-1]) == letters[-1] else ""


def _check(letters: str) -> str:
    total = 0
    for place, letter in enumerate(reversed(letters)):
        value = LETTERS.index(letter) * (2 if place % 2 == 0 else 1)
        total += value // 32 + value % 32
    return LETTERS[-total % 32]


def _grouped(letters: str) -> str:
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"
