"""Writing a department's part of another's answer: saved, delivered, put together with a colleague's text."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.contributions import contributing
from cases.drafting.copies import became_a_version, keep_part
from cases.models import Case, Contribution
from cases.pages.contribution import contribution_page, opened_contribution, parts_seen, said_of
from cases.pages.contribution_forms import PartForm
from cases.pages.copies import edition_seen
from cases.pages.kept import keeps_typed, posted_from, typed_texts
from cases.pages.opened import person
from cases.pages.steps import STATUS
from cases.pages.two_texts import choices_in, number_in, two_texts, typed_again
from cases.policy import signed_in
from cases.templatetags.suivi import direction
from workflow.errors import Refused


@signed_in
@posted_from("contribution", "reference", "number")
@keeps_typed
def save_part(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """``then`` is ``deliver`` where that button was pressed: the text is saved before the step is taken."""
    case, found = opened_contribution(request, reference, number)
    form = PartForm(request.POST)
    if not form.is_valid():
        return contribution_page(request, case, found, status=422, form=form, problems=form)
    act: dict[str, Any] = {"by": person(request), "now": timezone.now()}
    try:
        with transaction.atomic():
            contributing.save_part(found, **form.cleaned_data, **act)
            became_a_version(found, by=act["by"], seen=edition_seen(request))
    except contributing.StalePart as stale:
        return contribution_page(request, case, found, status=409, **_both_texts(request, found, form, stale))
    except Refused as refused:
        status, texts = STATUS.get(type(refused), 422), typed_texts(request)
        return contribution_page(request, case, found, status=status, refusal=refused.sentence, unsaved=texts)
    return _then(request, case, found, act)


@signed_in
@posted_from("contribution", "reference", "number")
@keeps_typed
def merge_parts(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The text by the choices that were made, kept as what the person types; nothing is saved as a part."""
    case, found = opened_contribution(request, reference, number)
    form = PartForm(request.POST)
    if not form.is_valid():
        return contribution_page(request, case, found, status=422, form=form, problems=form)
    theirs, mine = form.cleaned_data["started_from"], form.cleaned_data
    began = number_in(request, "merged_from")
    both = two_texts(parts_seen(request, found), began=began, theirs=theirs, mine=mine)
    typed = {"text": mine["text"]} | (both.texts(choices_in(request)) if both else {})
    act: dict[str, Any] = {"by": person(request), "now": timezone.now()}
    try:
        keep_part(found, typed=typed, started_from=theirs, seen=edition_seen(request), **act)
    except Refused as refused:
        status, texts = STATUS.get(type(refused), 422), typed_texts(request)
        return contribution_page(request, case, found, status=status, refusal=refused.sentence, unsaved=texts)
    messages.success(request, _("Both texts are put together in the fields. Read them, and save."))
    return redirect("contribution", case.reference, found.pk)


def _then(request: HttpRequest, case: Case, found: Contribution, act: dict[str, Any]) -> HttpResponse:
    saved = _("Your text is saved.")
    within = _("It stays within your department until it is delivered.")
    if request.POST.get("then") != "deliver":
        messages.success(request, f"{saved} {within}")
        return redirect("contribution", case.reference, found.pk)
    try:
        contributing.take_contribution_step(Contribution.objects.get(pk=found.pk), "deliver", **act)
    except Refused as refused:
        messages.error(request, f"{saved} {_('It went no further:')} {refused.sentence}")
        return redirect("contribution", case.reference, found.pk)
    messages.success(request, said_of("deliver", case, found))
    return redirect("contribution", case.reference, found.pk)


def _both_texts(
    request: HttpRequest, found: Contribution, form: PartForm, stale: contributing.StalePart
) -> dict[str, Any]:
    """Theirs and mine put together, in the editor; saving that goes on from theirs. Mine is kept as typed."""
    mine, began = form.cleaned_data, form.cleaned_data["started_from"]
    with suppress(Refused):
        act: dict[str, Any] = {"by": person(request), "now": timezone.now()}
        keep_part(found, typed={"text": mine["text"]}, started_from=began, seen=edition_seen(request), **act)
    parts = list(parts_seen(request, found).select_related("author"))
    both = two_texts(parts, began=began, theirs=stale.current.number, mine=mine)
    shown = PartForm(typed_again(request, both)).in_language(
        stale.current.language, direction(stale.current.language)
    )
    return {"form": shown, "refusal": stale.sentence, "both": both}
