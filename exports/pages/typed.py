"""Keeping what an editor types into the outline, by a script meanwhile; dropping it, and bringing it back.

The script is that of the answers (``cases/pages/keeping.py``): it asks for JSON, and shows one line.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.pages.copies import Kept, clock, edition_seen, kept_among, line_of, others_among
from cases.pages.forms import MOST_VERSIONS
from cases.pages.keeping import ask_for_writer, says_in_a_line
from cases.pages.kept import asks_for_json, keeps_typed, posted_from
from cases.pages.numbers import whole_number
from cases.pages.opened import person
from cases.people.roles import EDITOR
from cases.policy import requires
from exports import typed_places
from exports.models import TypedText
from exports.pages.opened import report_for
from exports.typed_places import Place
from workflow.errors import Blocked


@requires(EDITOR)
@posted_from("report", "reference")
@keeps_typed
@says_in_a_line
def keep(request: HttpRequest, reference: str, place: str) -> HttpResponse:
    """Only that the page is open still, where no text comes along."""
    found = _place(request, reference, place)
    ask_for_writer(request)
    act: dict[str, Any] = {"by": person(request), "now": timezone.now()}
    if "started_from" in request.POST:
        typed = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in request.POST}
        began = min(whole_number(request.POST["started_from"]) or 0, MOST_VERSIONS)
        try:
            copy = typed_places.keep(found, typed, started_from=began, seen=edition_seen(request), **act)
        except Blocked as refused:  # a text that is too long may become shorter: the script goes on
            return JsonResponse({"line": refused.sentence}, status=422)
        return _answer(request, found, copy)
    return _answer(request, found, typed_places.is_here(found, **act))


@requires(EDITOR)
@posted_from("report", "reference")
@says_in_a_line
def drop(request: HttpRequest, reference: str, place: str) -> HttpResponse:
    """What was typed is laid aside for some weeks."""
    found = _place(request, reference, place)
    if typed_places.drop(found, by=person(request), now=timezone.now()):
        messages.success(request, _("Dropped. You can bring it back, below the text."))
    return redirect(_page_of(found))


@requires(EDITOR)
@posted_from("report", "reference")
@says_in_a_line
def bring_back(request: HttpRequest, reference: str, place: str) -> HttpResponse:
    """What was dropped stands in the fields again."""
    found = _place(request, reference, place)
    if typed_places.bring_back(found, by=person(request), now=timezone.now()):
        messages.success(request, _("Your text is back. Save it, and it stands in the report."))
    return redirect(_page_of(found))


def typed_at(place: Place, request: HttpRequest) -> Kept:
    """What the person typed there, and who else writes; in two queries."""
    user = person(request)
    others = others_among(place.of_all(), user, timezone.now())
    return kept_among(place.of(user), others, latest=place.latest)


def keeping(place: Place, kept: Kept) -> dict[str, Any]:
    """The addresses that the form's page needs, and what was kept."""
    given = [place.report.reference, place.name]
    return {
        "kept": kept,
        "kept_at": reverse("report-typed-keep", args=given),
        "dropped_at": reverse("report-typed-drop", args=given),
        "brought_back_at": reverse("report-typed-back", args=given),
    }


def _place(request: HttpRequest, reference: str, name: str) -> Place:
    found = typed_places.place_named(report_for(person(request), reference), name)
    if found is None:
        raise Http404
    return found


def _answer(request: HttpRequest, place: Place, copy: TypedText | None) -> HttpResponse:
    if not asks_for_json(request):
        return redirect(_page_of(place))
    others = others_among(place.of_all(), person(request), timezone.now())
    said: dict[str, Any] = {"line": "", "copy": 0, "others": others, "behind": ""}
    if copy is not None:
        said |= {"line": line_of(copy), "copy": copy.edition, "behind": _behind(copy, place)}
    return JsonResponse(said)


def _behind(copy: TypedText, place: Place) -> str:
    """Who saved a text since this one was begun."""
    if place.text is None or place.text.number <= copy.started_from:
        return ""
    sentence = _("%(who)s saved another text at %(time)s, while you were writing. Yours is kept.")
    return sentence % {"who": place.text.by, "time": clock(place.text.at)}


def _page_of(place: Place) -> str:
    """Where the form stands."""
    kind, _dash, rest = place.name.partition("-")
    first, _dash, second = rest.partition("-")
    report, query = [place.report.reference], {}
    if kind == "passage":
        told = place.report.passages.filter(pk=int(first), tells__isnull=False).exists()
        address = reverse("report-passage" if told else "report-text", args=[*report, int(first)])
        query = {"language": second}
    elif kind == "new":
        address, query = reverse("report-text-new", args=report), {"heading": first, "after": second}
    elif first == "new":
        address, query = reverse("report-heading-new", args=report), {"under": second}
    else:
        address = reverse("report-heading", args=[*report, int(first)])
    return f"{address}?{urlencode(query)}" if query else address
