"""The colour and the mark of the state, as files of their own, open to all; an address always has the same.

The address of a stylesheet holds the colour, that of a mark its hash: the database is not asked, and a
browser asks for each once.
"""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.policy import public
from cases.settling import colours
from cases.settling.look import is_kept, path_of, why_not_colour

EDITION = 1
"""Counted up whenever the same colour makes other shades."""
FOR_EVER = "public, max-age=31536000, immutable"


@public
@require_safe
def stylesheet(request: HttpRequest, colour: str, edition: int) -> HttpResponse:
    return _style(colours.stylesheet(_taken(colour, edition)))


@public
@require_safe
def sample(request: HttpRequest, colour: str, edition: int) -> HttpResponse:
    """The same for a preview: light and dark in elements of their own."""
    return _style(colours.sample(_taken(colour, edition)))


@public
@require_safe
def mark(request: HttpRequest, sha256: str) -> HttpResponseBase:
    if not is_kept(sha256):
        raise Http404
    answer = FileResponse(default_storage.open(path_of(sha256)), content_type="image/png")
    answer.headers["Cache-Control"] = FOR_EVER
    return answer


def address_of(accent: str, page: str = "look") -> str:
    """Of the stylesheet of a colour (``look``), or of its sample (``look-sample``); empty: Suivi's own."""
    return reverse(page, args=[accent.lstrip("#"), EDITION]) if accent else ""


def _taken(colour: str, edition: int) -> str:
    accent = f"#{colour}"
    if edition != EDITION or why_not_colour(accent):
        raise Http404
    return accent


def _style(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="text/css; charset=utf-8", headers={"Cache-Control": FOR_EVER})
