"""Refuses what is too large or cannot be kept, and wakes the mail worker after what may have been a step."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from cases.pages.kept import CONTROL, refused
from notifications.wake import poke


class SizeMiddleware:
    """Django writes files to the disk while it looks for the form's token, before it knows who sends them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.headers.get("Content-Length", "")
        if length.isdigit() and int(length) > settings.REQUEST_LIMIT_MB * 1024 * 1024:
            sentence = _(
                "This is larger than the %(size)d MB that Suivi takes at once, so nothing of it was read or "
                "kept. Send less at once; a list of recommendations may be imported on the server."
            ) % {"size": settings.REQUEST_LIMIT_MB}
            return HttpResponse(sentence, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class CookieMiddleware:
    """Overlooks cookies with control characters: no browser of ours got one, and PostgreSQL keeps no NUL."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.COOKIES = {
            name: value for name, value in request.COOKIES.items() if not CONTROL.search(value)
        }
        return self.get_response(request)


class ControlCharacterMiddleware:
    """Refuses control characters in addresses and typed values, which no database or document takes.

    Stands after the check of the form's token and of sign-in, so that it reads no body that these refuse.
    What files hold is looked at where they are taken (cases/uploads.py, cases/importing/).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, given: Any) -> HttpResponse | None:
        if any(map(CONTROL.search, (request.path_info, *_values(request.GET)))):
            sentence = _(
                "The address holds a character that is none of any writing, so nothing was looked up or "
                "changed. Go back and type it again."
            )
            return render(request, "400.html", {"sentence": sentence}, status=400)
        if any(map(CONTROL.search, _values(request.POST))):
            sentence = _(
                "What was sent holds a character that is none of any writing, so nothing was saved. "
                "It may come from a text that was copied: copy the text from this page, which leaves it out."
            )
            return refused(request, sentence, status=400)
        return None


def _values(sent: QueryDict) -> Iterator[str]:
    """Names and values; a file is no text."""
    for name, values in sent.lists():
        yield name
        yield from (value for value in values if isinstance(value, str))


class WakeMiddleware:
    """What is to be told stands in the database already; this only saves the wait for the next beat."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and request.user.is_authenticated:
            poke()
        return response
