"""Refuses what is too large to be read, and wakes the mail worker after what may have been a step."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from notifications.wake import poke


class SizeMiddleware:
    """Django writes files to the disk while it looks for the form's token, before it knows who sends them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.headers.get("Content-Length", "")
        if length.isdigit() and int(length) > settings.REQUEST_LIMIT_MB * 1024 * 1024:
            sentence = _(
                "This is larger than Suivi takes, so nothing of it was read or kept. Send less at once."
            )
            return HttpResponse(sentence, status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class WakeMiddleware:
    """What is to be told stands in the database already; this only saves the wait for the next beat."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and request.user.is_authenticated:
            poke()
        return response
