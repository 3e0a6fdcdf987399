"""Numbers that an address or a hidden field carries, where anybody may have written anything."""

from __future__ import annotations

LARGEST = 10**18 - 1
"""No id is as large; what is larger fits in no column."""


def whole_number(said: str, *, most: int = LARGEST) -> int | None:
    """The number, from 0 to ``most``; None where it is none, or larger."""
    if not said.isdecimal() or len(said) > len(str(LARGEST)):
        return None
    number = int(said)
    return number if number <= most else None
