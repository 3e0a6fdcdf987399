"""What editors do on the page of a report with its outline: one address takes every button and every drop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.pages.kept import posted_from
from cases.pages.numbers import whole_number
from cases.pages.opened import person
from cases.pages.steps import STATUS
from cases.people.roles import EDITOR
from cases.policy import requires
from exports import actions
from exports.pages.assembly import DONE
from exports.pages.opened import report_for
from exports.pages.reports import report_page
from workflow.errors import Refused

Asked = tuple[str, dict[str, Any]]

# fmt: off
BUTTONS: dict[str, Callable[[int, QueryDict], Asked]] = {
    "up":             lambda pk, form: ("shift", {"passage": pk, "places": -1}),
    "down":           lambda pk, form: ("shift", {"passage": pk, "places": 1}),
    "part":           lambda pk, form: ("part", {"passage": pk}),
    "out":            lambda pk, form: ("take-out", {"passages": [pk]}),
    "renew":          lambda pk, form: ("renew", {"passages": [pk]}),
    "renew-all":      lambda pk, form: ("renew", {"passages": None}),
    "move":           lambda pk, form: ("move", {"passages": _ids(form, "passage"), "to": _id(form, "to"),
                                                 "after": whole_number(form.get("after", ""))}),
    "join":           lambda pk, form: ("join", {"passages": _ids(form, "passage")}),
    "take-out":       lambda pk, form: ("take-out", {"passages": _ids(form, "passage")}),
    "take-in":        lambda pk, form: ("take-in", {"answers": _ids(form, "answer"), "to": _id(form, "to")}),
    "take-in-all":    lambda pk, form: ("take-in", {"answers": None, "to": _id(form, "to")}),
    "passage-back":   lambda pk, form: ("put-back", {"passage": pk}),
    "heading-back":   lambda pk, form: ("put-back", {"heading": pk}),
    "heading-up":     lambda pk, form: ("shift-heading", {"heading": pk, "places": -1}),
    "heading-down":   lambda pk, form: ("shift-heading", {"heading": pk, "places": 1}),
    "heading-under":  lambda pk, form: ("move-heading", {"heading": pk, "under": _id(form, "under")}),
    "heading-after":  lambda pk, form: ("move-heading", {"heading": pk, "after": _id(form, "after")}),
    "heading-out":    lambda pk, form: ("remove-heading", {"heading": pk, "to": _id(form, "to")}),
    "by-number":      lambda pk, form: ("order", {"heading": pk, "order": "number"}),
    "by-theme":       lambda pk, form: ("order", {"heading": pk, "order": "theme"}),
    "regroup":        lambda pk, form: ("regroup", {"grouping": form.get("grouping", "")}),
}
"""By the name of a button: what it changes, of the row that it stands at and what else the form says."""
# fmt: on


@requires(EDITOR)
@posted_from("report", "reference")
def arrange(request: HttpRequest, reference: str) -> HttpResponse:
    """``act`` is the name of a button, with the id of its row where it has one: ``up:12``."""
    shown = report_for(person(request), reference)
    name, _colon, row = request.POST.get("act", "").partition(":")
    if name not in BUTTONS:
        sentence = _("There is no such button here, so nothing was done. Open the page again.")
        return report_page(request, shown, status=422, refusal=sentence)
    change, given = BUTTONS[name](whole_number(row) or 0, request.POST)
    try:
        event = actions.arrange(shown, change, by=person(request), now=timezone.now(), **given)
    except Refused as refused:
        shown = report_for(person(request), reference)
        return report_page(request, shown, status=STATUS.get(type(refused), 422), refusal=refused.sentence)
    noted = event.data.get("noted", {})
    messages.success(request, DONE[change])
    passage = noted.get("passage") or next(iter(given.get("passages") or []), 0)
    at = request.POST.get("at", "")
    if change == "shift":  # the button has the focus again, which no browser gives it beside an anchor
        return redirect(place_of(reference, at=at, did=f"{name}:{row}", anchor=""))
    return redirect(place_of(reference, at=at, **_target(noted, passage)))


def place_of(reference: str, *, at: str = "", did: str = "", anchor: str = "text") -> str:
    """The page of a report, at a part of its text; ``did`` is the button that was pressed."""
    query = urlencode({name: value for name, value in (("at", at), ("did", did)) if value})
    address = reverse("report", args=[reference])
    return "".join([address, f"?{query}" if query else "", f"#{anchor}" if anchor else ""])


def _target(noted: dict[str, Any], passage: int) -> dict[str, str]:
    if passage:
        return {"anchor": f"passage-{passage}"}
    return {"anchor": f"h{noted['heading']}" if noted.get("heading") else "text"}


def _ids(form: QueryDict, name: str) -> list[int]:
    return [number for said in form.getlist(name) if (number := whole_number(said))]


def _id(form: QueryDict, name: str) -> int | None:
    return whole_number(form.get(name, "")) or None
