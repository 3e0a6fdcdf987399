"""Exports of UPR Info's database: one row per recommendation and state, no keys, no paragraphs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.importing import listed
from cases.importing.cells import Cells
from cases.importing.names import plain
from cases.importing.opening import Opened
from cases.importing.parts import sessions
from cases.importing.parts.cells_of_the_un import without_markup
from cases.importing.parts.languages import language_of
from cases.importing.rows import Line, Row
from cases.un import Mechanism

_NAMES = {
    "state under review": "to",
    "sur": "to",
    "recommendation": "text",
    "recommending state": "from",
    "recommending states": "from",
    "issues": "issue",
}
"""What later exports call the columns."""
_NO_LETTER = re.compile(r"\W+")


class UprInfo:
    """The key is made of the session, the recommending state and the text, which is all that a row has."""

    name = "upr-info"
    label = gettext_lazy("UPR Info")
    columns = frozenset({"to", "text", "from", "response", "session"})
    latin_1 = True

    def recognises(self, opened: Opened) -> bool:
        return opened.kind == "table" and self.columns <= {_NAMES.get(one, one) for one in opened.header}

    def rows(self, opened: Opened) -> Iterator[Row]:
        header = {one: _NAMES.get(one, one) for one in opened.header}
        opened.says_unread(one for one in header if header[one] not in (*self.columns, "issue"))
        for line in opened.lines():
            cells = {header.get(column, column): cell for column, cell in line.cells.items()}
            if opened.wanted.takes([cells.get("to", "").strip()]):
                yield _row(replace(line, cells=cells))


def _row(line: Line) -> Row:
    cells = Cells(line)
    text = without_markup(cells.text("text"))
    session = _session(cells)
    states = cells.listed("from", re.split("[;|]", cells.name("from")), listed.state)
    return Row(
        line=line.number,
        key=_key(session, [one.code for one in states], text) if text else "",
        mechanism=Mechanism.UPR.value,
        cycle=sessions.cycle_of(session),
        session=session,
        year=sessions.year_of(session),
        position=cells.position_of(cells.name("response")),
        texts={language_of(text): text} if text else {},
        recommending_states=states,
        themes=cells.listed("issue", re.split("[,;|]", cells.name("issue")), listed.theme),
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
