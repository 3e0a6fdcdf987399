"""Escalations: what is ready, by department, to be sent to its contacts by one press, for one or for all.

The boxes that are ticked name the cases: those are meant, whatever comes in meanwhile. Nothing leaves before
the page was seen. What was sent, and the button that takes it back, shows the page of reminders by hand.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case
from cases.overview.blocks import counted_blocks
from cases.pages.blocks_shown import SAID_ON_CASE
from cases.pages.kept import keeps_typed
from cases.pages.numbers import whole_number
from cases.pages.opened import person
from cases.people.roles import COORDINATOR
from cases.policy import requires
from notifications import wake
from notifications.chase_pages import PressForm, row_of, samples_of
from notifications.escalating import MOST, Group, escalate, plan_of
from notifications.policy import current
from notifications.rules.reminders import ESCALATED
from workflow import undoing
from workflow.errors import Conflict, Refused

ALL = "all"
"""The value of the button that sends to all departments; the others have the code of theirs."""


@keeps_typed
@requires(COORDINATOR)
def escalations(request: HttpRequest) -> HttpResponse:
    """The preview; sent, the act."""
    if request.method != "POST":
        return _page(request, PressForm(initial={"form_key": uuid4()}))
    form = PressForm(request.POST)
    ticked = _ticked(request)
    if not form.is_valid():
        return _page(request, form, ticked, status=422)
    if not ticked:
        form.add_error(None, _("Tick at least one case."))
        return _page(request, form, ticked, status=422)
    return _sent(request, form, ticked)


def _sent(request: HttpRequest, form: PressForm, ticked: Collection[int]) -> HttpResponse:
    meant = Case.objects.visible_to(person(request)).filter(pk__in=ticked)
    if (to := request.POST.get("to", ALL)) != ALL:
        meant = meant.filter(lead__code=to)
    given = form.cleaned_data
    try:
        made = escalate(
            meant, note=given["note"], by=person(request), now=timezone.now(), form=given["form_key"]
        )
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, form, ticked, status=409 if isinstance(refused, Conflict) else 422)
    wake.poke()
    return redirect("reminded", made.key)


def _ticked(request: HttpRequest) -> set[int]:
    return {pk for row in request.POST.getlist("case") if (pk := whole_number(row)) is not None}


def _page(
    request: HttpRequest, form: PressForm, ticked: Collection[int] | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    plan = plan_of(Case.objects.visible_to(person(request)), now)
    context = {
        "form": form,
        "groups": [_shown(group, ticked) for group in plan.groups],
        "rows": [row_of(letter) for letter in plan.letters],
        "count": len(plan.cases),
        "most": MOST if plan.more else 0,
        "days": current().escalation,
        "blocks": counted_blocks(Case.objects.filter(pk__in=[case.pk for case in plan.cases])),
        "samples": samples_of(ESCALATED, plan.letters, now),
        "minutes": int(undoing.window().total_seconds()) // 60,
    }
    return render(request, "notifications/escalations.html", context, status=status)


def _shown(group: Group, ticked: Collection[int] | None) -> dict[str, Any]:
    """A department; at first everything is ticked that somebody would be told of."""
    rows = [
        {
            "row": row,
            "blocked": SAID_ON_CASE[row.block.what] if row.block else "",
            "ticked": bool(group.contacts) and (ticked is None or row.case.pk in ticked),
        }
        for row in group.rows
    ]
    return {"group": group, "rows": rows}
