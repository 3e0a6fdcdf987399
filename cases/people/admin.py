"""The set-up of people and departments: nobody is deleted, roles are given by groups."""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.account.admin import EmailAddress
from allauth.account.decorators import secure_admin_login
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.people.models import Department, DepartmentName, User
from cases.people.moving import movers
from cases.people.roles import open_roles

admin.site.site_header = admin.site.site_title = _("Set-up of Suivi")
admin.site.index_title = _("People, departments, rounds and lists")
# Roles are given on the page of a person, whose address is there too; a department brings its groups.
admin.site.unregister((Group, EmailAddress))
# One door: there attempts are counted, and a guessed password is stopped.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class NewPerson(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "name", "language")


@admin.register(User)
class PersonAdmin(UserAdmin):
    """By e-mail. Somebody who leaves is switched off; history goes on naming them."""

    add_form = NewPerson
    ordering = ("name",)
    list_display = ("name", "email", "roles", "language", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "groups")
    search_fields = ("name", "email")
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ("groups",)
    actions = ("switch_off", "switch_on")
    fieldsets = (
        (None, {"fields": ("email", "name", "language", "password")}),
        (_("Roles"), {"fields": ("groups", "is_active", "is_staff")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "name", "language", "usable_password", "password1", "password2")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Who gets another address signs in with it alone, and has passwords mailed nowhere else."""
        super().save_model(request, obj, form, change)
        EmailAddress.objects.filter(user=obj).exclude(email__iexact=obj.email).delete()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Address and password of an administrator are of no lesser person's business."""
        above = getattr(obj, "is_superuser", False) and not getattr(request.user, "is_superuser", False)
        return not above and super().has_change_permission(request, obj)

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    @admin.action(description=_("Switch off"))
    def switch_off(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._in_reach(request, queryset).exclude(pk=request.user.pk or 0).update(is_active=False)

    @admin.action(description=_("Switch on again"))
    def switch_on(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        self._in_reach(request, queryset).update(is_active=True)

    def _in_reach(self, request: HttpRequest, people: QuerySet[User]) -> QuerySet[User]:
        return people if getattr(request.user, "is_superuser", False) else people.filter(is_superuser=False)


class NameForm(forms.ModelForm):
    class Meta:
        model = DepartmentName
        fields = ("language", "text")
        widgets = {"text": forms.TextInput({"dir": "auto", "size": 60})}


class NamesInline(admin.TabularInline):
    model = DepartmentName
    form = NameForm
    extra = 0


class DepartmentForm(forms.ModelForm):
    """The last day is set by hand only where nothing is open that a reorganisation would move."""

    def clean_valid_until(self) -> date | None:
        last: date | None = self.cleaned_data["valid_until"]
        if self.instance.pk is None or last is None or last == self.instance.valid_until:
            return last
        if any(mover.state([self.instance.pk]) for mover in movers().values()):
            raise forms.ValidationError(
                _("Something is open there. A coordinator merges or splits it, and all of it moves.")
            )
        return last


@admin.register(Department)
class DepartmentAdmin(admin.ModelAdmin):
    """A department that is dissolved gets a last day; it is never deleted."""

    form = DepartmentForm
    inlines = (NamesInline,)
    list_display = ("code", "name", "branch", "independent", "parent", "valid_until")
    list_filter = ("branch", "independent")
    list_select_related = ("parent",)
    search_fields = ("code", "wordings__text")
    ordering = ("code",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Department]:
        return super().get_queryset(request).prefetch_related("wordings", "parent__wordings")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Department, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        open_roles(obj)

    @admin.display(description=_("name"))
    def name(self, department: Department) -> str:
        return department.worded()
