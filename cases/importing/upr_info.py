"""Exports of UPR Info's database: one row per recommendation and state, no keys, no paragraphs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.importing import listed
from cases.importing.cells import Cells
from cases.importing.names import plain
from cases.importing.opening import Opened
from cases.importing.parts import sessions
from cases.importing.parts.bracketed import states_in
from cases.importing.parts.cells_of_the_un import without_markup
from cases.importing.parts.languages import language_of
from cases.importing.parts.paragraphs import beginning_of
from cases.importing.rows import Line, Row
from cases.un import Mechanism

# fmt: off
_CALLED = {
    "to":       ("to", "state under review", "sur", "state reviewed", "reviewed state"),
    "text":     ("text", "recommendation", "recommendations", "recommendation text", "title"),
    "from":     ("from", "recommending state", "recommending states", "recommending state(s)",
                 "reviewing state", "recommending state (upr)"),
    "response": ("response", "position", "response of the state under review", "response (upr)"),
    "session":  ("session", "upr session", "session (upr)"),
    "issue":    ("issue", "issues", "themes", "theme"),
    "sdg":      ("sdg", "sdgs", "sdg targets"),
}
"""What exports call the columns, the first of several that stand in one file."""
# fmt: on
_READ_WHERE_THERE = {"issue", "sdg"}
_NO_LETTER = re.compile(r"\W+")
_BETWEEN_GOALS = re.compile(r"(?<!\s)\s*[;|]\s*|,\s*(?=\d)")
_NOBODY = ("(unknown)", "unknown", "n/a", "-")


class UprInfo:
    """The key is made of the session, the recommending state and the text, which is all that a row has."""

    name = "upr-info"
    label = gettext_lazy("UPR Info")
    columns = frozenset(_CALLED) - _READ_WHERE_THERE
    latin_1 = True

    def recognises(self, opened: Opened) -> bool:
        return opened.kind == "table" and self.columns <= _columns(opened.header).keys()

    def rows(self, opened: Opened) -> Iterator[Row]:
        columns = _columns(opened.header)
        opened.says_unread(one for one in opened.header if one not in columns.values())
        for line in opened.lines():
            cells = {ours: line.cells.get(theirs, "") for ours, theirs in columns.items()}
            if opened.wanted.takes([cells["to"].strip()]):
                yield _row(replace(line, cells=cells))


def _columns(header: Iterable[str]) -> dict[str, str]:
    there = set(header)
    found = {ours: next((one for one in names if one in there), "") for ours, names in _CALLED.items()}
    return {ours: theirs for ours, theirs in found.items() if theirs}


def _row(line: Line) -> Row:
    cells = Cells(line)
    written = without_markup(cells.text("text"))
    begins = beginning_of(written)
    text, in_brackets = states_in(begins.text)
    session = _session(cells)
    named = [one for one in re.split("[;|]", without_markup(cells.name("from"))) if plain(one) not in _NOBODY]
    states = cells.listed("from", listed.several(named, listed.known_state), listed.state)
    return Row(
        line=line.number,
        key=_key(session, [one.code for one in states], written) if written else "",
        mechanism=Mechanism.UPR.value,
        cycle=sessions.cycle_of(session),
        session=session,
        paragraph=begins.code[:40],
        year=sessions.year_of(session),
        position=cells.position_of(cells.name("response")),
        texts={language_of(text): text} if text else {},
        recommending_states=states or in_brackets,
        themes=cells.listed("issue", re.split("[,;|]", cells.name("issue")), listed.theme),
        sdg_targets=cells.listed("sdg", _BETWEEN_GOALS.split(cells.name("sdg")), listed.sdg),
        language=language_of(text),
        problems=cells.problems,
    )


def _session(cells: Cells) -> int | None:
    """From its number alone, or from "13th session"."""
    raw = cells.name("session")
    session = sessions.session_in(raw)
    if session is None:
        cells.problems.append(
            _("“Session” names no session of the review: %(raw)s.") % {"raw": raw[:80] or "–"}
        )
    return session


def _key(session: int | None, states: list[str], text: str) -> str:
    said = hashlib.sha256(_NO_LETTER.sub(" ", plain(text)).strip().encode()).hexdigest()[:12]
    named = "-".join(_NO_LETTER.sub("", one) for one in states)[:60]
    return f"{session or 0}-{named}-{said}"
