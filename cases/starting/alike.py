"""Which recommendations one text may answer: a plain rule over themes and words, the same each time.

Words are cut to their beginning, so that *prison* and *prisons* are one, in French, Arabic and English; a
word weighs the less, the more of the texts have it. Two texts are the nearer, the more of their weight they
share (the cosine), as the mean of the languages that both have; a theme in common counts on top. The groups
grow by average nearness, the nearest first, so that a chain of neighbours does not become one group.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import fsum, log, sqrt

from cases.searching.folding import fold

# Found with 40 recommendations each of two ministries of a real list of 756: 12 and 13 answers.
NEAR = 0.15
"""From here on two groups are one."""
SAME_THEME = 0.12
"""What a theme in common counts."""
MOST = 8
"""Cases of one proposed answer: more would be a chapter, not an answer."""

_LETTERS = 6
_WORD = re.compile(r"[^\W\d_]+")
_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال")
_SUFFIXES = ("ات", "ون", "ين", "ها", "ان", "يه", "ه")
_SHORTEST, _SHORTEST_ARABIC = 4, 3
_OF_EVERY_TEXT = """
    recommend recommends recommendation committee state party parties ensure take measures necessary steps
    including continue efforts further strengthen with view that this their order particular
    recommande recommandation comité état états partie parties assurer veiller prendre mesures nécessaires
    poursuivre efforts renforcer afin dans pour avec notamment cette leur leurs ainsi
    توصي اللجنة الدولة الطرف التدابير اللازمة اتخاذ ضمان مواصلة الجهود تعزيز على إلى التي الذي هذه بما ذلك
"""
"""What the mechanisms say in every text, and small words: nothing that two texts would share."""


@dataclass(frozen=True)
class Asked:
    """What the rule looks at. Only texts of the same ``within`` come together; ``words`` are by language."""

    key: int
    within: Hashable
    themes: frozenset[int]
    words: Mapping[str, Mapping[str, str]]


def words_of(text: str) -> dict[str, str]:
    """The beginnings of the words that count, each with the first word that begins so."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        beginning = _beginning(word)
        if beginning and beginning not in _common():
            found.setdefault(beginning, word.casefold())
    return found


class Nearness:
    """How near two of these texts are, 0 to 1 and what a theme in common counts."""

    def __init__(self, texts: Iterable[Asked]) -> None:
        listed = list(texts)
        having: dict[str, Counter[str]] = {}
        for one in listed:
            for language, words in one.words.items():
                having.setdefault(language, Counter()).update(words.keys())
        self._weights = {
            language: {word: log(1 + len(listed) / count) for word, count in counted.items()}
            for language, counted in having.items()
        }
        self._squares = {
            language: {word: weight**2 for word, weight in weights.items()}
            for language, weights in self._weights.items()
        }
        self._sets: dict[tuple[int, str], frozenset[str]] = {}
        self._lengths: dict[tuple[int, str], float] = {}

    def between(self, one: Asked, other: Asked) -> float:
        languages = sorted(one.words.keys() & other.words.keys())
        near = [self.cosine(one, other, language) for language in languages]
        theme = SAME_THEME if one.themes & other.themes else 0.0
        return sum(near) / len(near) + theme if near else theme

    def weight(self, language: str, word: str) -> float:
        return self._weights[language][word]

    def cosine(self, one: Asked, other: Asked, language: str) -> float:
        """How near two texts are that both have this language."""
        shared = self._set(one, language) & self._set(other, language)
        lengths = self.length(one, language) * self.length(other, language) if shared else 0.0
        return self.mass(language, shared) / lengths if lengths else 0.0

    def length(self, one: Asked, language: str) -> float:
        """The weight of all words of one text."""
        key = (one.key, language)
        if key not in self._lengths:
            self._lengths[key] = sqrt(self.mass(language, one.words[language]))
        return self._lengths[key]

    def mass(self, language: str, words: Iterable[str]) -> float:
        """What these words count together, in whatever order they come."""
        return fsum(map(self._squares[language].__getitem__, words))

    def _set(self, one: Asked, language: str) -> frozenset[str]:
        key = (one.key, language)
        if key not in self._sets:
            self._sets[key] = frozenset(one.words[language])
        return self._sets[key]


def together(texts: Sequence[Asked], nearness: Nearness) -> list[list[Asked]]:
    """The texts in groups of at most :data:`MOST`, each group and all groups in the order given."""
    groups = [[one] for one in texts]
    near = {
        (first, second): value
        for second, one in enumerate(texts)
        for first, other in enumerate(texts[:second])
        if one.within == other.within and (value := nearness.between(other, one))
    }
    while (best := _nearest(groups, near)) is not None:
        first, second = best
        _add_up(near, first, second)
        groups[first] += groups[second]
        groups[second] = []
    place = {one.key: at for at, one in enumerate(texts)}
    return [sorted(group, key=lambda one: place[one.key]) for group in groups if group]


def shared_words(group: Sequence[Asked], nearness: Nearness, language: str, most: int = 4) -> list[str]:
    """Words that at least half of a group have in common, the weightiest first: why it was proposed."""
    having = Counter(word for one in group for word in one.words.get(language, ()))
    common = [word for word, number in having.items() if number > 1 and 2 * number >= len(group)]
    common.sort(key=lambda word: (-having[word] * nearness.weight(language, word), word))
    said = {
        word: one.words[language][word] for one in reversed(group) for word in one.words.get(language, ())
    }
    return [said[word] for word in common[:most]]


def _nearest(groups: list[list[Asked]], near: dict[tuple[int, int], float]) -> tuple[int, int] | None:
    """The two nearest by the mean of their pairs, the first of equals; None where none are near enough."""
    best, found = 0.0, None
    for (first, second), total in near.items():
        sizes = len(groups[first]), len(groups[second])
        mean = total / (sizes[0] * sizes[1])
        fits = mean >= NEAR and sum(sizes) <= MOST
        if fits and (mean > best or (mean == best and found and (first, second) < found)):
            best, found = mean, (first, second)
    return found


def _add_up(near: dict[tuple[int, int], float], kept: int, gone: int) -> None:
    """What was near to the one that goes is so to the one that is kept."""
    for pair in [pair for pair in near if gone in pair]:
        value, other = near.pop(pair), pair[0] if pair[1] == gone else pair[1]
        if other != kept:
            key = (min(kept, other), max(kept, other))
            near[key] = near.get(key, 0.0) + value


@lru_cache(maxsize=1 << 16)
def _beginning(written: str) -> str:
    word = fold(written)
    if "\u0600" <= word[:1] <= "\u06ff":
        return _arabic_root(word)
    return word.rstrip("s")[:_LETTERS] if len(word) >= _SHORTEST else ""


def _arabic_root(word: str) -> str:
    """Without article and ending, as far as three letters stay."""
    bare = word
    for prefix in _PREFIXES:
        if bare.startswith(prefix) and len(bare) - len(prefix) >= _SHORTEST_ARABIC:
            bare = bare.removeprefix(prefix)
            break
    for suffix in _SUFFIXES:
        if bare.endswith(suffix) and len(bare) - len(suffix) >= _SHORTEST_ARABIC:
            bare = bare.removesuffix(suffix)
            break
    return bare if len(bare) >= _SHORTEST_ARABIC else ""


@cache
def _common() -> frozenset[str]:
    return frozenset(_beginning(word) for word in _OF_EVERY_TEXT.split())
