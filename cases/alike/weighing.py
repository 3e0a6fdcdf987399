"""How likely two texts say the same: what they share and what sets them apart, weighed.

The weights were fitted to pairs that were labelled by eye, and written down here (logistic regression;
``tests/cases/alike/fitting.py``). Each is said in words in docs/alike.md, with what it finds and misses.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from math import exp, fsum, log, sqrt
from operator import or_

from cases.alike.levels import PERHAPS
from cases.alike.marks import Marks
from cases.starting.alike import Asked, Nearness

Paragraph = tuple[str, int, tuple[str, ...]]
"""Mechanism, year, and the number that all items of one paragraph have."""

# fmt: off
WEIGHTS = {
    "words":        0.56,
    "within":       1.20,
    "subjects":     2.94,
    "no_subject":   1.27,
    "acts":         1.71,
    "persons":      0.92,
    "other_persons": -0.92,
    "other_instrument": -1.05,
    "one_paragraph": -1.71,
    "two_reports":  -1.79,
}
# fmt: on
BEGINS_AT = -4.39
_LEAST = log(PERHAPS / (1 - PERHAPS))
_RATIFY = "ratify"
_REPORTS = frozenset({"next-report", "concluding-observations"})
"""What is said of these is asked by one committee of its own report."""


@dataclass(frozen=True)
class Said:
    """One text: by language all of its words in order, and those that count; what it is about."""

    key: int
    whole: Mapping[str, str]
    asked: Asked
    marks: Mapping[str, Marks]
    mechanism: str = ""
    paragraph: Paragraph | None = None

    @cached_property
    def about(self) -> Marks:
        """In whatever language it says so."""
        return reduce(or_, self.marks.values(), Marks())


class Weighing:
    """Weighs the pairs of these texts. A word or a subject counts the more, the fewer texts have it."""

    def __init__(self, texts: Iterable[Said]) -> None:
        listed = list(texts)
        self.words = Nearness(one.asked for one in listed)
        counted = Counter(subject for one in listed for subject in one.about.subjects)
        self.of_subject = {code: log(1 + len(listed) / count) ** 2 for code, count in counted.items()}
        self._masses: dict[frozenset[str], float] = {}

    def likely(self, one: Said, other: Said) -> float:
        """0 to 1: of so many pairs like this one, the share that says the same. 0 below :data:`PERHAPS`."""
        known = self._whatever_the_words(one, other)
        weighed = BEGINS_AT + sum(WEIGHTS[name] * value for name, value in known.items())
        if weighed + WEIGHTS["words"] + WEIGHTS["within"] < _LEAST:
            return 0.0
        near, within = self._by_words(one.asked, other.asked)
        weighed += WEIGHTS["words"] * near + WEIGHTS["within"] * within
        return 1 / (1 + exp(-weighed)) if weighed >= _LEAST else 0.0

    def reasons(self, one: Said, other: Said) -> dict[str, float]:
        """Each 0 to 1, by the names of :data:`WEIGHTS`; the mean of the languages that both have."""
        near, within = self._by_words(one.asked, other.asked)
        return {"words": near, "within": within, **self._whatever_the_words(one, other)}

    def _whatever_the_words(self, one: Said, other: Said) -> dict[str, float]:
        languages = one.marks.keys() & other.marks.keys()
        pairs = [(one.marks[code], other.marks[code]) for code in languages] or [(one.about, other.about)]
        told = [self._by_marks(*pair) for pair in pairs]
        return {
            **{name: fsum(by[name] for by in told) / len(told) for name in told[0]},
            "one_paragraph": float(one.paragraph is not None and one.paragraph == other.paragraph),
            "two_reports": float(
                one.mechanism != other.mechanism
                and not _REPORTS.isdisjoint(one.about.subjects)
                and not _REPORTS.isdisjoint(other.about.subjects)
            ),
        }

    def _by_marks(self, one: Marks, other: Marks) -> dict[str, float]:
        named = bool(one.instruments and other.instruments)
        each_other = bool(one.persons - other.persons) and bool(other.persons - one.persons)
        both_ratify = _RATIFY in one.acts & other.acts
        return {
            "subjects": self.by_subjects(one, other),
            "no_subject": float(not one.subjects and not other.subjects),
            "acts": _in_common(one.acts, other.acts),
            "persons": float(one.persons == other.persons),
            "other_persons": float(each_other),
            "other_instrument": float(both_ratify and named and not one.instruments & other.instruments),
        }

    def by_subjects(self, one: Marks, other: Marks) -> float:
        """The cosine of what two texts are about."""
        shared = self._mass(one.subjects & other.subjects)
        return shared / (self.length(one) * self.length(other)) if shared else 0.0

    def _mass(self, subjects: frozenset[str]) -> float:
        if subjects not in self._masses:
            self._masses[subjects] = fsum(self.of_subject[code] for code in subjects)
        return self._masses[subjects]

    def length(self, one: Marks) -> float:
        """The weight of all subjects of one text."""
        return sqrt(self._mass(one.subjects))

    def _by_words(self, one: Asked, other: Asked) -> tuple[float, float]:
        """The mean, over the languages that both have, of the cosine and of how much of the one with less
        stands in the other."""
        languages = sorted(one.words.keys() & other.words.keys())
        if not languages:
            return 0.0, 0.0
        near = [self.words.cosine(one, other, code) for code in languages]
        least = [min(self.words.length(one, code), self.words.length(other, code)) for code in languages]
        most = [max(self.words.length(one, code), self.words.length(other, code)) for code in languages]
        within = [
            value * longer / shorter if shorter else 0.0
            for value, shorter, longer in zip(near, least, most, strict=True)
        ]
        return sum(near) / len(near), sum(within) / len(within)


def _in_common(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other) if one or other else 0.5
