"""Where the link of an invitation leads: one chooses a password, once. Open to all, and silent about all."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.forms import SetPasswordForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.people import inviting
from cases.people.models import User
from cases.policy import public


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, token: str) -> HttpResponse:
    """An unknown link, an old one, one used or taken back: all are answered alike."""
    now = timezone.now()
    invitation = inviting.invitation_of(token, now=now)
    if invitation is None:
        return _answer(request, None, 410)
    form: Any = SetPasswordForm(invitation.person, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _answer(request, form, 200)
    if not form.is_valid():
        return _answer(request, form, 422)
    person = inviting.accept(token, form.cleaned_data["new_password1"], now=now)
    if person is None:
        return _answer(request, None, 410)
    return _signed_in(request, person)


def _signed_in(request: HttpRequest, person: User) -> HttpResponse:
    """Whoever was signed in at this machine is so no more."""
    request.session.flush()
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("my-work")


def _answer(request: HttpRequest, form: Any, status: int) -> HttpResponse:
    """The address carries the power to choose the password; ``Referrer-Policy`` keeps it on this host."""
    return render(request, "cases/invited.html", {"form": form}, status=status)
