"""Who answered similar texts before: offered as lead and contributors, each with the texts that it rests on.

The texts nearest to the new one are looked up by their words and themes, and speak for the departments that
led or contributed to their answers (nearest neighbours over weighted words; nothing leaves the machine). How
often the true bodies are among the first three is measured: ``manage.py who_could_answer``, docs/alike.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from heapq import nlargest

from cases.starting.alike import SAME_THEME, Asked, Nearness

NEAREST = 10
"""So many texts speak for each new one."""
NEAR_ENOUGH = 0.1
"""Further away than this a text says nothing."""
OFFERED, RESTS_ON = 3, 3
"""So many departments are offered, and so many texts are named for each."""
OF_EVERY = 4
"""A word that more than one in so many texts have tells none from another."""


@dataclass(frozen=True)
class Before:
    """A text that was answered, by its ``asked.key``, and the ids of the departments that answered it."""

    asked: Asked
    departments: frozenset[int]


@dataclass
class Heard:
    """A department: how much speaks for it, and the keys of the texts that do, the nearest first."""

    department: int
    weight: float = 0.0
    texts: list[int] = field(default_factory=list)


class Experience:
    """What was answered before, to be asked who answered texts like a new one."""

    def __init__(self, before: Iterable[Before]) -> None:
        self._before = list(before)
        self._nearness = Nearness(one.asked for one in self._before)
        self._having: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._of_theme: dict[int, list[int]] = defaultdict(list)
        for at, one in enumerate(self._before):
            for language, words in one.asked.words.items():
                for word in words:
                    self._having[language, word].append(at)
            for theme in one.asked.themes:
                self._of_theme[theme].append(at)

    def heard(self, texts: Sequence[Asked], *, without: Collection[int] = ()) -> list[Heard]:
        """The departments for which most speaks, for all of ``texts`` together, the first first.

        ``without`` are keys of texts that are not to be heard.
        """
        found: dict[int, Heard] = {}
        spoke = sorted(
            (pair for one in texts for pair in self._nearest(one, without)),
            key=lambda pair: (-pair[0], pair[1].asked.key),
        )
        for value, before in spoke:
            for department in sorted(before.departments):
                one = found.setdefault(department, Heard(department))
                one.weight += value
                if before.asked.key not in one.texts:
                    one.texts.append(before.asked.key)
        return sorted(found.values(), key=lambda one: (-one.weight, one.department))

    def _nearest(self, one: Asked, without: Collection[int]) -> list[tuple[float, Before]]:
        near = self._near(one)
        known = (
            (value, -at)
            for at, value in near.items()
            if value >= NEAR_ENOUGH and self._before[at].asked.key not in without
        )
        return [(value, self._before[-at]) for value, at in nlargest(NEAREST, known)]

    def _near(self, one: Asked) -> dict[int, float]:
        """By place: the mean of the languages that both have, and what a theme in common counts."""
        near: dict[int, float] = defaultdict(float)
        for language, words in one.words.items():
            for at, value in self._cosines(language, words).items():
                both = len(one.words.keys() & self._before[at].asked.words.keys())
                near[at] += value / both
        for at in {at for theme in one.themes for at in self._of_theme.get(theme, ())}:
            near[at] += SAME_THEME
        return near

    def _cosines(self, language: str, words: Iterable[str]) -> dict[int, float]:
        known = [word for word in words if (language, word) in self._having]
        own = self._nearness.mass(language, known) ** 0.5
        shared: dict[int, float] = defaultdict(float)
        for word in known:
            places = self._having[language, word]
            mass = self._nearness.mass(language, (word,))
            for at in places if len(places) * OF_EVERY <= len(self._before) or len(places) < OF_EVERY else ():
                shared[at] += mass
        return {
            at: mass / (own * self._nearness.length(self._before[at].asked, language))
            for at, mass in shared.items()
        }
