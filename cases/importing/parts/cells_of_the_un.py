"""What cells of UN exports hold beside plain text: values with a dash before each, and markup."""

from __future__ import annotations

import re
from html import unescape

_DASH = re.compile(r"^\s*[-–•]\s+")
_BREAK = re.compile(r"<\s*(?:br|/p|/div|/li|/tr|/h\d)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|br|b|i|u|s|em|strong|span|div|li|ul|ol|a|sup|sub|table|tbody|tr|td|th|font|h\d|o:p)\b[^>]{0,500}>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{1,6}|#x[0-9a-fA-F]{1,5});")
_BLANKS = re.compile(r"[ \t\u00a0]+")
_UNSEEN = re.compile(r"[\u00ad\u200b\u2060\ufeff]")
"""Places where a line may be broken, which stand in texts that were copied from pages."""
_LINES = re.compile(r"(?<!\s)\s*\n\s*")


def values(cell: str) -> tuple[str, ...]:
    """Each value once: one to a line, with or without "- " before it.

    Where values have a dash, a line without one goes on with the value before it.
    """
    lines = [line for line in cell.splitlines() if line.strip()]
    with_dashes = any(_DASH.match(line) for line in lines)
    found: list[str] = []
    for line in lines:
        words = " ".join(_DASH.sub("", line, count=1).split())
        if with_dashes and found and not _DASH.match(line):
            found[-1] = f"{found[-1]} {words}"
        else:
            found.append(words)
    return tuple(dict.fromkeys(one for one in found if one and one != "-"))


def dashed(cell: str) -> tuple[str, ...]:
    """The values of a cell in which each stands behind a dash; nothing for a cell that is not written so."""
    return values(cell) if _DASH.match(cell) else ()


def value(cell: str) -> str:
    """The only value, or the first."""
    return next(iter(values(cell)), "")


def without_markup(text: str) -> str:
    """The text of HTML, its paragraphs on lines of their own; "<" in a plain text stays."""
    if _TAG.search(text):
        text = _TAG.sub("", _BREAK.sub("\n", text))
    if _ENTITY.search(text):
        text = unescape(text)
    text = _UNSEEN.sub("", text)
    return _LINES.sub("\n", _BLANKS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))).strip()
