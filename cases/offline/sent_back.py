"""What a file that was sent back says of each answer: plain data, which a page can carry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from cases.offline import marks
from cases.offline.markdown import Block, written
from cases.offline.marks import FULL, LOCKED, PROPOSED, SHORT, Mark
from cases.offline.opening import BadFile, refused
from cases.offline.patience import Patience
from cases.offline.sorted_rows import in_their_rows
from cases.offline.word_file import empty_box, no_choice, own_lines
from cases.prose import LONGEST

BOXES = {FULL: "full", SHORT: "short", PROPOSED: "proposed"}
_OF_ANSWER = ("facts of a case", "what is asked")
"""Styles of our own lines with words that are different for each answer."""
_REFERENCES = re.compile(r"[^\s,،]{3,60}(?:[,،] ?[^\s,،]{3,60})*")
SHOWN = 160
"""Characters of what is asked, by which an answer is known that the person does not see any more."""


@dataclass(frozen=True)
class Filled:
    """What was written into one answer.

    ``number`` is the version that it began with, ``proposed_before`` what that one proposed, as a mark says
    it. A text that was left empty is empty. ``asked`` is what the file says is asked, ``locked`` its digest
    as it was written, ``locked_now`` as it is in the file, and ``instead`` the words there, where these
    differ. ``left`` says what was left out; ``twice``: its boxes stand in the file more than once, with
    different texts.
    """

    answer: int
    number: int = 0
    full: str = ""
    short: str = ""
    proposed: str = ""
    proposed_before: str = "0"
    asked: str = ""
    locked: str = ""
    locked_now: str = ""
    instead: str = ""
    left: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()


@dataclass(frozen=True)
class SentBack:
    """``outside`` are texts that stand outside the boxes, each with the answer that it is near; 0: none.

    ``formula`` is a cell of a workbook whose formula no program has worked out, so that it is read as empty.
    """

    answers: list[Filled] = field(default_factory=list)
    outside: list[tuple[int, str]] = field(default_factory=list)
    formula: str = ""

    def as_plain(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> SentBack:
        """The opposite of :meth:`as_plain`."""
        answers = [
            Filled(**one | {"left": tuple(one["left"]), "twice": tuple(one["twice"])})
            for one in plain["answers"]
        ]
        outside = [(answer, text) for answer, text in plain["outside"]]
        return cls(answers, outside, plain.get("formula", ""))


def from_places(places: Iterable[dict[str, Any]]) -> SentBack:
    """From what the child program says. Raises :class:`BadFile` for a file that is none of ours."""
    gathered: dict[int, _Gathered] = {}
    outside: list[tuple[int, str]] = []
    own = _in_every_language(own_lines)
    known, formula, patience = 0, "", Patience()
    for place in in_their_rows(list(places)):
        patience.check()
        formula = place.get("formula", formula)
        outside += (_stray(one, own) for one in place.get("outside", []))
        if "mark" not in place:
            continue
        known += 1
        if mark := marks.read(place["mark"]):
            gathered.setdefault(mark.answer, _Gathered(mark.answer)).take(mark, place)
    if not known:
        raise refused("none of ours")
    if not gathered:
        raise BadFile(_("This file comes from another installation of Suivi, so nothing of it is taken."))
    return SentBack([one.filled() for one in gathered.values()], [one for one in outside if one[1]], formula)


def _stray(found: Mapping[str, str], own: set[str]) -> tuple[int, str]:
    """The answer that it stands near, and what a person wrote: nothing, where the line is as we wrote it."""
    near, text, style = marks.read(found["near"]), found["text"], found["style"]
    if style in _OF_ANSWER or (style == "heading 1" and _REFERENCES.fullmatch(text)):
        text = ""
    elif style:
        text = " ".join(text.split())
        label = max((one for one in own if text.startswith(one)), key=len, default="")
        text = text.removeprefix(label).strip(" :")
    return near.answer if near else 0, text


class _Gathered:
    """The places of one answer, as they are found."""

    def __init__(self, answer: int) -> None:
        self.said: dict[str, Any] = {"answer": answer}
        self._texts: dict[str, list[str]] = {}
        self._left: set[str] = set()

    def take(self, mark: Mark, place: dict[str, Any]) -> None:
        blocks = place.get("blocks", [])
        plain = place.get("markdown", "\n".join(block.get("text", "") for block in blocks))
        if mark.part == LOCKED:
            now = marks.digest(plain)
            instead = plain[:LONGEST] if now != mark.said else ""
            self.said |= {"locked": mark.said, "locked_now": now, "asked": plain[:SHOWN], "instead": instead}
            return
        self.said["number"] = mark.number
        if mark.part == PROPOSED:
            self.said["proposed_before"] = mark.said
            text = _without(plain, _hints(no_choice))
        else:
            marked = place.get("markdown", "") or _marked(blocks, place.get("notes", {}))
            text = _without(marked, _hints(empty_box))
        self._left |= set(place.get("left", ())) if mark.part != PROPOSED else set()
        self._texts.setdefault(mark.part, []).append(text)

    def filled(self) -> Filled:
        """A box that was copied counts once, as long as both say the same or one of them nothing."""
        twice: list[str] = []
        for part, name in BOXES.items():
            texts = list(dict.fromkeys(text for text in self._texts.get(part, []) if text))
            self.said[name] = texts[0] if texts else ""
            twice += texts if len(texts) > 1 else []
        return Filled(**self.said, left=tuple(sorted(self._left)), twice=tuple(twice))


def _marked(blocks: list[Block], notes: Mapping[str, str]) -> str:
    """As Markdown; what is too long to be taken is only read, since that takes its time."""
    cells = (" ".join(cell for row in block.get("rows", ()) for cell in row) for block in blocks)
    plain = "\n".join(block.get("text", "") or cell for block, cell in zip(blocks, cells, strict=True))
    length = len(plain) + sum(map(len, notes.values()))
    return written(blocks, notes) if length <= LONGEST else plain


def _without(text: str, hints: set[str]) -> str:
    """The text without the hint of an empty box, also where somebody wrote before or behind it.

    LibreOffice may save a hint of Arabic twice, with its brackets elsewhere.
    """
    rest = text
    for hint in hints:
        text = text.removeprefix(hint).removesuffix(hint)
        rest = rest.replace(hint.strip("[]"), "")
    return text.strip() if rest.strip("[]\\ \n") else ""


def _hints(hint: Callable[[], str]) -> set[str]:
    return _in_every_language(lambda: {hint()})


def _in_every_language(said: Callable[[], set[str]]) -> set[str]:
    """In every language that a file may be of."""
    found: set[str] = set()
    for code in settings.INTERFACE_LANGUAGES:
        with translation.override(code):
            found |= said()
    return found
