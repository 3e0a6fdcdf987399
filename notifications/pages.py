"""The mails of this installation: a person sees the own ones, the coordinator all, dead letters first.

On a dead letter the coordinator reads why, mends the address and has it sent again; or has all of one cause
sent again, once the server is back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_safe

from cases.pages.kept import keeps_typed, posted_from
from cases.pages.opened import person as reader_of
from cases.pages.settings.person_forms import AddressForm
from cases.people.roles import COORDINATOR, grants_of
from cases.people.settling import why_not_move_address
from cases.policy import requires, signed_in
from notifications import wake
from notifications.models import Bounce, Cause, Mail, MailQuerySet
from notifications.reviving import is_of_no_use, mend_address, try_again, try_all_again
from workflow.errors import Refused

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MAILS_ON_A_PAGE = 50
# fmt: off
SHOWN: dict[str, tuple[StrOrPromise, Callable[[MailQuerySet], MailQuerySet]]] = {
    "waiting": (pgettext_lazy("mails", "Waiting"),    MailQuerySet.waiting),
    "dead":    (gettext_lazy("Could not be delivered"), MailQuerySet.dead),
    "back":    (gettext_lazy("Came back"),            MailQuerySet.bounced),
}
# fmt: on
"""What the coordinator may narrow the list to."""


@signed_in
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """``state`` and ``cause`` narrow the list."""
    seen = Mail.objects.visible_to(request.user)
    at, cause = request.GET.get("state", ""), request.GET.get("cause", "")
    found = SHOWN[at][1](seen) if at in SHOWN else seen
    found = found.filter(cause=cause) if cause in Cause.values else found
    page = Paginator(found.dead_first().select_related("recipient"), MAILS_ON_A_PAGE)
    context: dict[str, Any] = {"page": page.get_page(request.GET.get("page")), "at": at, "cause": cause}
    if _sees_all(request):
        context |= {"sees_all": True, "shown": _counts(seen), "causes": _causes(seen)}
        context["not_understood"] = Bounce.objects.filter(kind=Bounce.Kind.OTHER).count()
    return render(request, "notifications/mails.html", context)


@signed_in
@require_safe
def mail(request: HttpRequest, key: str) -> HttpResponse:
    seen = Mail.objects.visible_to(request.user).select_related("recipient")
    return _page(request, get_object_or_404(seen, key=key))


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


@requires(COORDINATOR)
@posted_from("mail")
def all_again(request: HttpRequest) -> HttpResponse:
    """All dead letters of one ``cause``."""
    cause = request.POST.get("cause", "")
    if cause not in Cause.values:
        raise Http404
    seen = Mail.objects.visible_to(request.user).filter(cause=cause)
    number = try_all_again(seen, timezone.now())
    wake.poke()
    said = ngettext("%(count)d mail will be tried again.", "%(count)d mails will be tried again.", number)
    messages.success(request, said % {"count": number})
    return redirect("mail")


@keeps_typed
@requires(COORDINATOR)
@posted_from("mail-one", "key")
def mend(request: HttpRequest, key: str) -> HttpResponse:
    """Gives the person another address, and has the mail sent again to it."""
    seen = Mail.objects.visible_to(request.user).select_related("recipient")
    shown, by = get_object_or_404(seen, key=key), reader_of(request)
    form = AddressForm(request.POST, person=shown.recipient, by=by)
    if not form.is_valid():
        return _page(request, shown, form=form, status=422)
    try:
        mend_address(shown, form.cleaned_data["email"], by=by, now=timezone.now())
    except Refused as refused:
        return _page(request, shown, form=form, refusal=refused.sentence, status=409)
    wake.poke()
    if is_of_no_use(shown):
        messages.success(
            request, _("The address is mended. The link of that mail works no more: invite anew.")
        )
        return redirect("person", shown.recipient_id)
    messages.success(request, _("The address is mended, and the mail will be tried again."))
    return redirect("mail-one", key)


def _page(
    request: HttpRequest,
    shown: Mail,
    *,
    form: AddressForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"mail": shown, "refusal": refusal, "problems": form}
    if _sees_all(request):
        by = reader_of(request)
        context |= {"sees_all": True, "back": shown.bounces.order_by("at", "pk")[:MAILS_ON_A_PAGE]}
        context["why_not"] = why_not_move_address(shown.recipient, by=by)
        context["form"] = form or AddressForm(None, person=shown.recipient, by=by)
    return render(request, "notifications/mail_page.html", context, status=status)


def _counts(seen: MailQuerySet) -> list[dict[str, Any]]:
    """The ways to narrow the list, each with how many mails it shows."""
    counted = {name: which(seen).count() for name, (_label, which) in SHOWN.items()}
    return [{"name": name, "label": SHOWN[name][0], "count": count} for name, count in counted.items()]


def _causes(seen: MailQuerySet) -> list[dict[str, Any]]:
    """Why dead letters are dead, the most frequent cause first."""
    counted = seen.dead().exclude(cause="").values("cause").annotate(number=Count("pk"))
    return [
        {"name": one["cause"], "label": Cause(one["cause"]).label, "count": one["number"]}
        for one in counted.order_by("-number", "cause")
    ]


def _sees_all(request: HttpRequest) -> bool:
    return COORDINATOR.held(grants_of(request.user), None)
