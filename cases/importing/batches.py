"""How many rows at a time go to the database, or are looked up in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

BATCH = 500
"""Rows that one statement writes, or looks up."""
One = TypeVar("One")


def batches(rows: Sequence[One]) -> Iterator[Sequence[One]]:
    """The rows in their order, :data:`BATCH` at a time."""
    return (rows[begins : begins + BATCH] for begins in range(0, len(rows), BATCH))
