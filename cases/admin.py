"""The set-up of rounds and lists. Recommendations and cases are shown, and never changed here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.models import (
    Case,
    CaseEvent,
    ImplementationStatus,
    Recommendation,
    RecommendationText,
    Round,
    StatusName,
    Term,
    TermName,
    TermUserPermission,
)
from cases.models.access import hidden_from
from cases.people.admin import PersonAdmin, ShownOnly
from cases.people.models import User


class NeverDeleted:
    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Round)
class RoundAdmin(NeverDeleted, admin.ModelAdmin):
    list_display = ("title", "code", "kind", "language", "opened_on", "due_on", "closed_on")
    ordering = ("-opened_on",)
    search_fields = ("title", "code")

    def get_readonly_fields(self, request: HttpRequest, obj: Round | None = None) -> tuple[str, ...]:
        """What the answers of a round hang on stays as it was opened."""
        return ("kind", "code", "language", "closed_on") if obj else ("closed_on",)


admin.site.unregister(User)


@admin.register(User)
class PersonWithThemesAdmin(PersonAdmin):
    """With the themes for which somebody is validator: of those the room of people knows nothing."""

    def get_queryset(self, request: HttpRequest) -> Any:
        held = TermUserPermission.objects.prefetch_related("content_object__wordings")
        return super().get_queryset(request).prefetch_related(Prefetch("termuserpermission_set", held))

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        held: Any = user.termuserpermission_set.all()
        named = sorted(str(one.content_object) for one in held)
        said = [_("validator for %(themes)s") % {"themes": ", ".join(named)}] if named else []
        return ", ".join([*filter(None, [super().roles(user)]), *said])


class TermNames(admin.TabularInline):
    model = TermName
    extra = 0

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not _is_theme(obj) and super().has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not _is_theme(obj) and super().has_add_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not _is_theme(obj) and super().has_delete_permission(request, obj)


def _is_theme(term: Term | None) -> bool:
    return term is not None and term.vocabulary == Term.Vocabulary.THEME


@admin.register(Term)
class TermAdmin(NeverDeleted, admin.ModelAdmin):
    """Themes are shown: they are changed in the settings, where each change is on record."""

    inlines = (TermNames,)
    list_display = ("code", "__str__", "vocabulary")
    list_filter = ("vocabulary",)
    search_fields = ("code", "wordings__text")
    ordering = ("vocabulary", "code")
    raw_id_fields = ("parent",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("wordings")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return not _is_theme(obj) and super().has_change_permission(request, obj)

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        field: Any = super().formfield_for_choice_field(db_field, request, **options)
        if db_field.name == "vocabulary":
            field.choices = [one for one in field.choices if one[0] != Term.Vocabulary.THEME]
        return field


class StatusNames(admin.TabularInline):
    model = StatusName
    extra = 0


@admin.register(ImplementationStatus)
class StatusAdmin(NeverDeleted, admin.ModelAdmin):
    inlines = (StatusNames,)
    list_display = ("code", "__str__", "place")
    ordering = ("place",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("wordings")


class Texts(ShownOnly, admin.TabularInline):
    model = RecommendationText
    extra = 0


@admin.register(Recommendation)
class RecommendationAdmin(ShownOnly, admin.ModelAdmin):
    """The UN's text is never edited; an import may revise it."""

    inlines = (Texts,)
    list_display = ("reference", "mechanism", "symbol", "paragraph", "year", "position")
    list_filter = ("mechanism", "year")
    search_fields = ("reference", "symbol")
    ordering = ("mechanism", "year", "place")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).exclude(case__in=hidden_from(request.user))


class Events(ShownOnly, admin.TabularInline):
    model = CaseEvent
    verbose_name_plural = _("history")
    fields = ("number", "step", "source", "target", "by", "at")
    readonly_fields = fields
    ordering = ("number",)
    extra = 0


@admin.register(Case)
class CaseAdmin(ShownOnly, admin.ModelAdmin):
    """State and history to look at: only the engine changes them."""

    inlines = (Events,)
    list_display = ("reference", "state", "lead", "due_on", "round", "version")
    list_filter = ("state", "round")
    list_select_related = ("recommendation", "lead", "round")
    search_fields = ("recommendation__reference",)
    ordering = ("recommendation__reference",)
    fields = ("recommendation", "round", "state", "version", "lead", "due_on", "status")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """By the filters beside the list alone: any other column would answer questions about drafts."""
        offered = lookup.partition("__")[0] in self.list_filter
        return offered and bool(super().lookup_allowed(lookup, value, request))

    def get_queryset(self, request: HttpRequest) -> Any:
        """Who administers is not, for that, named in a restricted case."""
        shown = super().get_queryset(request).exclude(pk__in=hidden_from(request.user))
        return shown.prefetch_related("lead__wordings")
