"""A table that no layout knows: which of our columns each of its columns is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.importing.columns import COLUMNS
from cases.importing.names import plain
from cases.models import Import

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
    """A choice for each column of the header."""

    def __init__(self, one: Import, data: Any = None) -> None:
        super().__init__(data)
        self.header = [column for column in one.header if column]
        choices = _choices()
        names = [name for name, _label in choices]
        for number, column in enumerate(self.header):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=format_html("<bdi>{}</bdi>", column),
                choices=[("", _("not read")), *choices],
                required=False,
                initial=one.columns.get(column, "") if one.columns else _guess(column, names),
            )

    def clean(self) -> dict[str, Any]:
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


def _guess(column: str, ours: list[str]) -> str:
    """Where it is called as ours is, in whatever case."""
    bare = plain(column).replace(" ", "_")
    known = {**{one: one for one in ours}, **{plain(str(label)): one for one, label in LABELS.items()}}
    return known.get(bare) or known.get(plain(column), "")
