"""The recommendations that the reason of a row names, to be compared with it where it needs a look."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from cases.models import Recommendation, StagedRow

_REFERENCE = re.compile(r"[A-Z]+-\d{4}[\w.-]*")


def references_in(reason: str) -> list[str]:
    """References in the order in which a sentence of ours names them."""
    return list(dict.fromkeys(found.rstrip(".-") for found in _REFERENCE.findall(reason)))


def comparable(one: Recommendation, languages: Iterable[str]) -> list[Any]:
    """Its texts in the languages of a row; where it has none in these, that of the reader."""
    spoken = set(languages)
    shared: list[Any] = [wording for wording in one.wordings.all() if wording.language in spoken]
    return shared or [wording for wording in [one.wording()] if wording]


def named_in(rows: Iterable[StagedRow]) -> dict[str, Recommendation]:
    """By reference, with their texts, the UN's: what is restricted looks as all else. Two queries."""
    names = {one for row in rows for one in references_in(row.reason)}
    found = Recommendation.objects.filter(reference__in=names).prefetch_related("wordings")
    return {one.reference: one for one in found}
