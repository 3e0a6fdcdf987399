"""The forms on the page of a person: who it is, a role to give, themes to decide on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Term
from cases.pages.settings.roles import role_label
from cases.people.languages import interface_languages, own_name
from cases.people.models import Department, User
from cases.people.roles import IN_DEPARTMENT, NATIONAL
from cases.people.settling import FIRST_COORDINATOR, administers, why_not_move_address
from cases.validating import themes, themes_of


def languages() -> list[tuple[str, Any]]:
    """The languages of the pages, and none."""
    return [("", gettext_lazy("That of the site")), *interface_languages()]


class NewPersonForm(forms.Form):
    """Whom to invite. Roles are given on the page that opens then."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        widget=forms.TextInput({"dir": "auto", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        max_length=254,
        help_text=gettext_lazy("The person signs in with it; the invitation goes there."),
        widget=forms.EmailInput({"dir": "ltr", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False, choices=languages)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def clean_language(self) -> str:
        return str(self.cleaned_data["language"])


class PersonForm(NewPersonForm):
    """Name, address and language of somebody who is there."""

    field_order = ("name", "email", "language")

    def __init__(self, data: Any, *, person: User, by: User) -> None:
        initial = {"name": person.name, "email": person.email, "language": person.language}
        super().__init__(data, initial=initial)
        self.person = person
        self.fields["email"].help_text = why_not_move_address(person, by=by)
        self.fields["email"].disabled = bool(self.fields["email"].help_text)
        known: Any = self.fields.get("language")
        if known and person.language and person.language not in dict(known.choices):
            known.choices = [*known.choices, (person.language, own_name(person.language))]

    def clean_email(self) -> str:
        email = super().clean_email()
        if User.objects.filter(email__iexact=email).exclude(pk=self.person.pk).exists():
            raise forms.ValidationError(_("Somebody else already signs in with this e-mail."))
        return email


class AddressForm(PersonForm):
    """The address alone."""

    name = None  # type: ignore[assignment]
    language = None  # type: ignore[assignment]


class RoleForm(forms.Form):
    """A role, and the department in which it is held where it is held in one."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=gettext_lazy("Department"),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("None: for the whole country"),
    )

    def __init__(self, data: Any, *, by: User) -> None:
        super().__init__(data)
        national = [one for one in NATIONAL if one != FIRST_COORDINATOR or administers(by)]
        fields: Any = self.fields
        fields["role"].choices = [
            (_("In a department"), [_named(one) for one in IN_DEPARTMENT]),
            (_("For the whole country"), [_named(one) for one in national]),
        ]
        standing = Department.objects.standing_on(timezone.localdate()).with_names()
        fields["department"].queryset = standing.order_by("code")

    def clean(self) -> dict[str, Any]:
        role, department = self.cleaned_data.get("role"), self.cleaned_data.get("department")
        if role in IN_DEPARTMENT and department is None and "department" not in self.errors:
            self.add_error("department", _("Choose the department in which the role is held."))
        if role in NATIONAL and department is not None:
            self.add_error("department", _("This role is held for the whole country: choose no department."))
        return self.cleaned_data


class ThemesForm(forms.Form):
    """The themes on whose recommendations somebody decides as validator."""

    themes = forms.ModelMultipleChoiceField(
        Term.objects.none(),
        label=gettext_lazy("Themes"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, *, person: User) -> None:
        super().__init__(data)
        chosen: Any = self.fields["themes"]
        chosen.queryset = themes()
        chosen.initial = [one.pk for one in themes_of(person)]


def _named(role: str) -> tuple[str, str]:
    return role, capfirst(str(role_label(role)))
