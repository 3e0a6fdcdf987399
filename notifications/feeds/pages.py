"""The page on which a person makes and revokes calendar links, and the address that a calendar fetches."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.pages.opened import person
from cases.people.models import Department
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from cases.policy import public, signed_in
from notifications.feeds import icalendar_file
from notifications.feeds.links import feed_of, make_link, revoke_link
from notifications.models import Feed


@public
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The link is all that is asked for. Whatever is wrong with it, nothing is there: no hint why."""
    found = feed_of(token)
    if found is None:
        raise Http404
    content = icalendar_file.write(found)
    headers = {"Content-Disposition": 'inline; filename="suivi.ics"', "Cache-Control": "private, no-cache"}
    etag = f'"{hashlib.sha256(content).hexdigest()}"'
    answer = HttpResponse(content, content_type=icalendar_file.MEDIA_TYPE, headers=headers | {"ETag": etag})
    return get_conditional_response(request, etag=etag, response=answer) or answer


@dataclass(frozen=True)
class Offered:
    """A calendar that the person may have: of ``department``, or, without one, the own; with its link."""

    department: Department | None
    feed: Feed | None

    @property
    def code(self) -> str:
        return self.department.code if self.department else ""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def calendars(request: HttpRequest) -> HttpResponse:
    """``then`` names the act, ``unit`` the department; empty: one's own calendar."""
    offered = _offered(request)
    if request.method != "POST":
        return _page(request, offered)
    act = ACTS.get(request.POST.get("then", ""))
    chosen = next((one for one in offered if one.code == request.POST.get("unit")), None)
    if act is None or chosen is None:
        raise Http404
    return act(request, chosen)


def _made(request: HttpRequest, chosen: Offered) -> HttpResponse:
    """The link is on this answer and nowhere else, so that no copy of it is kept here."""
    link = make_link(chosen.department, by=person(request), now=timezone.now())
    return _page(request, _offered(request), link=link, code=chosen.code)


def _revoked(request: HttpRequest, chosen: Offered) -> HttpResponse:
    if chosen.feed and revoke_link(chosen.feed, by=person(request), now=timezone.now()):
        messages.success(request, _("Revoked: the link works no more."))
    return redirect("feeds")


ACTS: dict[str, Callable[[HttpRequest, Offered], HttpResponse]] = {"make": _made, "revoke": _revoked}


def _offered(request: HttpRequest) -> list[Offered]:
    user = person(request)
    units = grants_of(user).units_with(LEAD_DEPARTMENT.codenames)
    departments = Department.objects.filter(pk__in=units).with_names().order_by("code")
    found = Feed.objects.visible_to(user).in_force().select_related("by", "department")
    feeds = {one.department_id: one for one in found}
    return [Offered(None, feeds.get(None)), *(Offered(one, feeds.get(one.pk)) for one in departments)]


def _page(request: HttpRequest, offered: list[Offered], *, link: str = "", code: str = "") -> HttpResponse:
    context: dict[str, Any] = {"offered": offered, "link": link, "code": code}
    if link:
        context["subscribe"] = f"webcal:{link.partition(':')[2]}"
    return render(request, "notifications/feeds/calendars.html", context)
