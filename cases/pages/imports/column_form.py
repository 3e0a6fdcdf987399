"""How a file is to be read: which of our columns each of its columns is, and whose list it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.importing.columns import COLUMNS
from cases.importing.formats import FORMATS
from cases.importing.generic import Generic
from cases.importing.samples import samples_of
from cases.models import Import
from cases.pages.imports.guessing import guessed

NEEDED = ("key", "mechanism", "date")
LABELS = {
    "key": gettext_lazy("key: what the row is called in the list"),
    "mechanism": gettext_lazy("mechanism"),
    "cycle": gettext_lazy("cycle"),
    "session": gettext_lazy("session"),
    "symbol": gettext_lazy("document symbol"),
    "paragraph": gettext_lazy("paragraph"),
    "date": gettext_lazy("date of the document"),
    "recommending_states": gettext_lazy("recommending states"),
    "position": gettext_lazy("position"),
    "themes": gettext_lazy("themes"),
    "affected_persons": gettext_lazy("affected persons"),
    "sdg_targets": gettext_lazy("SDG targets"),
    "responsible_bodies": gettext_lazy("responsible bodies"),
    "status_in_source": gettext_lazy("implementation status in the file"),
}


class ColumnsForm(forms.Form):
    """A choice for each column of a header that no layout knows, and the source."""

    source = forms.CharField(
        label=gettext_lazy("Source"),
        required=False,
        max_length=60,
        help_text=gettext_lazy(
            "Whose list it is; the same name for its next edition. Two lists that each count from 1 are two."
        ),
    )

    def __init__(self, one: Import, data: Any = None) -> None:
        super().__init__(data, initial={"source": _source(one)})
        self.header = [column for column in one.header if column]
        self.already = dict(one.columns) or guessed(self.header)
        self.samples = samples_of(one) if self.header else {}
        for number, column in enumerate(self.header):
            self.fields[f"column-{number}"] = self._choice(column)

    def _choice(self, column: str) -> forms.ChoiceField:
        cells = " · ".join(self.samples.get(column, ()))
        return forms.ChoiceField(
            label=format_html("<bdi>{}</bdi>", column),
            choices=[("", _("not read")), *_choices()],
            required=False,
            initial=self.already.get(column, ""),
            help_text=_("In the file: %(cells)s") % {"cells": cells} if cells else "",
        )

    def column_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name != "source"]

    def clean(self) -> dict[str, Any]:
        if not self.header:
            return self.cleaned_data
        chosen = self.matched()
        ours = list(chosen.values())
        if twice := sorted({one for one in ours if ours.count(one) > 1}):
            self.add_error(None, _("Two columns are both “%(column)s”.") % {"column": twice[0]})
        missing = [str(LABELS[one]) for one in NEEDED if one not in ours]
        if not any(one.startswith("text_") for one in ours):
            missing.append(_("a text in some language"))
        if missing:
            self.add_error(None, _("Say which column is: %(names)s.") % {"names": "; ".join(missing)})
        return self.cleaned_data

    def matched(self) -> dict[str, str]:
        """A column of ours by theirs, where one was chosen."""
        said = {column: self.cleaned_data.get(f"column-{at}", "") for at, column in enumerate(self.header)}
        return {column: ours for column, ours in said.items() if ours}


def _choices() -> list[tuple[str, str]]:
    texts = [
        (f"text_{code}", _("text (%(language)s)") % {"language": str(name)})
        for code, name in settings.LANGUAGES
    ]
    return [(one, str(LABELS[one])) for one in COLUMNS if one in LABELS] + texts


def _source(one: Import) -> str:
    """What was typed; for a list beside another of ours that stands, the name of its file."""
    if one.source and one.source not in FORMATS:
        return one.source
    beside = Import.objects.standing().filter(source=Generic.name).exists()
    return Path(one.file_name).stem[:60] if beside and not one.columns else ""
