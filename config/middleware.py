"""Wakes the mail worker once after each request that may have taken a step."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from notifications.wake import poke


class WakeMiddleware:
    """What is to be told stands in the database already; this only saves the wait for the next beat."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and request.user.is_authenticated:
            poke()
        return response
