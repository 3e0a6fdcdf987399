"""The mails of this installation: a person sees the own ones, the coordinator all, dead letters first."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.pages.kept import posted_from
from cases.people.roles import COORDINATOR, grants_of
from cases.policy import requires, signed_in
from notifications import wake
from notifications.models import Mail
from notifications.reviving import try_again

MAILS_ON_A_PAGE = 50


@signed_in
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    found = Mail.objects.visible_to(request.user).dead_first().select_related("recipient")
    page = Paginator(found, MAILS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "notifications/mails.html", {"page": page, "sees_all": _sees_all(request)})


@signed_in
@require_safe
def mail(request: HttpRequest, key: str) -> HttpResponse:
    seen = Mail.objects.visible_to(request.user).select_related("recipient")
    shown = get_object_or_404(seen, key=key)
    return render(request, "notifications/mail_page.html", {"mail": shown, "sees_all": _sees_all(request)})


@requires(COORDINATOR)
@posted_from("mail-one", "key")
def again(request: HttpRequest, key: str) -> HttpResponse:
    dead = get_object_or_404(Mail.objects.visible_to(request.user), key=key)
    if try_again(dead, timezone.now()):
        wake.poke()
        messages.success(request, _("The mail to %(to)s will be tried again.") % {"to": dead.to})
    else:
        messages.info(request, _("This mail is not waiting for you; nothing was changed."))
    return redirect("mail")


def _sees_all(request: HttpRequest) -> bool:
    return COORDINATOR.held(grants_of(request.user), None)
