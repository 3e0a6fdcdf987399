"""The text of a report's HTML without its elements: for cells, for counting, for comparing."""

from __future__ import annotations

import re
from html import unescape

_ENDS_A_LINE = re.compile(r"<br\s*/?>|</(?:p|li|h[1-6]|tr|blockquote)>", re.IGNORECASE)
_CELL = re.compile(r"</t[hd]>\s*<t[hd][^<>]*>", re.IGNORECASE)
_NOTE = re.compile(r"""<a [^<>]*href="#note-(\d+)"[^<>]*>.*?</a>""")
_TAG = re.compile(r"<[^<>]*>")
_BLANKS = re.compile(r"\s*\n\s*")


def plain(html: str) -> str:
    """What is read in it, each paragraph, item and row on a line of its own; a note is called ``[3]``.

    ``html`` is that of ``cases/prose.py``, which has no element and no attribute but its own.
    """
    lines = _ENDS_A_LINE.sub("\n", _CELL.sub(" | ", _NOTE.sub(r" [\1]", html.replace("\n", " "))))
    return _BLANKS.sub("\n", unescape(_TAG.sub("", lines))).strip()


def without_notes(html: str) -> str:
    """The same, without the numbers of notes: they change with every note before them."""
    return plain(_NOTE.sub("", html))
