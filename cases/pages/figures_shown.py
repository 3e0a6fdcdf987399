"""The figures of a text as the pages show them, and the form that gives sources to some of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from cases.drafting.figure_sources import Said, Sourced
from cases.models import Evidence, Version
from cases.pages.forms import MOST_VERSIONS, DayField

MOST = 60
"""So many figures a page shows; those without a source come first."""


@dataclass(frozen=True)
class Shown:
    """One row: the figure, and whether its date is more than a year ago."""

    figure: Sourced
    is_old: bool


@dataclass(frozen=True)
class Figures:
    """The first ``MOST`` in ``rows``; ``total`` and ``bare`` (without a source) count all."""

    rows: list[Shown]
    total: int
    bare: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


def shown_figures(figures: Sequence[Sourced], today: date) -> Figures:
    ordered = sorted(figures, key=lambda one: one.has_source)
    rows = [Shown(one, one.is_old(today)) for one in ordered[:MOST]]
    return Figures(rows, len(figures), sum(not one.has_source for one in figures))


class FigureForm(forms.Form):
    """A source for the figures that are ticked; ``number`` is the version in which they stand."""

    source = forms.CharField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("Such as: Health statistics 2025, table 4."),
        max_length=255,
        widget=forms.TextInput({"dir": "auto"}),
        required=False,
    )
    evidence = forms.ChoiceField(label=gettext_lazy("Or a piece of evidence of this case"), required=False)
    institution = forms.CharField(
        label=gettext_lazy("Institution"),
        max_length=255,
        widget=forms.TextInput({"dir": "auto"}),
        required=False,
    )
    as_of = DayField(label=gettext_lazy("As of"), required=False)
    number = forms.IntegerField(min_value=0, max_value=MOST_VERSIONS, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, proofs: Iterable[Evidence], number: int = 0) -> None:
        super().__init__(data, initial={"number": number}, auto_id="figure_%s")
        self.proofs = {str(one.pk): one for one in proofs}
        choices: Any = self.fields["evidence"]
        choices.choices = [("", gettext_lazy("None")), *((pk, one.title) for pk, one in self.proofs.items())]
        if not self.proofs:
            del self.fields["evidence"]

    def say_version(self, latest: Version | None) -> None:
        """What is sent again is meant for the text that the page shows now."""
        sent: Any = self.data
        again = sent.copy()
        again["number"] = str(latest.number if latest else 0)
        self.data = again

    def said(self) -> Said:
        given = self.cleaned_data
        proof = self.proofs.get(given.get("evidence", ""))
        return Said(given["source"].strip(), given["institution"].strip(), proof, given["as_of"])
