"""Giving a source and an as-of date to figures of the saved text, several at once, and taking it off."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.drafting.figure_sources import Said, give_source
from cases.models import Evidence
from cases.pages.case import case_page
from cases.pages.figures_shown import MOST, FigureForm
from cases.pages.kept import keeps_typed, posted
from cases.pages.opened import case_for, person
from cases.pages.steps import STATUS
from cases.policy import signed_in
from workflow.errors import Blocked, Refused


@signed_in
@posted
@keeps_typed
def give(request: HttpRequest, reference: str) -> HttpResponse:
    """``then`` is “off” where the source is to be taken off the ticked figures."""
    case = case_for(person(request), reference)
    proofs = Evidence.objects.visible_to(person(request)).filter(answer=case.answer_id).order_by("at", "pk")
    form = FigureForm(request.POST, proofs=proofs)
    ticked = request.POST.getlist("figure")[:MOST]
    typed: dict[str, Any] = {"figure_form": form, "ticked": ticked}
    if not form.is_valid():
        return case_page(request, case, status=422, problems=form, **typed)
    off = request.POST.get("then") == "off"
    said = Said() if off else form.said()
    try:
        if not off and not said.is_source and not (said.as_of or said.institution):
            raise Blocked(_("Say where the figures come from: a source, or a piece of evidence."))
        number, now = form.cleaned_data["number"], timezone.now()
        count = give_source(case, ticked, said, number=number, by=person(request), now=now)
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        form.say_version(case.present_answer.latest_draft() if case.answer else None)
        return case_page(request, case, status=status, refusal=refused.sentence, **typed)
    messages.success(request, _done(count, off=off))
    return redirect(reverse("case", args=[case.reference]) + "#figures")


def _done(count: int, *, off: bool) -> str:
    given = ngettext("%(count)d figure has this source.", "%(count)d figures have this source.", count)
    taken = ngettext(
        "The source is taken off %(count)d figure.", "The source is taken off %(count)d figures.", count
    )
    return (taken if off else given) % {"count": count}
