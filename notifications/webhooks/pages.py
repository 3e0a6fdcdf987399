"""The settings of webhooks: all of them; one of them with its latest deliveries. For administrators."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.pages.kept import keeps_typed
from cases.pages.opened import person
from cases.policy import administered
from notifications import tasks
from notifications.models import Delivery, Webhook
from notifications.webhooks import settling
from notifications.webhooks.forms import WebhookForm
from notifications.webhooks.sending import GIVEN_UP_AFTER, MOST_ATTEMPTS, try_again
from workflow import wake
from workflow.errors import Refused

ON_A_PAGE = 25


@keeps_typed
@administered
@require_http_methods(["GET", "HEAD", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """All of them, and the form by which one is added."""
    form = WebhookForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _list_page(request, form)
    if not form.is_valid():
        return _list_page(request, form, status=422)
    try:
        made, secret = settling.add(form.cleaned_data["url"], form.wanted(), **_how(request))
    except Refused as refused:
        return _list_page(request, form, refusal=refused.sentence, status=409)
    return _page(request, made, secret=secret)


@keeps_typed
@administered
@require_http_methods(["GET", "HEAD", "POST"])
def webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """``then`` names the act that is sent."""
    shown = get_object_or_404(Webhook.objects.visible_to(person(request)), pk=pk)
    if request.method != "POST":
        return _page(request, shown)
    act = ACTS.get(request.POST.get("then", ""))
    if act is None:
        raise Http404
    try:
        return act(request, shown)
    except Refused as refused:
        return _page(request, shown, refusal=refused.sentence, status=409)


def _changed(request: HttpRequest, shown: Webhook) -> HttpResponse:
    form = WebhookForm(request.POST, webhook=shown)
    if not form.is_valid():
        return _page(request, shown, form=form, status=422)
    if settling.change(shown, form.cleaned_data["url"], form.wanted(), **_how(request)):
        messages.success(request, _("Saved."))
    return redirect("webhook", shown.pk)


def _renewed(request: HttpRequest, shown: Webhook) -> HttpResponse:
    """The secret is on this answer and nowhere else."""
    secret = settling.renew(shown, **_how(request))
    return _page(request, shown, secret=secret)


def _switched_off(request: HttpRequest, shown: Webhook) -> HttpResponse:
    settling.switch_off(shown, **_how(request))
    messages.success(request, _("Switched off: no event is posted there."))
    return redirect("webhook", shown.pk)


def _switched_on(request: HttpRequest, shown: Webhook) -> HttpResponse:
    settling.switch_on(shown, **_how(request))
    wake.poke(tasks.post)
    messages.success(request, _("Switched on: events are posted there from now on."))
    return redirect("webhook", shown.pk)


def _removed(request: HttpRequest, shown: Webhook) -> HttpResponse:
    settling.remove(shown, **_how(request))
    messages.success(request, _("The webhook for %(host)s is removed.") % {"host": shown.host})
    return redirect("webhooks")


def _tested(request: HttpRequest, shown: Webhook) -> HttpResponse:
    settling.send_test(shown, **_how(request))
    wake.poke(tasks.post)
    messages.success(request, _("A test is on its way. Open this page again in a moment to see the answer."))
    return redirect("webhook", shown.pk)


def _again(request: HttpRequest, shown: Webhook) -> HttpResponse:
    seen = Delivery.objects.visible_to(person(request)).filter(webhook=shown)
    dead = get_object_or_404(seen, key=request.POST.get("delivery", ""))
    if try_again(dead, timezone.now()):
        wake.poke(tasks.post)
        messages.success(request, _("It will be sent again, with the same id."))
    else:
        messages.info(request, _("This delivery is not waiting for you; nothing was changed."))
    return redirect("webhook", shown.pk)


ACTS: dict[str, Callable[[HttpRequest, Webhook], HttpResponse]] = {
    "change": _changed,
    "renew": _renewed,
    "off": _switched_off,
    "on": _switched_on,
    "remove": _removed,
    "test": _tested,
    "again": _again,
}


def _how(request: HttpRequest) -> dict[str, Any]:
    return {"by": person(request), "now": timezone.now()}


def _list_page(
    request: HttpRequest, form: WebhookForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    found = Webhook.objects.visible_to(person(request)).annotate(
        waiting=Count("deliveries", Q(deliveries__state=Delivery.State.WAITING)),
        dead=Count("deliveries", Q(deliveries__state=Delivery.State.DEAD)),
        last_at=Max("deliveries__ended_at", filter=Q(deliveries__state=Delivery.State.DELIVERED)),
    )
    context = {"webhooks": found.order_by("pk"), "form": form, "refusal": refusal}
    return render(request, "notifications/webhooks/webhooks.html", context, status=status)


def _page(
    request: HttpRequest, shown: Webhook, *, form: WebhookForm | None = None, secret: str = "",
    refusal: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    deliveries = (
        Delivery.objects.visible_to(person(request)).filter(webhook=shown).order_by("-made_at", "-pk")
    )
    context = {
        "webhook": shown,
        "form": form or WebhookForm(webhook=shown),
        "problems": form,
        "secret": secret,
        "page": Paginator(deliveries, ON_A_PAGE).get_page(request.GET.get("page")),
        "most": MOST_ATTEMPTS,
        "given_up_days": GIVEN_UP_AFTER.days,
        "refusal": refusal,
    }
    return render(request, "notifications/webhooks/webhook.html", context, status=status)
