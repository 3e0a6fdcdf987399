"""Views of one's own: what the Desk is narrowed down by, named, shared, renamed, deleted and brought back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.models import SavedView
from cases.models.saved_view import LONGEST_QUERY
from cases.pages.desk.filters import narrowing
from cases.pages.kept import posted_from
from cases.pages.opened import person
from cases.people.models import User
from cases.people.roles import COORDINATOR, EDITOR, OBSERVER, VALIDATOR, grants_of
from cases.policy import requires

MOST_VIEWS = 30
KEPT = timedelta(days=1)
"""How long a view that was deleted can be brought back."""
READERS = (COORDINATOR, VALIDATOR, EDITOR, OBSERVER)


class ViewForm(forms.Form):
    """The name of a view; whether all coordinators find it is for a coordinator to say."""

    name = forms.CharField(
        label=gettext_lazy("Name of the view"),
        max_length=60,
        widget=forms.TextInput({"dir": "auto"}),
        error_messages={"required": gettext_lazy("Give the view a name.")},
    )
    shared = forms.BooleanField(label=gettext_lazy("Share it with all coordinators"), required=False)

    def __init__(
        self, data: Any = None, *, user: User, view: SavedView | None = None, **options: Any
    ) -> None:
        prefix = f"view_{view.pk}" if view else "view_new"
        super().__init__(data, auto_id=f"{prefix}_%s", **options)
        self.user, self.view = user, view
        if not COORDINATOR.held(grants_of(user), None):
            del self.fields["shared"]

    def clean_name(self) -> str:
        name = str(self.cleaned_data["name"])
        others = SavedView.objects.filter(owner=self.user, deleted_at=None, name__iexact=name)
        if (others.exclude(pk=self.view.pk) if self.view else others).exists():
            raise forms.ValidationError(_name_taken())
        return name

    def save(self, query: str) -> bool:
        """Keep the view; False, with the sentence in the form, where another of this name came first."""
        try:
            with transaction.atomic():
                if self.view:
                    SavedView.objects.filter(pk=self.view.pk).update(**self.cleaned_data)
                else:
                    made = {"owner": self.user, "query": query, "at": timezone.now()}
                    SavedView.objects.create(**made, **self.cleaned_data)
        except IntegrityError:
            self.add_error("name", _name_taken())
        return self.is_valid()


@requires(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def views(request: HttpRequest) -> HttpResponse:
    """One's views; what is sent here is saved as a new one."""
    if request.method != "POST":
        return _page(request)
    user, now = person(request), timezone.now()
    form, query = ViewForm(request.POST, user=user), narrowing(QueryDict(request.POST.get("query", "")))
    refusal = _refusal(user, query)
    if refusal or not form.is_valid():
        return _page(request, form, query=query, refusal=refusal)
    SavedView.objects.filter(owner=user, deleted_at__lt=now - KEPT).delete()
    if not form.save(query):
        return _page(request, form, query=query)
    messages.success(request, _("“%(name)s” is saved.") % {"name": form.cleaned_data["name"]})
    return redirect(f"{reverse('desk')}?{query}")


@requires(*READERS)
@posted_from("desk-views")
def change(request: HttpRequest, pk: int) -> HttpResponse:
    view = _own(request, pk)
    form = ViewForm(request.POST, user=person(request), view=view)
    if not form.is_valid() or not form.save(view.query):
        return _page(request, form, changed=view)
    messages.success(request, _("“%(name)s” is changed.") % {"name": form.cleaned_data["name"]})
    return redirect("desk-views")


@requires(*READERS)
@posted_from("desk-views")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """The page offers to bring it back."""
    SavedView.objects.filter(pk=_own(request, pk).pk).update(deleted_at=timezone.now())
    return redirect("desk-views")


@requires(*READERS)
@posted_from("desk-views")
def bring_back(request: HttpRequest, pk: int) -> HttpResponse:
    user = person(request)
    gone = SavedView.objects.deleted_by(user, timezone.now() - KEPT)
    view = get_object_or_404(gone, pk=pk)
    try:
        with transaction.atomic():
            gone.filter(pk=pk).update(deleted_at=None)
    except IntegrityError:
        messages.error(request, _("You have another view of this name now; rename that one first."))
        return redirect("desk-views")
    messages.success(request, _("“%(name)s” is back.") % {"name": view.name})
    return redirect("desk-views")


def _name_taken() -> str:
    return _("You have a view of this name; choose another one.")


def _refusal(user: User, query: str) -> str:
    if not query:
        return _("Narrow the list down first: a view keeps the filters.")
    if len(query) > LONGEST_QUERY:
        return _("This view has too many words to be kept.")
    if SavedView.objects.filter(owner=user, deleted_at=None).count() >= MOST_VIEWS:
        return _("You have %(most)d views; delete one first.") % {"most": MOST_VIEWS}
    return ""


def _own(request: HttpRequest, pk: int) -> SavedView:
    return get_object_or_404(SavedView, pk=pk, owner=person(request), deleted_at=None)


def _page(
    request: HttpRequest,
    form: ViewForm | None = None,
    *,
    query: str = "",
    refusal: str = "",
    changed: SavedView | None = None,
) -> HttpResponse:
    """``form`` as it was filled in: of a new view, or of the one that was to be ``changed``."""
    user = person(request)
    own = SavedView.objects.filter(owner=user, deleted_at=None).order_by("name", "pk")
    rows = [
        {
            "view": one,
            "form": form
            if changed == one
            else ViewForm(user=user, view=one, initial={"name": one.name, "shared": one.shared}),
        }
        for one in own
    ]
    context = {
        "rows": rows,
        "problems": form,
        "new": form if form and not changed else None,
        "query": query,
        "refusal": refusal,
        "gone": SavedView.objects.deleted_by(user, timezone.now() - KEPT).order_by("-deleted_at").first(),
    }
    return render(request, "cases/desk_views.html", context, status=422 if form else 200)
