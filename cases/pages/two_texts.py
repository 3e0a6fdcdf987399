"""Two people in one text: theirs as saved and mine as typed, put together where they can be.

The editor holds both, with mine where the two clash; the clashes stand above it, to choose from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from cases.drafting.merging import Merged, merge
from cases.models import Part, Version
from cases.pages.numbers import whole_number

MOST = 10**8
"""No number in a hidden field is as large."""
FIELDS = {"full_text": _("Full text"), "short_text": _("Short text"), "text": _("Our part")}


@dataclass(frozen=True)
class TwoTexts:
    """``theirs`` as saved, ``began`` the number of the text with which mine began; merged by field."""

    theirs: Any
    began: int
    merged: Mapping[str, Merged]

    @property
    def clashes(self) -> list[dict[str, Any]]:
        return [
            {"field": FIELDS[name], "clash": clash}
            for name, merged in self.merged.items()
            for clash in merged.clashes
        ]

    def texts(self, choices: Mapping[str, str] | None = None) -> dict[str, str]:
        return {name: merged.text(choices) for name, merged in self.merged.items()}

    def initial(self) -> dict[str, Any]:
        """What the editor holds: saving it goes on from theirs."""
        return self.texts() | {"started_from": self.theirs.number}


def two_texts(
    versions: Iterable[Version | Part], *, began: int, theirs: int, mine: Mapping[str, str]
) -> TwoTexts | None:
    """``began`` and ``theirs`` are numbers among ``versions``; None where theirs is not among them."""
    numbered = {one.number: one for one in versions}
    saved, base = numbered.get(theirs), numbered.get(began)
    if saved is None:
        return None
    merged = {
        name: merge(getattr(base, name, ""), getattr(saved, name), mine.get(name, ""))
        for name in FIELDS
        if hasattr(saved, name)
    }
    return TwoTexts(saved, began, merged)


def typed_again(request: HttpRequest, both: TwoTexts | None) -> QueryDict:
    """What was sent, with both texts in place of mine."""
    again = request.POST.copy()
    for name, value in (both.initial() if both else {}).items():
        again[name] = str(value)
    return again


def choices_in(request: HttpRequest) -> dict[str, str]:
    """What was chosen for each clash, by its key."""
    return {
        name.removeprefix("choice-"): str(choice)
        for name, choice in request.POST.items()
        if name.startswith("choice-")
    }


def number_in(request: HttpRequest, name: str) -> int:
    """A number that a hidden field carries; 0 where it carries none."""
    return whole_number(request.POST.get(name, ""), most=MOST) or 0
