"""The form by which a row that needs a look is put right: the fields that are wrong first."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.importing.cells import LONGEST_TEXT
from cases.importing.plain_rows import from_plain
from cases.models import StagedRow
from cases.people.languages import own_name
from cases.un import Mechanism, Position


class MendForm(forms.Form):
    """The values of one row that people mend; its texts have a field per language."""

    key = forms.CharField(label=gettext_lazy("Key in the list"), max_length=120)
    mechanism = forms.ChoiceField(label=gettext_lazy("Mechanism"))
    symbol = forms.CharField(label=gettext_lazy("Document symbol"), max_length=60, required=False)
    paragraph = forms.CharField(label=gettext_lazy("Paragraph"), max_length=40, required=False)
    when = forms.CharField(
        label=gettext_lazy("Date of the document"), help_text=gettext_lazy("2022-07-12, or the year alone")
    )
    position = forms.ChoiceField(label=gettext_lazy("Position"), required=False)
    same_as = forms.CharField(
        label=gettext_lazy("Is the same as"),
        required=False,
        max_length=60,
        help_text=gettext_lazy(
            "The reference of a recommendation that is here already, or “new” where it is none of them."
        ),
    )

    def __init__(self, staged: StagedRow, data: Any = None) -> None:
        self.staged, self.row = staged, from_plain(staged.row)
        super().__init__(data, prefix=f"row-{staged.place}", initial=self._initial())
        self.fields["mechanism"].choices = [("", "–"), *Mechanism.choices]  # type: ignore[attr-defined]
        self.fields["position"].choices = [("", "–"), *Position.choices]  # type: ignore[attr-defined]
        self.languages = list(self.row.texts) or [self.row.language or settings.WORKING_LANGUAGE]
        for language in self.languages:
            self.fields[f"text_{language}"] = forms.CharField(
                label=_("Text (%(language)s)") % {"language": own_name(language)},
                max_length=LONGEST_TEXT,
                initial=self.row.texts.get(language, ""),
                widget=forms.Textarea({"rows": 4, "dir": "auto", "lang": language}),
            )

    def _initial(self) -> dict[str, Any]:
        row = self.row
        names = ("key", "mechanism", "symbol", "paragraph", "position")
        return {name: getattr(row, name) for name in names} | {"when": row.date or row.year or ""}

    def offer(self, references: list[str]) -> None:
        """Which of these it is, or none, is chosen instead of typed."""
        if references:
            choices = [("", "–"), *((one, one) for one in references), ("new", _("none of them: it is new"))]
            self.fields["same_as"].widget = forms.Select(choices=choices)
            self.fields["same_as"].help_text = _("Compare the texts, then choose.")

    def wrong_fields(self) -> list[forms.BoundField]:
        """Those that are to be mended; all of them where it is not known which."""
        wrong = self._wrong()
        return [field for field in self if field.name in wrong] or list(self)

    def other_fields(self) -> list[forms.BoundField]:
        wrong = {field.name for field in self.wrong_fields()}
        return [field for field in self if field.name not in wrong]

    def _wrong(self) -> set[str]:
        """What the file has wrong, what is needed and empty, what was typed badly; else which one it is."""
        empty = {field.name for field in self if field.field.required and not field.initial}
        typed_badly = set(self.errors) if self.is_bound else set()
        known = {*self.row.wrong, *empty, *typed_badly}
        return known if known or self.row.problems else {"key", "same_as"}

    def clean_when(self) -> tuple[int, date | None]:
        said = self.cleaned_data["when"].strip()
        if said.isascii() and said.isdigit() and len(said) == 4:
            return int(said), None
        try:
            day = parse_date(said)
        except ValueError:
            day = None
        if day is None:
            raise forms.ValidationError(_("Write it as 2022-07-12, or the year alone."))
        return day.year, day

    def said(self) -> dict[str, Any]:
        """Attributes of a row."""
        clean = self.cleaned_data
        year, day = clean["when"]
        names = ("key", "mechanism", "symbol", "paragraph", "position")
        return {
            **{name: clean[name] for name in names},
            "year": year,
            "date": day,
            "texts": {language: clean[f"text_{language}"] for language in self.languages},
        }
