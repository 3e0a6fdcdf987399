"""Which texts say the same thing, surely or perhaps: found without comparing all with all.

Two texts are compared in all languages that both have, and by what they are about (``marks.py``), which is
known whatever the language; how likely they say the same is weighed (``weighing.py``). What this finds and
misses was measured: docs/alike.md.

No text is compared with all others, only with those that share one of its rarest words, or enough of its
subjects, so that the time grows little faster than the number of texts.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest
from itertools import combinations

from cases.alike.marks import Marks, marks_of
from cases.alike.weighing import Paragraph, Said, Weighing
from cases.importing.sameness import paragraph_parts
from cases.searching.folding import fold
from cases.starting.alike import Asked, Nearness, words_of
from cases.un import Mechanism

NEAR = 0.45
"""By so much of its words or its subjects a text may be near to another at least."""
TELLING = 0.1
"""Two near texts share so much at least in the words that tell most."""
MOST_WITH_A_WORD = 400
"""A word or a subject that more texts have leads to none of them."""
MOST_COMPARED = 200
"""Each text is compared with so many before it, the nearest by rare words or subjects."""
_WORD = re.compile(r"[^\W_]+")

Pair = tuple[int, int]


def said(
    key: int,
    texts: Mapping[str, tuple[str, str]],
    *,
    mechanism: str = "",
    year: int = 0,
    paragraph: str = "",
) -> Said:
    """``texts`` are by language: the text, and the opening that it shares with others, if any.

    The opening says whom it is about; as words it would bring together all that stand under it.
    """
    whole = {code: " ".join(_WORD.findall(fold(" ".join(reversed(text))))) for code, text in texts.items()}
    parts = paragraph_parts(paragraph)
    return Said(
        key=key,
        whole={code: words for code, words in whole.items() if words},
        asked=Asked(key, None, frozenset(), {code: words_of(text) for code, (text, _) in texts.items()}),
        marks={code: marks_of(text, opening, mechanism) for code, (text, opening) in texts.items()},
        mechanism=mechanism,
        paragraph=_number(mechanism, year, parts) if parts else None,
    )


def _number(mechanism: str, year: int, parts: tuple[str, ...]) -> Paragraph:
    """All recommendations of a review stand in one paragraph: 144.12 and 144.13 are two."""
    return mechanism, year, parts[: 2 if mechanism == Mechanism.UPR else 1]


def near_pairs(texts: Sequence[Said]) -> dict[Pair, float]:
    """The pairs that perhaps say the same, as places in ``texts``, the first the lower, and how likely."""
    weighing = Weighing(texts)
    found = dict.fromkeys(_same_words(texts), 1.0)
    likely = _Likely(texts, weighing)
    for at, one in enumerate(texts):
        for before in likely.before(at):
            if (before, at) not in found and (value := weighing.likely(texts[before], one)):
                found[before, at] = value
    return found


def _same_words(texts: Sequence[Said]) -> Iterator[Pair]:
    having: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, one in enumerate(texts):
        for language, whole in one.whole.items():
            having[language, whole].append(at)
    for places in having.values():
        yield from combinations(places[:MOST_WITH_A_WORD], 2)


@dataclass
class _Likely:
    """Looks up, for one text after the other, those before it that it may be near to."""

    texts: Sequence[Said]
    weighing: Weighing
    having: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    about: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    lengths: list[float] = field(default_factory=list)

    def before(self, at: int) -> list[int]:
        """The nearest first, :data:`MOST_COMPARED` at most."""
        one, words = self.texts[at], self.weighing.words
        telling = {code: _telling(one.asked, code, words) for code in one.asked.words}
        near = self._by_subjects(one.about)
        for place, value in self._by_words(one, telling):
            near[place] = max(value, near.get(place, 0.0))
        for language, listed in telling.items():
            for word in listed:
                self.having[language, word].append(at)
        for subject in one.about.subjects:
            self.about[subject].append(at)
        self.lengths.append(self.weighing.length(one.about))
        return nsmallest(MOST_COMPARED, near, key=lambda place: (-near[place], place))

    def _by_words(self, one: Said, telling: Mapping[str, Sequence[str]]) -> Iterator[tuple[int, float]]:
        """Those that share enough of the words that tell most, in one language at least; and how much."""
        words = self.weighing.words
        for language, listed in telling.items():
            places = (
                (self.having.get((language, word), ()), words.mass(language, (word,))) for word in listed
            )
            own = words.length(one.asked, language)
            for at, mass in _gathered(places).items():
                if (shared := mass / (own * words.length(self.texts[at].asked, language))) >= TELLING:
                    yield at, shared

    def _by_subjects(self, marks: Marks) -> dict[int, float]:
        """Those that are about the same for a good part; how much."""
        of_subject, own = self.weighing.of_subject, self.weighing.length(marks)
        places = ((self.about.get(code, ()), of_subject[code]) for code in sorted(marks.subjects))
        shared = ((at, mass / (own * self.lengths[at])) for at, mass in _gathered(places).items())
        return {at: value for at, value in shared if value >= NEAR}


def _gathered(places: Iterable[tuple[Sequence[int], float]]) -> dict[int, float]:
    """What each place shares, of lists of places and what each counts."""
    shared: dict[int, float] = defaultdict(float)
    for listed, mass in places:
        for at in listed if len(listed) < MOST_WITH_A_WORD else ():
            shared[at] += mass
    return shared


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
