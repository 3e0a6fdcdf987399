"""One department in the settings: its names, dates, calendar; who heads it; what was changed."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.pages.forms import DayField
from cases.pages.kept import keeps_typed
from cases.pages.opened import person
from cases.pages.settings.history import history_of
from cases.people import settling_departments as settling
from cases.people.languages import interface_languages, languages
from cases.people.models import Calendar, Department, SettingsChange
from cases.people.roles import HEAD
from cases.policy import settles
from workflow.errors import Refused


class DepartmentForm(forms.Form):
    """All of a department but its code; a name in each language."""

    parent = forms.ModelChoiceField(
        Department.objects.none(),
        label=gettext_lazy("Part of"),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("None"),
    )
    branch = forms.ChoiceField(label=gettext_lazy("Branch"), choices=Department.Branch.choices)
    independent = forms.BooleanField(
        label=gettext_lazy("Independent"),
        required=False,
        help_text=gettext_lazy(
            "Is invited, not assigned: a wished-for date, one reminder, no escalation; nobody else edits, "
            "returns or approves its text, nor reads it before it is released."
        ),
    )
    sure = forms.BooleanField(label=gettext_lazy("Yes, change whether it is independent"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of its pages and mails"), required=False)
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"))
    calendar = forms.ModelChoiceField(
        Calendar.objects.none(),
        label=gettext_lazy("Calendar"),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("The default one"),
        help_text=gettext_lazy("Whose working days count from now on; dates that stand stay as they are."),
    )
    valid_from = DayField(label=gettext_lazy("Exists from"), required=False)
    valid_until = DayField(label=gettext_lazy("Exists until"), required=False)

    def __init__(self, data: Any, *, shown: Department) -> None:
        super().__init__(data, initial=_initial(shown))
        self.shown = shown
        fields: Any = self.fields
        fields["parent"].queryset = Department.objects.with_names().exclude(pk=shown.pk).order_by("code")
        fields["calendar"].queryset = Calendar.objects.order_by("name", "pk")
        fields["language"].choices = [("", gettext_lazy("That of the site")), *interface_languages()]
        zones = sorted(available_timezones() | {shown.time_zone})
        fields["time_zone"].choices = [(zone, zone) for zone in zones]
        names = {}
        for code, label in languages():
            direction = "rtl" if code in settings.LANGUAGES_BIDI else "ltr"
            names[f"name_{code}"] = forms.CharField(
                label=_("Name (%(language)s)") % {"language": label},
                max_length=255,
                required=False,
                widget=forms.TextInput({"lang": code, "dir": direction}),
            )
        self.fields = names | self.fields
        if shown.pk is None:
            self.fields = {"code": _code()} | self.fields
            del self.fields["sure"]

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if not any(self.names().values()) and not any(name.startswith("name_") for name in self.errors):
            first = next(name for name in self.fields if name.startswith("name_"))
            self.add_error(first, _("Give it a name in one language at least."))
        changed = self.shown.pk and given.get("independent") != self.shown.independent
        if changed and not given.get("sure"):
            self.add_error("sure", _("This changes who reads and decides on its texts. Tick it to go on."))
        first_day, last_day = given.get("valid_from"), given.get("valid_until")
        if first_day and last_day and last_day < first_day:
            self.add_error("valid_until", _("The last day is not before the first."))
        return given

    def clean_valid_until(self) -> Any:
        last = self.cleaned_data["valid_until"]
        if sentence := settling.why_not_end(self.shown, last):
            raise forms.ValidationError(sentence)
        return last

    def names(self) -> dict[str, str]:
        given = {name: self.cleaned_data.get(name) or "" for name in self.fields if name.startswith("name_")}
        return {name.removeprefix("name_"): " ".join(text.split()) for name, text in given.items()}

    def says(self) -> dict[str, Any]:
        return {field: self.cleaned_data[field] for field in settling.SAID}


def _code() -> forms.SlugField:
    return forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Letters without accents, digits and hyphens, such as health. It stays."),
        widget=forms.TextInput({"dir": "ltr"}),
        validators=[_is_free],
    )


def _is_free(code: str) -> None:
    if Department.objects.filter(code=code.lower()).exists():
        raise forms.ValidationError(_("There is a department of this code already."))


def _initial(shown: Department) -> dict[str, Any]:
    said: dict[str, Any] = {field: getattr(shown, field) for field in settling.SAID}
    said["parent"], said["calendar"] = (getattr(said[one], "code", None) for one in ("parent", "calendar"))
    names = {f"name_{one.language}": one.text for one in shown.wordings.all()} if shown.pk else {}
    return said | names


@keeps_typed
@settles()
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = DepartmentForm(request.POST if request.method == "POST" else None, shown=Department())
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, 422 if request.method == "POST" else 200)
    how: dict[str, Any] = {"by": person(request), "now": timezone.now()}
    code = form.cleaned_data["code"].lower()
    made = settling.add_department(code, form.says(), form.names(), **how)
    messages.success(request, _("The department is there. Give its roles to people now."))
    return redirect("settings-department", made.code)


@keeps_typed
@settles()
@require_http_methods(["GET", "HEAD", "POST"])
def department(request: HttpRequest, code: str) -> HttpResponse:
    shown = get_object_or_404(Department.objects.with_all_names(), code=code)
    form = DepartmentForm(request.POST if request.method == "POST" else None, shown=shown)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, 422)
    how: dict[str, Any] = {"by": person(request), "now": timezone.now()}
    try:
        if settling.change_department(shown, form.says(), form.names(), **how):
            messages.success(request, _("Saved."))
    except Refused as refused:
        return _page(request, form, 409, refused.sentence)
    return redirect("settings-department", code)


def _page(request: HttpRequest, form: DepartmentForm, status: int = 200, refusal: str = "") -> HttpResponse:
    shown = form.shown
    there = shown.pk is not None
    context = {
        "form": form,
        "shown": shown if there else None,
        "former": shown.former_names.all() if there else [],
        "heads": HEAD.holders(Department, shown.pk).order_by("name") if there else [],
        "history": history_of(SettingsChange.About.DEPARTMENT, shown.pk) if there else [],
        "refusal": refusal,
    }
    return render(request, "cases/settings/department.html", context, status=status)
