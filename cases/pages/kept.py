"""Nothing typed is ever lost: where a page cannot take what was sent, it shows the texts again to copy.

Used where the person was signed out meanwhile, where the page had grown old (CSRF), and where the case went
elsewhere while somebody was writing. No button sends the texts again: who wants that opens the case anew.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

View = Callable[..., HttpResponse]
NOT_TEXTS = ("csrfmiddlewaretoken", "next", "login", "seen", "started_from", "then", "decision", "token")


def typed_texts(request: HttpRequest) -> list[str]:
    """What the person wrote into the form, without passwords and without the form's own marks."""
    return [
        text.strip()
        for name, texts in request.POST.lists()
        if name not in NOT_TEXTS and "password" not in name
        for text in texts
        if isinstance(text, str) and " " in text.strip()
    ]


def keeps_typed(view: View) -> View:
    """Show the typed texts with the refusal, where the view answers 403 or 404 to what was sent."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Http404, PermissionDenied) as refused:
            texts = typed_texts(request) if request.method == "POST" else []
            if not texts:
                raise
            if isinstance(refused, PermissionDenied):
                return _shown(request, texts, str(refused), 403)
            sentence = _("You may no longer see this case; it may have gone to another department.")
            return _shown(request, texts, sentence, 404)

    return kept


def posted(view: View) -> View:
    """For an address of a case that only takes what is sent: who opens it otherwise is led to the case."""

    @wraps(view)
    def taken(request: HttpRequest, reference: str) -> HttpResponse:
        if request.method != "POST":
            return redirect("case", reference)
        return view(request, reference)

    return taken


class SignInMiddleware(LoginRequiredMiddleware):
    """Asks for sign-in as Django does; who was signed out while writing is shown the texts first."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if request.method == "POST" and (texts := typed_texts(request)):
            sentence = _("You were signed out meanwhile, so nothing was saved.")
            return _shown(request, texts, sentence, 401)
        return super().handle_no_permission(request, view_func)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page that answers where the CSRF token is missing or old (settings.CSRF_FAILURE_VIEW)."""
    sentence = _("This page had grown old, or your browser sent no cookie, so nothing was saved.")
    return _shown(request, typed_texts(request), sentence, 403)


def _shown(request: HttpRequest, texts: list[str], sentence: str, status: int) -> HttpResponse:
    context = {"texts": texts, "sentence": sentence, "back": _came_from(request)}
    return render(request, "cases/kept.html", context, status=status)


def _came_from(request: HttpRequest) -> str:
    """The page on which the person was writing, where the browser says so."""
    page = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if ours else request.path
