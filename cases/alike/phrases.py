"""Finds phrases of three languages in a text, by the beginnings of its words.

They stand in tables in ``lists/``, whose README says how they are written.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from cases.searching.folding import fold

_FOLDER = Path(__file__).parent / "lists"
_LANGUAGES = ("en", "fr", "ar")
_WORD = re.compile(r"[^\W_]+")
_GAP = "…"
_WIDEST = 4
"""Words that a gap stands for, at most."""
_FIRST = 3
"""Letters by which the phrases that may begin at a word are looked up."""
_ARTICLE = re.compile(r"^[وف]?(?:[بك]?ال|لل)(?=\w{2})")
_JOINED = re.compile(r"^[وفبلك]{1,2}(?=\w{2})")
"""What Arabic writes as one word with the next."""
_SMALL_WORDS = """
    de du des d la le les l un une et a au aux en sur par pour relatif relative relatifs relatives concernant
    contre se s rapportant toutes tous toute tout ou ses son sa leur leurs ces cette ce qu que qui dans
    the of on for and against to relating concerning all its from in with by an at or
    من في علي الي عن بشان المتعلقه المتعلق المتعلقين الخاصه الخاص الملحق جميع كافه كل اشكال ضد بين و او
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_NAMED = "§"
"""Where the name of an instrument stood."""


@dataclass(frozen=True)
class _Begins:
    """A word of a phrase: how it begins, or all of it. An Arabic one may have others joined before it."""

    letters: str
    is_whole: bool

    def is_of(self, word: str) -> bool:
        return word == self.letters if self.is_whole else word.startswith(self.letters)


_Phrase = tuple[_Begins | None, ...]


def words_in(text: str) -> list[str]:
    """As phrases are compared with them: folded, without Arabic articles and small words."""
    bare = (_bare(word) for word in _WORD.findall(fold(text)))
    return [word for word in bare if word]


@lru_cache(maxsize=1 << 16)
def _bare(folded: str) -> str:
    """Without the article; empty for a small word."""
    if folded in _SMALL:
        return ""
    bare = _ARTICLE.sub("", folded) if folded[0] > "\u0600" else folded
    return "" if bare in _SMALL else bare


def found_in(words: Sequence[str], table: str) -> frozenset[str]:
    """The codes of the phrases of a table that stand there."""
    return frozenset(
        code
        for at, word in enumerate(words)
        for code, phrase in _beginning_with(table, word)
        if _end_of(phrase, words, at)
    )


def taken_out(words: Sequence[str], table: str) -> tuple[frozenset[str], list[str]]:
    """The codes of the phrases, found from left to right, of several the longest; and the words without them,
    so that a part of a name says no more."""
    found: set[str] = set()
    rest: list[str] = []
    at = 0
    while at < len(words):
        ends = [
            (len(phrase), end, code)
            for code, phrase in _beginning_with(table, words[at])
            if (end := _end_of(phrase, words, at))
        ]
        if ends:
            _length, at, code = max(ends)
            found.add(code)
            rest.append(_NAMED)
        else:
            rest.append(words[at])
            at += 1
    return frozenset(found), rest


def _end_of(phrase: _Phrase, words: Sequence[str], at: int) -> int:
    """Behind which word the phrase ends that begins at one; 0 where it does not stand there."""
    for place, part in enumerate(phrase):
        if part is None:
            rest = phrase[place + 1 :]
            return next((end for skip in range(_WIDEST + 1) if (end := _end_of(rest, words, at + skip))), 0)
        if at >= len(words) or not any(part.is_of(word) for word in _forms(words[at])):
            return 0
        at += 1
    return at


@lru_cache(maxsize=1 << 16)
def _forms(word: str) -> tuple[str, ...]:
    """A word, and what is left of an Arabic one without what is joined to it."""
    if word[0] < "\u0600":
        return (word,)
    return tuple({word, word[1:], _JOINED.sub("", word)} if _JOINED.match(word) else {word})


@lru_cache(maxsize=1 << 16)
def _beginning_with(table: str, word: str) -> tuple[tuple[str, _Phrase], ...]:
    """The phrases of which the first word may be this one, with their codes."""
    by_letters = _phrases(table)
    return tuple(
        (code, phrase)
        for form in _forms(word)
        for length in range(1, _FIRST + 1)
        for code, phrase in (by_letters.get(form[:length], ()) if length <= len(form) else ())
        if phrase[0] is not None and phrase[0].is_of(form)
    )


@cache
def _phrases(table: str) -> dict[str, list[tuple[str, _Phrase]]]:
    """By the first letters of their first word."""
    found: dict[str, list[tuple[str, _Phrase]]] = defaultdict(list)
    with (_FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for written in (one for code in _LANGUAGES for one in row[code].split("|")):
                phrase = tuple(None if part == _GAP else _begins(part) for part in written.split())
                if phrase and phrase[0] is not None:
                    found[phrase[0].letters[:_FIRST]].append((row["code"], phrase))
    return dict(found)


def _begins(written: str) -> _Begins:
    folded = fold(written)
    letters = folded.rstrip(".")
    bare = _ARTICLE.sub("", letters) if letters[0] > "\u0600" else letters
    return _Begins(bare, is_whole=folded.endswith("."))
