"""Fits the weights of ``cases/alike/weighing.py`` to the pairs that were known when it was written.

    SUIVI_REAL_DATA=… DJANGO_SETTINGS_MODULE=config.settings python -m tests.cases.alike.fitting

Logistic regression with a small penalty on large weights, by plain gradient descent: the same each time.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from math import exp

from cases.alike.weighing import WEIGHTS, Said, Weighing
from tests.cases.alike.labelled import KNOWN, Labelled
from tests.cases.alike.real_texts import rows, texts

ROUNDS, STEP, PENALTY = 3000, 1.5, 1.0

Row = tuple[list[float], bool]


def examples(labelled: Labelled, weighing: Weighing, listed: Sequence[Said]) -> list[Row]:
    place = {row["id"]: at for at, row in enumerate(rows())}
    return [
        (list(weighing.reasons(listed[place[one]], listed[place[other]]).values()), label)
        for (one, other), label in labelled.items()
    ]


def fitted(known: Sequence[Row]) -> tuple[float, list[float]]:
    begins, weights = 0.0, [0.0] * len(known[0][0])
    for _round in range(ROUNDS):
        wrong = [_likely(begins, weights, values) - label for values, label in known]
        begins -= STEP * sum(wrong) / len(known)
        for place, weight in enumerate(weights):
            slope = sum(error * values[place] for error, (values, _) in zip(wrong, known, strict=True))
            weights[place] -= STEP * (slope + PENALTY * weight) / len(known)
    return begins, weights


def _likely(begins: float, weights: Sequence[float], values: Sequence[float]) -> float:
    return 1 / (1 + exp(-begins - sum(map(float.__mul__, weights, values))))


def main() -> None:
    begins, weights = fitted(examples(KNOWN, Weighing(texts()), texts()))
    lines = [f"{begins:6.2f}  BEGINS_AT"]
    lines += [f"{weight:6.2f}  {name}" for name, weight in zip(WEIGHTS, weights, strict=True)]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
