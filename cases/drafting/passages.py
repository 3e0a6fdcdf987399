"""Finds a quoted passage in a text, whatever its line breaks and the marks of Markdown between the words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from cases.folded import Folded
from cases.models import Answer, Version
from cases.people.models import User
from workflow.errors import Blocked


@dataclass(frozen=True)
class Place:
    """Where a passage stands: in ``full_text`` or ``short_text``, from ``start`` to before ``end``."""

    field: str
    start: int
    end: int


class FoldedVersion:
    """The two texts of a version, each folded when something is first sought in it."""

    def __init__(self, version: Version) -> None:
        self._version = version

    def place_of(self, passage: Folded) -> Place | None:
        """Where the passage stands, in the full text first; None where it does not."""
        if found := self._full.find(passage):
            return Place("full_text", *found)
        found = self._short.find(passage)
        return Place("short_text", *found) if found else None

    @cached_property
    def _full(self) -> Folded:
        return Folded(self._version.full_text)

    @cached_property
    def _short(self) -> Folded:
        return Folded(self._version.short_text)


def version_with(quote: str, answer: Answer, reader: User) -> Version:
    """The newest version of the answer that has the passage, of those that ``reader`` sees.

    Raises :class:`Blocked` where none has.
    """
    passage = Folded(quote)
    read = Version.objects.visible_to(reader).filter(answer=answer).order_by("-number")
    found = next((one for one in read.iterator(chunk_size=20) if FoldedVersion(one).place_of(passage)), None)
    if found is None:
        raise Blocked(_("This passage stands in no saved text. Copy it from the text as it was saved."))
    return found
