"""What would be done with each answer of a file that was sent back; ``comparing.py`` finds it out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cases.models import Case, Version
from cases.offline.asked import Asked
from cases.offline.sent_back import Filled

TAKEN, MOVED, LOOK, GONE, SAME = "taken", "moved", "look", "gone", "same"
"""Standings: it becomes a version; somebody went on meanwhile; it needs a look; it is not this person's to
write; nothing differs."""


@dataclass(frozen=True)
class Text:
    """One text: as it stood when the file was made, as it stands, and as it came."""

    before: str
    now: str
    mine: str

    @property
    def is_changed(self) -> bool:
        """By the person, since the file was made."""
        return self.mine != self.before

    @property
    def comes(self) -> str:
        """What stands afterwards: a text that the person left as it was stays as it stands."""
        return self.mine if self.is_changed else self.now


@dataclass(frozen=True)
class Planned:
    """What would be done with one answer of the file.

    ``asked`` is None where the person does not write it now; ``case`` is one of its cases that the person
    sees, if any, ``theirs`` the text that stands, where it may be read. ``proposed`` and ``proposed_now`` are
    as a mark says them. ``notes`` are sentences that stop nothing, ``problem`` one that does; ``astray`` are
    texts that were written where none is taken.
    """

    filled: Filled
    standing: str
    asked: Asked | None = None
    case: Case | None = None
    full: Text = Text("", "", "")
    short: Text = Text("", "", "")
    proposed: str = "0"
    proposed_now: str = "0"
    names: Mapping[str, str] = field(default_factory=dict)
    theirs: Version | None = None
    notes: tuple[str, ...] = ()
    problem: str = ""
    may_keep: bool = False
    astray: tuple[str, ...] = ()

    @property
    def key(self) -> int:
        return self.filled.answer

    @property
    def number(self) -> int:
        """Of the version that stands."""
        return self.asked.number if self.asked else 0

    @property
    def language(self) -> str:
        return (
            self.asked.answer.round.language if self.asked else (self.theirs.language if self.theirs else "")
        )

    @cached_property
    def mine(self) -> list[str]:
        """The texts of the file, for the person to copy."""
        texts = (self.full.mine or self.filled.full, self.short.mine or self.filled.short)
        return [text for text in (*texts, *self.filled.twice) if text]

    @property
    def proposed_name(self) -> str:
        return self.names.get(self.proposed, "")

    @property
    def proposed_now_name(self) -> str:
        return self.names.get(self.proposed_now, "")


def digest(plans: Iterable[Planned]) -> str:
    """Changes where something else would be done."""
    said = [
        (one.key, one.standing, one.number, one.full.comes, one.short.comes, one.proposed, one.may_keep)
        for one in plans
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]
