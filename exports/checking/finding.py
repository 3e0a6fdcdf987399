"""What a check found in a report: what, where, and by which key it is known again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from exports.checking.checks import CHECKS, Check

LONGEST_EXCERPT = 200


@dataclass(frozen=True)
class Place:
    """Where in a report something stands.

    ``anchor`` is that of the report's page, ``number`` a paragraph's (0: a heading, or all of it),
    ``reference`` the recommendation that it answers, ``passage`` the outline's Passage (0: none), ``field``
    what the page of title page and introduction calls it. ``identity`` is what it keeps wherever it moves.
    """

    anchor: str = ""
    number: int = 0
    reference: str = ""
    passage: int = 0
    field: str = ""
    identity: str = ""


@dataclass(frozen=True)
class Finding:
    """``said`` fills the sentence of its check; ``excerpt`` is the text that it is about, as it stands."""

    code: str
    place: Place
    said: Mapping[str, Any] = field(default_factory=dict)
    excerpt: str = ""
    language: str = ""
    key: str = ""

    @property
    def check(self) -> Check:
        return CHECKS[self.code]

    @property
    def sentence(self) -> str:
        """A whole sentence in the active language: what, where, what to do."""
        words: Any = self.check.sentence
        return str(words % dict(self.said))


def found(
    code: str, place: Place, *, text: str = "", excerpt: str = "", language: str = "", **said: Any
) -> Finding:
    """A finding, known again by its place and ``text``: where either changes, it is another one."""
    digest = sha256("\0".join((code, place.identity, text)).encode()).hexdigest()[:32]
    return Finding(code, place, said, excerpt[:LONGEST_EXCERPT], language, digest)
