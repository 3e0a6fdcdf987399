"""The recommendations that the reason of a row names, to be compared with it where it needs a look."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from cases.models import Case, Recommendation, StagedRow
from cases.people.models import User

_REFERENCE = re.compile(r"[A-Z]+-\d{4}[\w.-]*")


def references_in(reason: str) -> list[str]:
    """References in the order in which a sentence of ours names them."""
    return list(dict.fromkeys(found.rstrip(".-") for found in _REFERENCE.findall(reason)))


def comparable(one: Recommendation, languages: Iterable[str]) -> list[Any]:
    """Its texts in the languages of a row; where it has none in these, that of the reader."""
    spoken = set(languages)
    shared: list[Any] = [wording for wording in one.wordings.all() if wording.language in spoken]
    return shared or [wording for wording in [one.wording()] if wording]


def named_in(rows: Iterable[StagedRow], by: User) -> dict[str, Recommendation]:
    """By reference, with their texts; without those whose case is hidden from ``by``. Two queries."""
    names = {one for row in rows for one in references_in(row.reason)}
    restricted = Case.objects.filter(restricted=True)
    hidden = restricted.exclude(pk__in=restricted.not_hidden_from(by).values("pk"))
    found = Recommendation.objects.filter(reference__in=names).exclude(pk__in=hidden.values("recommendation"))
    return {one.reference: one for one in found.prefetch_related("wordings")}
