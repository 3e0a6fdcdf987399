"""Makes the pages speak the person's language, where they are complete in it."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class PersonMiddleware:
    """Activates the signed-in person's language for the length of one request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(_language_for(request)):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            if request.user.is_authenticated:
                response.headers.setdefault("Cache-Control", "no-store, private")
            return response


def _language_for(request: HttpRequest) -> str:
    own = getattr(request.user, "language", "")
    return own if own in settings.INTERFACE_LANGUAGES else settings.LANGUAGE_CODE
