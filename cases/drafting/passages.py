"""Finds a quoted passage in a text, whatever its line breaks and the marks of Markdown between the words."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.models import Answer, Version
from cases.people.models import User
from cases.prose import as_read, letters_read
from workflow.errors import Blocked


@dataclass(frozen=True)
class Place:
    """Where a passage stands: in ``full_text`` or ``short_text``, from ``start`` to before ``end``."""

    field: str
    start: int
    end: int


def place_in(version: Version | None, quote: str) -> Place | None:
    """Where the passage stands in a version, in its full text first; None where it does not."""
    for field in ("full_text", "short_text") if version else ():
        found = find(quote, getattr(version, field))
        if found is not None:
            return Place(field, *found)
    return None


def version_with(quote: str, answer: Answer, reader: User) -> Version:
    """The newest version of the answer that has the passage, of those that ``reader`` sees.

    Raises :class:`Blocked` where none has.
    """
    read = Version.objects.visible_to(reader).filter(answer=answer).order_by("-number")
    found = next((one for one in read.iterator(chunk_size=20) if place_in(one, quote)), None)
    if found is None:
        raise Blocked(_("This passage stands in no saved text. Copy it from the text as it was saved."))
    return found


def find(quote: str, text: str) -> tuple[int, int] | None:
    """Begin and end of the passage in the text, in characters; None where it does not stand there."""
    sought = as_read(quote)
    letters = list(letters_read(text))
    at = "".join(letter for letter, _place in letters).find(sought) if sought else -1
    if at < 0:
        return None
    return letters[at][1], letters[at + len(sought) - 1][1] + 1
