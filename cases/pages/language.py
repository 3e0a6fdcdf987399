"""Choosing the language of the pages: kept on the person, and in the browser for who is not signed in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from cases.pages.kept import posted_from
from cases.people.languages import spoken_here
from cases.people.models import User
from cases.policy import public

A_YEAR = 365 * 24 * 3600


@public
@posted_from("start")
def language(request: HttpRequest) -> HttpResponse:
    """Speak the language that was pressed, and show the page again from which it was."""
    answer = HttpResponseRedirect(_back(request))
    if code := spoken_here(request.POST.get("language", "")):
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(language=code)
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=A_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return answer


def _back(request: HttpRequest) -> str:
    """A whole path, as the pages of ours write it; anything else would lead from where one is not."""
    page = request.POST.get("page", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if ours and page.startswith("/") else "/"
