"""The rows of an import as the page shows them: a new one with its text, a changed one beside what stands."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.difference import side_by_side
from cases.importing.cells import LONGEST_TEXT
from cases.importing.comparison import FIELDS, LIST_NAMES, Change, change_of, texts_in, texts_of
from cases.importing.plain_rows import from_plain
from cases.importing.recognising import with_ids
from cases.importing.rows import Row
from cases.importing.terms import codes, joined_codes
from cases.models import Import, StagedRow
from cases.people.languages import own_name
from cases.un import Mechanism, Position

LOOK, CHANGED = StagedRow.Standing.LOOK, StagedRow.Standing.CHANGED


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


def shown_rows(one: Import, staged: list[StagedRow], bound: MendForm | None) -> list[dict[str, Any]]:
    """As many queries for one row as for a page of them."""
    known = with_ids(row.recommendation_id for row in staged if row.recommendation_id)
    joined = joined_codes() if known else {}
    shown = []
    for each in staged:
        row = from_plain(each.row)
        standing = known.get(each.recommendation_id or 0)
        change = change_of(standing, row, joined, source=one.source) if standing else None
        differs = change is not None and each.standing == CHANGED
        shown.append(
            {
                "staged": each,
                "row": row,
                "texts": _texts(row),
                "known": standing,
                "differences": _differences(change) if change and differs else [],
                "form": _form(each, bound) if one.is_to_confirm and each.standing == LOOK else None,
            }
        )
    return shown


def _form(staged: StagedRow, bound: MendForm | None) -> MendForm:
    return bound if bound and bound.staged.pk == staged.pk else MendForm(staged)


def _texts(row: Row) -> list[tuple[str, str, str, str]]:
    """Language, heading, opening and text."""
    return [(language, *texts_in(row, language)) for language in row.texts]


def _differences(change: Change) -> list[dict[str, Any]]:
    """What it says now and would say, with what differs marked in both."""
    return [*_of_texts(change), *_of_fields(change), *_of_lists(change)]


def _of_texts(change: Change) -> list[dict[str, Any]]:
    standing = {one.language: texts_of(one) for one in change.recommendation.wordings.all()}
    found = []
    for language in change.languages:
        before = "\n".join(filter(None, standing.get(language, ())))
        now = "\n".join(filter(None, texts_in(change.row, language)))
        old, new = side_by_side(before, now)
        label = _("Text (%(language)s)") % {"language": own_name(language)}
        found.append({"label": label, "language": language, "old": old, "new": new})
    return found


def _of_fields(change: Change) -> list[dict[str, Any]]:
    found = []
    for column in change.fields:
        name, label = FIELDS[column]
        values = (getattr(change.recommendation, change.column_of(column)), getattr(change.row, name))
        old, new = (_in_words(column, value) for value in values)
        found.append({"label": label, "old": old, "new": new})
    return found


def _in_words(column: str, value: Any) -> str:
    choices: dict[str, Any] = {"position": Position, "mechanism": Mechanism}
    if column in choices and value:
        return str(choices[column](value).label)
    return str(value or "")


def _of_lists(change: Change) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {
            "label": LIST_NAMES[name],
            "old": " | ".join(term.code for term in getattr(change.recommendation, name).all()),
            "new": " | ".join(codes(change.row, name)),
        }
        for name in change.lists
    ]
    if change.bodies:
        standing = [one.named for one in change.recommendation.lead_proposals.all() if one.by_id is None]
        new = " | ".join(change.row.bodies)
        found.append({"label": _("bodies named"), "old": " | ".join(standing), "new": new})
    return found
