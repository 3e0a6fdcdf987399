"""The narratives of reports as HTML, each turned into it once by each process (``keeping.py``)."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cases import prose
from cases.prose import Prose
from exports.keeping import Kept, key_of

MOST = 10_000_000
"""Characters of short texts, and of full ones: some reports of 1,500 answers, in three languages each."""


def _length(of: Prose) -> int:
    return sum(len(one.html) for one in of.blocks) + sum(map(len, of.notes))


_parsed: Kept[Prose] = Kept(MOST, _length)
_html: Kept[SafeString] = Kept(MOST, len)


def parsed(text: str, *, under: int) -> Prose:
    """As :func:`cases.prose.parsed`."""
    return _parsed.get(key_of(text, under), lambda: prose.parsed(text, under=under))


def to_html(text: str, *, under: int, name: str) -> SafeString:
    """As :func:`cases.prose.to_html`, in the language that is active: notes alone are named and worded."""
    noted = (name, get_language()) if "^" in text else ()
    return _html.get(key_of(text, under, *noted), lambda: prose.to_html(text, under=under, name=name))
