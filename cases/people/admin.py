"""People and departments as the set-up shows them: the settings change them, and keep each change."""

from __future__ import annotations

from typing import Any

from allauth.account.admin import EmailAddress
from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.people.models import Department, DepartmentName, User

admin.site.site_header = admin.site.site_title = _("Set-up of Suivi")
admin.site.index_title = _("People, departments, rounds and lists")
# Roles are given on the page of a person in the settings; a department brings its groups.
admin.site.unregister((Group, EmailAddress))
# One door: there attempts are counted, and a guessed password is stopped.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class ShownOnly:
    """Shown to staff who may see it; neither added, changed nor deleted."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class PersonAdmin(ShownOnly, UserAdmin):
    ordering = ("name",)
    list_display = ("name", "email", "roles", "language", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "groups")
    search_fields = ("name", "email")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("email", "name", "language", "roles", "is_active", "is_staff")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())


class NamesInline(ShownOnly, admin.TabularInline):
    model = DepartmentName
    extra = 0


@admin.register(Department)
class DepartmentAdmin(ShownOnly, admin.ModelAdmin):
    inlines = (NamesInline,)
    list_display = ("code", "name", "branch", "independent", "parent", "valid_until")
    list_filter = ("branch", "independent")
    list_select_related = ("parent",)
    search_fields = ("code", "wordings__text")
    ordering = ("code",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Department]:
        return super().get_queryset(request).prefetch_related("wordings", "parent__wordings")

    @admin.display(description=_("name"))
    def name(self, department: Department) -> str:
        return department.worded()
