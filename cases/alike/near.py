"""Which texts say the same thing: a plain rule over their words, the same each time.

Two texts are compared in each language that both have. They say the same where the words are the same; or
where they are near (:class:`cases.starting.alike.Nearness`), what they do not share stands nearly all in one
of them, and both are about the same persons: a longer text adds something, a text with one word in place of
another asks for something else. What this finds and misses was measured: docs/alike.md.

No text is compared with all others. For two to be near they must share one of their rarest words, which are
few and which few texts have, so that the time grows little faster than the number of texts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from cases.alike.persons import persons_in
from cases.searching.folding import fold
from cases.starting.alike import Asked, Nearness, words_of

NEAR = 0.55
"""From here on two texts may say the same."""
REPLACED = 0.2
"""With more of the weight of both in words that the other has not, one thing stands in place of another."""
TELLING = 0.12
"""Two near texts share so much at least in the words that tell most."""
MOST_WITH_A_WORD = 400
"""A word that more texts have leads to none of them."""
_WORD = re.compile(r"[^\W_]+")

Pair = tuple[int, int]


@dataclass(frozen=True)
class Said:
    """One text by language: all of its words in order, the words that count, whom it is about."""

    key: int
    whole: Mapping[str, str]
    asked: Asked
    persons: Mapping[str, frozenset[str]]


def said(key: int, texts: Mapping[str, tuple[str, str]]) -> Said:
    """``texts`` are by language: the text, and the opening that it shares with others, if any.

    The opening says whom it is about; as words it would bring together all that stand under it.
    """
    whole = {code: " ".join(_WORD.findall(fold(" ".join(reversed(text))))) for code, text in texts.items()}
    return Said(
        key=key,
        whole={code: words for code, words in whole.items() if words},
        asked=Asked(key, None, frozenset(), {code: words_of(text) for code, (text, _) in texts.items()}),
        persons={code: persons_in(f"{opening} {text}") for code, (text, opening) in texts.items()},
    )


def near_pairs(texts: Sequence[Said]) -> dict[Pair, float]:
    """The pairs that say the same, as places in ``texts``, the first the lower, and how near they are."""
    nearness = Nearness(one.asked for one in texts)
    found = dict.fromkeys(_same_words(texts), 1.0)
    having: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, one in enumerate(texts):
        telling = {code: _telling(one.asked, code, nearness) for code in one.asked.words}
        for before in sorted(_likely(one, telling, texts, having, nearness)):
            if (before, at) not in found and (value := _nearness(texts[before], one, nearness)):
                found[before, at] = value
        for language, words in telling.items():
            for word in words:
                having[language, word].append(at)
    return found


def _same_words(texts: Sequence[Said]) -> Iterator[Pair]:
    having: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, one in enumerate(texts):
        for language, whole in one.whole.items():
            having[language, whole].append(at)
    for places in having.values():
        yield from combinations(places[:MOST_WITH_A_WORD], 2)


def _likely(
    one: Said,
    telling: Mapping[str, Sequence[str]],
    texts: Sequence[Said],
    having: Mapping[tuple[str, str], Sequence[int]],
    nearness: Nearness,
) -> set[int]:
    """The texts before that share enough of the words that tell most, in one language at least."""
    found: set[int] = set()
    for language, words in telling.items():
        shared: dict[int, float] = defaultdict(float)
        for word in words:
            places = having.get((language, word), ())
            mass = nearness.mass(language, (word,))
            for at in places if len(places) < MOST_WITH_A_WORD else ():
                shared[at] += mass
        own = nearness.length(one.asked, language)
        found.update(
            at
            for at, mass in shared.items()
            if mass >= TELLING * own * nearness.length(texts[at].asked, language)
        )
    return found


def _telling(one: Asked, language: str, nearness: Nearness) -> list[str]:
    """The words without which it would be near to nothing: the rarest that it has.

    As many as it takes until what is left is too little for a nearness of ``NEAR``. The rarest word of two
    near texts is among these of both (R. Bayardo and others, Scaling Up All Pairs Similarity Search, 2007).
    """
    found = []
    left = whole = nearness.length(one, language) ** 2
    for weight, word in sorted((-nearness.weight(language, word), word) for word in one.words[language]):
        if left < NEAR**2 * whole:
            break
        found.append(word)
        left -= weight**2
    return found


def _nearness(one: Said, other: Said, nearness: Nearness) -> float:
    """In the language in which they are nearest; 0 where they do not say the same."""
    languages = sorted(one.asked.words.keys() & other.asked.words.keys())
    near = ((nearness.cosine(one.asked, other.asked, code), code) for code in languages)
    value, language = max(near, default=(0.0, ""))
    if value < NEAR or one.persons[language] != other.persons[language]:
        return 0.0
    return min(value, 1.0) if _replaced(one.asked, other.asked, language, nearness) < REPLACED else 0.0


def _replaced(one: Asked, other: Asked, language: str, nearness: Nearness) -> float:
    """The share of its weight that each has for itself, of the two the smaller."""
    return min(_own(one, other, language, nearness), _own(other, one, language, nearness))


def _own(one: Asked, other: Asked, language: str, nearness: Nearness) -> float:
    own = one.words[language].keys() - other.words[language].keys()
    return nearness.mass(language, own) / (nearness.length(one, language) ** 2 or 1.0)
