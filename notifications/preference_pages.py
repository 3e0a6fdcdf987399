"""Which mails come: the page on which a person chooses, and the link by which a mail is switched off."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from cases.pages.kept import keeps_typed
from cases.pages.opened import person
from cases.policy import public, signed_in
from notifications.preferences import Choice, Group, choices_of, choose
from notifications.unsubscribing import Leaving, leaving_by

ONE_CLICK = "One-Click"
"""What a mail program sends as ``List-Unsubscribe`` (RFC 8058), without having seen a page of ours."""


class MailsForm(forms.Form):
    """A choice for each group of mails that may be switched off."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code, label in Group.choices:
            self.fields[code] = forms.ChoiceField(
                label=label, choices=Choice.choices, widget=forms.RadioSelect
            )


@keeps_typed
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def mails(request: HttpRequest) -> HttpResponse:
    user = person(request)
    form = MailsForm(request.POST or None, initial=choices_of(user))
    if request.method == "POST" and form.is_valid():
        choose(user, form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("mails-chosen")
    status = 422 if request.method == "POST" else 200
    return render(request, "notifications/preferences.html", {"form": form}, status=status)


@public
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A mail program has no token against forged forms; a browser that was shown our page has one."""
    if request.method == "POST" and request.POST.get("List-Unsubscribe") != ONE_CLICK:
        return _from_a_browser(request, token)
    return _by_link(request, token)


def _by_link(request: HttpRequest, token: str) -> HttpResponse:
    leaving = leaving_by(token)
    if leaving is not None and request.method == "POST":
        leaving.switch_off()
    return _shown(request, leaving)


@csrf_protect
def _from_a_browser(request: HttpRequest, token: str) -> HttpResponse:
    leaving = leaving_by(token)
    if leaving is None:
        return _shown(request, None)
    leaving.switch_off()
    return redirect("unsubscribe", token)


def _shown(request: HttpRequest, leaving: Leaving | None) -> HttpResponse:
    """Whose link it is stays unsaid: who finds a mail learns nothing more."""
    return render(
        request, "notifications/unsubscribe.html", {"leaving": leaving}, status=200 if leaving else 404
    )
