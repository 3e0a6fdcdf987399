"""What a coordinator sends from the page of a day: leave out a line, hold a mail, write above it; undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cases.pages.kept import keeps_typed, posted_from
from cases.pages.numbers import whole_number
from cases.pages.opened import person
from cases.people.models import User
from cases.people.roles import COORDINATOR
from cases.policy import requires
from notifications.ahead import holding_back
from notifications.ahead.asked import AskedForm
from notifications.ahead.expected import seen_by
from notifications.ahead.pages import day_page
from notifications.models import HeldLine, HeldMail
from workflow.errors import Refused


@keeps_typed
@requires(COORDINATOR)
@posted_from("reminders")
def change(request: HttpRequest) -> HttpResponse:
    """``then`` names the act; ``day`` and ``person`` (an id) are of the mail that is meant."""
    act, now = ACTS.get(request.POST.get("then", "")), timezone.now()
    form = AskedForm({"day": request.POST.get("day", ""), "to": ""}, now=now)
    if act is None or not form.is_valid():
        raise Http404
    try:
        messages.success(request, act(request, form, now))
    except Refused as refused:
        kept = request.POST.get("text", "")
        return day_page(request, form, refusal=refused.sentence, kept=kept, status=409)
    back = {name: request.POST[name] for name in ("to", "page") if request.POST.get(name)}
    query = urlencode({"day": form.cleaned_data["day"]} | back)
    return redirect(f"{reverse('reminders')}?{query}")


def _left_out(request: HttpRequest, form: AskedForm, now: datetime) -> str:
    line, to = request.POST.get("line", ""), _recipient(request)
    holding_back.leave_out(line, form.cleaned_data["day"], to, by=person(request), now=now)
    return _("Left out: this line is not told to %(name)s.") % {"name": to.name}


def _put_back(request: HttpRequest, form: AskedForm, now: datetime) -> str:
    seen = HeldLine.objects.visible_to(person(request)).select_related("notice__recipient")
    held = get_object_or_404(seen, pk=_number(request, "held"))
    if not seen_by(person(request), [held.notice]):
        raise Http404
    holding_back.put_back(held, by=person(request), now=now)
    return _("Undone: the line is told after all.")


def _held(request: HttpRequest, form: AskedForm, now: datetime) -> str:
    to = _recipient(request)
    holding_back.hold(form.cleaned_data["day"], to, by=person(request), now=now)
    return _("Held: %(name)s gets no mail of that day; what it would tell waits.") % {"name": to.name}


def _released(request: HttpRequest, form: AskedForm, now: datetime) -> str:
    seen = HeldMail.objects.visible_to(person(request)).select_related("recipient")
    held = get_object_or_404(seen, pk=_number(request, "held"))
    holding_back.release(held, by=person(request), now=now)
    return _("Undone: the mail leaves after all.")


def _written_above(request: HttpRequest, form: AskedForm, now: datetime) -> str:
    to = _recipient(request) if request.POST.get("person") else None
    text, was = request.POST.get("text", ""), request.POST.get("was", "")
    day, by = form.cleaned_data["day"], person(request)
    made = holding_back.write_above(text, day, to, was=was, by=by, now=now)
    return _("Saved: it stands above the mail.") if made else _("Nothing stands above the mail now.")


ACTS: dict[str, Callable[[HttpRequest, AskedForm, datetime], str]] = {
    "leave-out": _left_out,
    "put-back": _put_back,
    "hold": _held,
    "release": _released,
    "note": _written_above,
}


def _recipient(request: HttpRequest) -> User:
    return get_object_or_404(User, pk=_number(request, "person"))


def _number(request: HttpRequest, name: str) -> int:
    return whole_number(request.POST.get(name, "")) or 0
