"""Nothing typed is ever lost: where a page cannot take what was sent, it shows the texts again to copy.

Used where the person was signed out meanwhile, where the page had grown old (CSRF), and where the case went
elsewhere while somebody was writing. No button sends the texts again: who wants that opens the case anew.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

View = Callable[..., HttpResponse]
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
"""Characters without a shape. Those that part lines are left: texts that are copied bring them along."""
TEXTS = ("text", "full_text", "short_text", "comment", "reason", "remark", "title", "introduction", "quote")
"""Fields that hold what was written even where it is one word; in others one word is a choice."""
NOT_TEXTS = ("csrfmiddlewaretoken", "next", "login", "seen", "started_from", "then", "decision", "token",
             "writer", "copy")  # fmt: skip


def typed_texts(request: HttpRequest) -> list[str]:
    """What the person wrote into the form, without passwords and without the form's own marks."""
    return [
        CONTROL.sub("", text).strip()
        for name, texts in request.POST.lists()
        if name not in NOT_TEXTS and "password" not in name
        for text in texts
        if isinstance(text, str) and text.strip() and (name in TEXTS or " " in text.strip())
    ]


def asks_for_json(request: HttpRequest) -> bool:
    """Whether a script of ours asks, which shows one line and keeps the texts itself."""
    return request.headers.get("Accept", "") == "application/json"


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


def posted_from(page: str, *names: str) -> Callable[[View], View]:
    """405 with a way on, for who opens an address that only takes what is sent; instead of an empty page.

    ``page`` is where its form stands, ``names`` the arguments that the page's own address takes.
    """

    def only_posted(view: View) -> View:
        @wraps(view)
        def taken(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, *args, **given)
            back = reverse(page, kwargs={name: given[name] for name in names})
            shown = render(request, "405.html", {"back": back}, status=405)
            shown.headers["Allow"] = "POST"
            return shown

        return taken

    return only_posted


class SignInMiddleware(LoginRequiredMiddleware):
    """Asks for sign-in as Django does; who was signed out while writing is shown the texts first.

    Who only pressed a button is led back to its page: the button's own address shows nothing.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        if request.method == "POST" and asks_for_json(request):
            return JsonResponse({"line": _("You were signed out.")}, status=401)
        if request.method == "POST" and (texts := typed_texts(request)):
            sentence = _("You were signed out meanwhile, so nothing was saved.")
            return _shown(request, texts, sentence, 401)
        if request.method == "POST":
            return redirect_to_login(_came_from(request))
        return super().handle_no_permission(request, view_func)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page that answers where the CSRF token is missing or old (settings.CSRF_FAILURE_VIEW)."""
    sentence = _("This page had grown old, or your browser sent no cookie, so nothing was saved.")
    return refused(request, sentence, status=403)


def refused(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    """Nothing of what was sent is taken: the sentence, and what was typed, to be copied."""
    if asks_for_json(request):
        return JsonResponse({"line": sentence}, status=status)
    return _shown(request, typed_texts(request), sentence, status)


def _shown(request: HttpRequest, texts: list[str], sentence: str, status: int) -> HttpResponse:
    context = {"texts": texts, "sentence": sentence, "back": _came_from(request)}
    shown = render(request, "cases/kept.html", context, status=status)
    shown.headers["Cache-Control"] = "no-store, private"  # also where nobody is signed in any more
    return shown


def _came_from(request: HttpRequest) -> str:
    """The page on which the person was writing, where the browser says so."""
    page = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if ours else request.path
