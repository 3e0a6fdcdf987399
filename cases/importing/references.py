"""What people and addresses call a recommendation: CEDAW-2022-45a is mechanism, year and paragraph."""

from __future__ import annotations

import re
import unicodedata

from cases.importing.rows import Row

LONGEST = 54
"""Leaves room for the ending of one that is taken, in the 60 characters of the column."""


def reference_of(row: Row) -> str:
    """The reference that the row asks for. Brackets of sub-items are dropped: 45(a) becomes 45a."""
    return f"{row.mechanism}-{row.year}-{_in_an_address(row.paragraph or row.key)}"[:LONGEST].rstrip("-.")


def free_reference(wished: str, taken: set[str]) -> str:
    """``wished``, or with _2, _3… after it where that is taken; it is taken from now on."""
    reference, number = wished, 1
    while reference in taken:
        number += 1
        reference = f"{wished}_{number}"
    taken.add(reference)
    return reference


def _in_an_address(paragraph: str) -> str:
    bare = unicodedata.normalize("NFKD", paragraph).encode("ascii", "ignore").decode()
    closed = re.sub(r"\s*[()\[\]]\s*", "", bare)
    return re.sub(r"[^A-Za-z0-9.]+", "-", closed).strip("-.") or "0"
