"""What leaves on a day, to whom and why; and each of its mails as it would be written. For coordinators."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.pages.opened import person
from cases.people.roles import COORDINATOR
from cases.policy import requires
from notifications import policy
from notifications.ahead.asked import AskedForm, shown
from notifications.ahead.mails import mails_on
from notifications.ahead.written import written


@requires(COORDINATOR)
@require_safe
def reminders(request: HttpRequest) -> HttpResponse:
    """``day`` and ``to`` in the address narrow it down."""
    now = timezone.now()
    form = AskedForm(request.GET or None, now=now)
    context = shown(form, now, policy.current(), person(request), request.GET.get("page"))
    context["problems"] = form if form.errors else None
    return render(request, "notifications/ahead/page.html", context)


@requires(COORDINATOR)
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """The mail of ``day`` to ``to``, as it would be written; 404 where none leaves then."""
    now, viewer = timezone.now(), person(request)
    form = AskedForm(request.GET, now=now)
    day, to = form.asked()
    if form.errors or to is None:
        raise Http404
    ahead = mails_on(day, now, policy.current(), viewer, person=to)
    letters = [written(to, one.leaving.notices, viewer, now) for one in ahead.mails]
    found = [letter for letter in letters if letter is not None]
    if not found:
        raise Http404
    context = {"day": day, "person": to, "letters": found}
    return render(request, "notifications/ahead/mail.html", context)
