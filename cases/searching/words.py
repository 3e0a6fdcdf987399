"""Makes words of a text, and of what somebody looks for, so that the two meet.

A word without a digit is found by how it begins. One with a digit is a code, such as A/HRC/52/10, 144.23 or
12(b), and is found exactly as typed, whole or from one separator to another: 144.2 is not 144.23. An Arabic
word is found with the article, and what is written together with it, or without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cases.searching.folding import fold

MOST_TERMS = 12
_LONGEST = 100
_LONGEST_CODE = 8
"""Characters of a word, and parts of a code, that are looked at."""
MOST_BYTES = 500_000
"""Of the words of one row, in UTF-8; a ``tsvector`` holds a megabyte, and no real text has as many words."""
CHUNK = re.compile(r"[^\W_]+(?:(?:[./-]|\)?\()[^\W_]+)*\)?")
"""A word, or several joined as codes are; in a text that was folded."""
_PART = re.compile(r"[^\W_]+")
_ARTICLE = re.compile(r"^(?:[وفبك]?ال|[وف]?لل)(?=\w{3})")


@dataclass(frozen=True)
class Sought:
    """One word that is looked for: a word by its beginning, or a code as a whole."""

    text: str
    is_code: bool = False

    def finds(self, words: Iterable[str]) -> bool:
        if self.is_code:
            return self.text in words
        return any(word.startswith(self.text) for word in words)


def terms_of(looked_for: str) -> tuple[Sought, ...]:
    """What somebody typed, as words that are all to be found. Single letters beside others say nothing."""
    terms = [term for chunk in _chunks(fold(looked_for)) for term in _terms_in(chunk)]
    telling = [term for term in terms if len(term.text) > 1 or term.is_code]
    return tuple(dict.fromkeys(telling or terms))[:MOST_TERMS]


def searchable(texts: Iterable[str]) -> str:
    """The words of all these texts, each once, with a space between them: what the index keeps.

    The first of them, up to ``MOST_BYTES``.
    """
    return " ".join(_first_of(dict.fromkeys(word for text in texts for word in words_of(text))))


def _first_of(words: Iterable[str]) -> Iterator[str]:
    room = MOST_BYTES
    for word in words:
        room -= len(word.encode()) + 1
        if room < 0:
            return
        yield word


def words_of(text: str) -> Iterator[str]:
    for chunk in _chunks(fold(text)):
        for words in forms_in(chunk):
            yield from words


def forms_in(chunk: str) -> list[list[str]]:
    """The words of one chunk, each with the forms under which it is found."""
    if has_digit(chunk):
        return [[run[:_LONGEST] for run in _runs(chunk)]]
    return [_forms(part) for part in _PART.findall(chunk)]


def has_digit(chunk: str) -> bool:
    return any(character.isdecimal() for character in chunk)


def whole(chunk: str) -> str:
    """Without the bracket that closes what was opened before the chunk."""
    return chunk if chunk.count("(") >= chunk.count(")") else chunk.removesuffix(")")


def _chunks(folded: str) -> Iterator[str]:
    return (whole(found.group()) for found in CHUNK.finditer(folded))


def _terms_in(chunk: str) -> list[Sought]:
    if has_digit(chunk):
        return [Sought(chunk[:_LONGEST], is_code=True)]
    return [Sought(_ARTICLE.sub("", part)[:_LONGEST]) for part in _PART.findall(chunk)]


def _forms(word: str) -> list[str]:
    """The word; where it begins with an Arabic article, also what follows that."""
    return [form[:_LONGEST] for form in dict.fromkeys((word, _ARTICLE.sub("", word)))]


def _runs(code: str) -> Iterator[str]:
    """The code, and each stretch of its parts; a single part where it tells by itself."""
    parts = list(_PART.finditer(code))
    yield code
    if len(parts) == 1 or len(parts) > _LONGEST_CODE:
        return
    for first, begins in enumerate(parts):
        if begins.start() and code[begins.start() - 1] == "(":
            continue
        for ends in parts[first:]:
            alone = ends is begins
            if not alone or first == 0 or len(begins.group()) > 2 or begins.group().isalpha():
                yield _closed(code, begins.start(), ends.end())


def _closed(code: str, begins: int, ends: int) -> str:
    """With the bracket that it opened."""
    run = code[begins:ends]
    return run + ")" if run.count("(") > run.count(")") else run
