"""The form of a type of report: what holds for all of it, and a line for each heading of its outline."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.people.languages import languages
from cases.settling.words import tidied, why_not
from exports.counting import RULES
from exports.kinds import Kind, PlannedHeading
from exports.kinds.shape import ANSWERS, BY_PARAGRAPH, BY_THEME, NOTHING, TEXT
from exports.settling_types import MOST_HEADINGS, MOST_WORDS

NEW_LINES = 3
LONGEST_TITLE = 200

# fmt: off
TAKES = [
    (TEXT,    gettext_lazy("the editor's text")),
    (ANSWERS, gettext_lazy("approved answers")),
    (NOTHING, gettext_lazy("lower headings only")),
]
GROUPS = [
    (BY_THEME,     gettext_lazy("by theme")),
    (BY_PARAGRAPH, gettext_lazy("by paragraph of the UN document")),
]
MASTHEAD = [
    ("body",              gettext_lazy("body")),
    ("symbol",            gettext_lazy("document symbol")),
    ("distribution",      gettext_lazy("distribution")),
    ("dated_on",          gettext_lazy("date of the document")),
    ("original_language", gettext_lazy("original language")),
]
ANNEXES = [
    ("figures", gettext_lazy("figures by theme and by department")),
    ("matrix",  gettext_lazy("matrix of every recommendation")),
    ("full",    gettext_lazy("full texts of the answers")),
]
NOTES = [("page", gettext_lazy("at the foot of the page")), ("end", gettext_lazy("at the end of the report"))]
# fmt: on


class TypeForm(forms.Form):
    """All of a type but its headings. A new one has a code, too."""

    limit = forms.IntegerField(label=gettext_lazy("Most words"), min_value=1, max_value=MOST_WORDS)
    advised = forms.BooleanField(
        label=gettext_lazy("Advised only"),
        required=False,
        help_text=gettext_lazy("A longer report is not held up."),
    )
    counting = forms.ChoiceField(
        label=gettext_lazy("What counts"), choices=[(code, rule.label) for code, rule in RULES.items()]
    )
    masthead = forms.MultipleChoiceField(
        label=gettext_lazy("The title page needs"),
        choices=MASTHEAD,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    annexes = forms.MultipleChoiceField(
        label=gettext_lazy("Annexes that are printed"),
        choices=ANNEXES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    notes_at = forms.ChoiceField(label=gettext_lazy("Notes stand"), choices=NOTES)

    def __init__(self, data: Any, *, kind: Kind, names: dict[str, str], new: bool = False) -> None:
        named = {f"name_{code}": names.get(code, "") for code, _label in languages()}
        initial = named | {name: getattr(kind, name) for name in self.base_fields if name != "counting"}
        super().__init__(data, initial=initial | {"counting": kind.counting.code})
        self.kind, self.new = kind, new
        own = {f"name_{code}": _name(code, label) for code, label in languages()}
        if not names and not new:
            next(iter(own.values())).help_text = _("Empty: as it is shipped.")
        self.fields = own | ({"code": _code()} if new else {}) | self.fields

    def clean(self) -> dict[str, Any]:
        names = self.names()
        if self.new and not names and not self.errors:
            self.add_error(next(iter(self.fields)), _("Give it a name in one language at least."))
        for language, text in names.items():
            if sentence := why_not(text, LONGEST_TITLE):
                self.add_error(f"name_{language}", sentence)
        return self.cleaned_data

    def names(self) -> dict[str, str]:
        """By language, those that are given."""
        given = {code: tidied(self.cleaned_data.get(f"name_{code}") or "") for code, _label in languages()}
        return {code: text for code, text in given.items() if text}

    def made(self, sections: tuple[PlannedHeading, ...]) -> Kind:
        """The type that was typed."""
        given = self.cleaned_data
        return Kind(
            code=given.get("code") or self.kind.code,
            label=self.kind.label,
            limit=given["limit"],
            counting=RULES[given["counting"]],
            sections=sections,
            advised=given["advised"],
            masthead=tuple(given["masthead"]),
            annexes=tuple(given["annexes"]),
            notes_at=given["notes_at"],
        )


class HeadingForm(forms.Form):
    """One heading. Without a title in any language it is left out."""

    code = forms.SlugField(max_length=40, required=False, widget=forms.HiddenInput)
    place = forms.IntegerField(label=gettext_lazy("Place"), min_value=1, max_value=999)
    level = forms.TypedChoiceField(
        label=gettext_lazy("Level"), choices=[(1, "I."), (2, "A."), (3, "1.")], coerce=int
    )
    takes = forms.ChoiceField(label=gettext_lazy("Takes"), choices=TAKES)
    groups = forms.ChoiceField(label=gettext_lazy("Answers are grouped"), choices=GROUPS)
    share = forms.IntegerField(
        label=gettext_lazy("Share of the words, in per cent"), min_value=0, max_value=100, required=False
    )
    guidance = forms.CharField(
        label=gettext_lazy("What belongs there"),
        max_length=300,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        titles = {f"title_{code}": _title(code, label) for code, label in languages()}
        self.fields = titles | self.fields

    def clean(self) -> dict[str, Any]:
        for language, text in self.titles().items():
            if sentence := why_not(text, LONGEST_TITLE):
                self.add_error(f"title_{language}", sentence)
        return self.cleaned_data

    def titles(self) -> dict[str, str]:
        given = {code: tidied(self.cleaned_data.get(f"title_{code}") or "") for code, _label in languages()}
        return {code: text for code, text in given.items() if text}

    def made(self, code: str) -> PlannedHeading:
        given = self.cleaned_data
        return PlannedHeading(
            code=given.get("code") or code,
            level=given["level"],
            titles=self.titles(),
            takes=given["takes"],
            groups=given["groups"],
            share=given["share"] or 0,
            guidance=given["guidance"],
        )


_HeadingForms = forms.formset_factory(
    HeadingForm, extra=0, max_num=MOST_HEADINGS + NEW_LINES, validate_max=True
)


def heading_forms(data: Any, kind: Kind) -> Any:
    """A line for each heading of ``kind``, and some for new ones."""
    lines = [_line(place, heading) for place, heading in enumerate(kind.sections, start=1)]
    after = len(lines)
    new = {"level": 1, "takes": TEXT, "groups": BY_THEME}
    blank = [new | {"place": after + place} for place in range(1, NEW_LINES + 1)]
    return _HeadingForms(data, initial=[*lines, *blank], prefix="h")


def headings_typed(lines: Any) -> tuple[PlannedHeading, ...]:
    """In their order; those without a title are left out, and new ones get a code that is free."""
    given = [line for line in lines if line.titles()]
    given.sort(key=lambda line: line.cleaned_data["place"])
    taken = {line.cleaned_data.get("code") for line in given}
    free = (code for number in range(1, 10_000) if (code := f"own-{number}") not in taken)
    return tuple(line.made("" if line.cleaned_data.get("code") else next(free)) for line in given)


def _line(place: int, heading: PlannedHeading) -> dict[str, Any]:
    """``place`` in tens would tempt nobody to think; numbers one after the other read as the outline does."""
    titles = {f"title_{code}": text for code, text in heading.titles.items()}
    own = heading.guidance if type(heading.guidance) is str else ""
    return titles | {
        "code": heading.code,
        "place": place,
        "level": heading.level,
        "takes": heading.takes,
        "groups": heading.groups,
        "share": heading.share,
        "guidance": own,
    }


def _code() -> forms.Field:
    return forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=20,
        help_text=gettext_lazy("Part of its address, such as regional-report. It cannot be changed later."),
        widget=forms.TextInput({"dir": "ltr", "spellcheck": "false"}),
    )


def _name(code: str, label: Any) -> forms.CharField:
    return _text(_("Name (%(language)s)") % {"language": label}, code)


def _title(code: str, label: Any) -> forms.CharField:
    return _text(_("Title (%(language)s)") % {"language": label}, code)


def _text(label: str, code: str) -> forms.CharField:
    direction = "rtl" if code in settings.LANGUAGES_BIDI else "ltr"
    return forms.CharField(
        label=label,
        max_length=LONGEST_TITLE,
        required=False,
        widget=forms.TextInput({"lang": code, "dir": direction}),
    )
