"""Things named one after another, with the comma of the language in force."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import pgettext


def comma() -> str:
    """What stands between two of them, with its space: Arabic has a comma of its own."""
    return pgettext("between references", ", ")


def in_a_row(things: Iterable[object]) -> str:
    """*A, B* or *أ، ب*; empty for nothing."""
    return comma().join(map(str, things))
