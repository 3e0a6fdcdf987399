"""In which language a text of the UN is: English, French, Spanish, Arabic, Russian or Chinese."""

from __future__ import annotations

import re

_WORDS = {
    "en": frozenset(["the", "of", "and", "to", "that", "its", "with", "in", "on", "for", "by", "all"]),
    "fr": frozenset(
        ["le", "la", "les", "des", "et", "du", "de", "à", "aux", "dans", "pour", "que", "une", "sur"]
    ),
    "es": frozenset(["el", "la", "los", "las", "de", "y", "que", "del", "en", "para", "por", "una", "con"]),
}
_SCRIPTS = (
    ("ar", re.compile(r"[\u0600-\u06ff]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
)
_WORD = re.compile(r"[^\W\d_]+")
_READ = 2_000


def language_of(text: str) -> str:
    """The code of the language; English where nothing speaks for another."""
    begins = text[:_READ]
    letters = len(_WORD.findall(begins)) or 1
    for language, script in _SCRIPTS:
        if len(script.findall(begins)) > letters:
            return language
    words = [word.lower() for word in _WORD.findall(begins)]
    return max(_WORDS, key=lambda one: sum(word in _WORDS[one] for word in words))
