"""The door: where one lands, and the answer to whoever asks whether Suivi is alive."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from cases.policy import public, signed_in


@signed_in
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return redirect("my-work")


@public
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
