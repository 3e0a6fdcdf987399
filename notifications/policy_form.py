"""The form of the ladder's numbers: each within its bounds, and in an order that makes sense."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cases.pages.since_shown import was
from notifications.policy import NUMBERS, Number, Policy

KNOWN = {one.name: one for numbers in NUMBERS.values() for one in numbers}

# fmt: off
FALLING: Sequence[Sequence[str]] = (
    ("long_window", "long_first", "long_second", "long_last"),
    ("long_window", "middle_window"),
    ("middle_window", "middle_first", "middle_last"),
    ("middle_window", "short_first"),
)
"""Each is to be smaller than the one before it: the closer the due date, the later the step."""
RISING: Sequence[Sequence[str]] = (
    ("late_first", "late_question", "late_head", "escalation", "escalation_again"),
    ("sign_first", "sign_second", "sign_third"),
    ("validate_first", "validate_second", "validate_third"),
)
"""Each is to be larger than the one before it."""
# fmt: on


class PolicyForm(forms.Form):
    """A step whose number is left empty is switched off, where that is possible."""

    def __init__(self, data: Any = None, *, stands: Policy) -> None:
        super().__init__(data, initial=asdict(stands))
        for one in KNOWN.values():
            self.fields[one.name] = _field(one)

    def clean(self) -> dict[str, Any]:
        for chain in FALLING:
            self._look_at(chain, larger=False)
        for chain in RISING:
            self._look_at(chain, larger=True)
        first, last = self.cleaned_data.get("morning_from"), self.cleaned_data.get("morning_until")
        if first is not None and last is not None and last < first:
            sentence = _("The last mail cannot leave before the first: give %(first)d or more.")
            self.add_error("morning_until", sentence % {"first": first})
        return self.cleaned_data

    def policy(self) -> Policy:
        """The numbers of a valid form."""
        return Policy(**{name: self.cleaned_data[name] for name in KNOWN})

    def was(self) -> list[tuple[str, str]]:
        return was(self, standing(self.initial))

    def groups(self) -> list[tuple[object, list[forms.BoundField]]]:
        return [(group, [self[one.name] for one in numbers]) for group, numbers in NUMBERS.items()]

    def _look_at(self, chain: Sequence[str], *, larger: bool) -> None:
        given = [(name, self.cleaned_data[name]) for name in chain if self.cleaned_data.get(name) is not None]
        for (before, least), (name, days) in pairwise(given):
            if (days <= least) if larger else (days >= least):
                self.add_error(name, _why_not(KNOWN[before], least, larger=larger))


def standing(numbers: Mapping[str, Any]) -> dict[str, str]:
    """The numbers as the form shows them; a step that is switched off is empty."""
    return {name: "" if numbers[name] is None else str(numbers[name]) for name in KNOWN}


def _field(one: Number) -> forms.IntegerField:
    bounds = {"least": one.least, "most": one.most}
    between = _("A whole number from %(least)d to %(most)d.") % bounds
    if one.least == one.most:
        between = _("Only %(least)d, or nothing.") % bounds
    errors = dict.fromkeys(("invalid", "min_value", "max_value"), between)
    errors["required"] = _("This number is needed: from %(least)d to %(most)d.") % bounds
    return forms.IntegerField(
        label=one.label,
        required=not one.may_be_empty,
        min_value=one.least,
        max_value=one.most,
        error_messages=errors,
    )


def _why_not(before: Number, days: int, *, larger: bool) -> str:
    said = {"step": before.label, "days": days}
    if larger:
        return _("Give more than %(days)d, which is the number of “%(step)s”.") % said
    return _("Give less than %(days)d, which is the number of “%(step)s”.") % said
