"""What a format makes of a file: one ``Row`` per recommendation, in the same shape whatever the layout."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Characters that no text has, and no database keeps all of."""


class BadFile(Exception):  # noqa: N818 - named after what the person hit
    """The file as a whole cannot be read, and nothing was imported. ``sentence`` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = CONTROL.sub("", sentence)  # words of the file, which the database may not keep


class UnknownColumns(BadFile):
    """A table whose ``header`` is of no layout that is known: a person may say what its columns mean."""

    def __init__(self, sentence: str, header: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.header = header


class Wrong(str):
    """A sentence that says what is wrong with the value ``about``, as the form that mends it calls it."""

    __slots__ = ("about",)
    about: str

    def __new__(cls, sentence: str, about: str) -> Wrong:
        made = super().__new__(cls, sentence)
        made.about = about
        return made


@dataclass(frozen=True)
class Line:
    """One record of a table: where it begins in the file, its cells by column, and what is wrong with it."""

    number: int
    cells: dict[str, str]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One entry of a controlled list as the file names it: (language, name) pairs.

    The first name is its code, unless its list has codes of its own, such as 16.3: ``listed_as``.
    """

    names: tuple[tuple[str, str], ...]
    part_of: Entry | None = None
    listed_as: str = ""

    @property
    def code(self) -> str:
        return self.listed_as or self.names[0][1]


Kind = Literal["recommendation", "context"]


@dataclass
class Row:
    """One recommendation as the file has it. Where ``problems`` is not empty, it is not imported.

    A row of the kind "context" is a concern or an observation, which stands beside a recommendation and is
    no case. ``paragraph`` is the whole code, such as 45(a), and ``sub_item`` its letter. By language:
    ``openings`` are what (a), (b)… of one paragraph share, and ``texts`` are then the sub-item alone;
    ``headings`` were glued to the text in the file, and are cut off it. ``status`` is how far it is, in the
    words of the file. ``wrong`` names the values that
    ``problems`` are about, once the row was kept.
    """

    line: int
    key: str
    mechanism: str = ""
    cycle: int | None = None
    session: int | None = None
    symbol: str = ""
    paragraph: str = ""
    year: int | None = None
    date: date | None = None
    position: str = ""
    status: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    recommending_states: tuple[Entry, ...] = ()
    themes: tuple[Entry, ...] = ()
    affected_persons: tuple[Entry, ...] = ()
    sdg_targets: tuple[Entry, ...] = ()
    bodies: tuple[str, ...] = ()
    language: str = ""
    problems: list[str] = field(default_factory=list)
    kind: Kind = "recommendation"
    sub_item: str = ""
    openings: dict[str, str] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def says_the_same_as(self, other: Row) -> bool:
        """Whether the two differ in nothing but the line on which they stand."""
        return {**vars(self), "line": 0} == {**vars(other), "line": 0}


@dataclass(frozen=True)
class Problem:
    """Why one line is not imported; ``row`` is what could be read of it."""

    line: int
    key: str
    reason: str
    row: Row | None = field(default=None, compare=False)
