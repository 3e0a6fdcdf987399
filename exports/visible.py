"""Texts without what nobody sees: control characters, halves of characters, turners of direction.

Names and titles come from forms, imports and the API; one stray character of these would keep a paper from
being made (XML and UTF-8 know none of them), or turn the words around it. Narratives: ``cases/prose.py``.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
Thing = TypeVar("Thing")


def visible(thing: Thing) -> Thing:
    """Plain data whose texts are all visible; what holds none of these characters is the same."""
    made: Any = _visible(thing)
    return made


def _visible(thing: Any) -> Any:
    if isinstance(thing, str):
        return _UNSEEN.sub("", thing)
    if isinstance(thing, dict):
        return {name: _visible(value) for name, value in thing.items()}
    if isinstance(thing, list):
        return [_visible(one) for one in thing]
    return thing
