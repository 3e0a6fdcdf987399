"""Saving the draft, and saving and sending it in one go. What was typed comes back whatever stops it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import actions
from cases.drafting.copies import became_a_version, keep_draft
from cases.models import Case, Version
from cases.pages import told
from cases.pages.case import case_page, draft_form
from cases.pages.copies import edition_seen
from cases.pages.forms import DraftForm
from cases.pages.kept import keeps_typed, posted, typed_texts
from cases.pages.narrative import Narrative, may_write, narrative_of
from cases.pages.opened import case_for, person
from cases.pages.openings import Openings
from cases.pages.steps import STATUS, after_step
from cases.pages.two_texts import choices_in, number_in, two_texts, typed_again
from cases.people.roles import HEAD, grants_of
from cases.policy import signed_in
from cases.states import ASSIGNED
from workflow.errors import Refused
from workflow.models import Event

SIGNING = ("sign_and_send", "release")
SENDING = ("send_for_sign_off", *SIGNING)
TYPED = ("full_text", "short_text", "status", "position")
"""What of the form a working copy keeps."""


@signed_in
@posted
@keeps_typed
def save_draft(request: HttpRequest, reference: str) -> HttpResponse:
    """``then`` names the step whose button was pressed: the text is saved before it is taken."""
    case = case_for(person(request), reference)
    form = _form(request, case)
    if not form.is_valid():
        return case_page(request, case, status=422, draft_form=form, problems=form)
    then = request.POST.get("then", "")
    if then in SIGNING and _signer_wrote(request, case, form):
        return case_page(request, case, status=422, draft_form=form, refusal=_would_draft())
    if not then and _is_blank(request, case, form):
        messages.info(request, _("There is nothing to save yet: write the answer first."))
        return redirect("case", case.reference)
    try:
        if form.has_changed() or not then:
            _save(request, case, form)
    except actions.StaleText as stale:
        return case_page(request, case, status=409, **_both_texts(request, case, form, stale))
    except Refused as refused:
        status, texts = STATUS.get(type(refused), 422), typed_texts(request)
        return case_page(request, case, status=status, refusal=refused.sentence, unsaved=texts)
    saved = _("Your text is saved.") if form.has_changed() else _("Your text is as it was.")
    return _then(request, case, then, saved)


@transaction.atomic
def _save(request: HttpRequest, case: Case, form: DraftForm) -> None:
    """The text as a version; what the person had typed before stands in it, and is kept no longer."""
    version = actions.save_draft(case, by=person(request), now=timezone.now(), **form.cleaned_data)
    became_a_version(version.answer, by=person(request), seen=edition_seen(request))


def _form(request: HttpRequest, case: Case) -> DraftForm:
    if case.answer is None:
        return DraftForm(request.POST, asked_in=case.round)
    narrative: Narrative = narrative_of(case, person(request), grants_of(person(request)))
    return draft_form(case, narrative, request.POST)


def _is_blank(request: HttpRequest, case: Case, form: DraftForm) -> bool:
    """Who saves nothing, where nothing stands, has not begun; it would count as acceptance."""
    typed = any(form.cleaned_data.get(name) for name in ("full_text", "short_text", "status", "position"))
    begun = typed or form.has_changed() or case.state != ASSIGNED
    return not begun and may_write(case, grants_of(person(request)))


def _signer_wrote(request: HttpRequest, case: Case, form: DraftForm) -> bool:
    """Whether saving would make a drafter of a head, who then could not sign any more."""
    wrote = {"full_text", "short_text", "status", "position"} & set(form.changed_data)
    return bool(wrote) and HEAD.held(grants_of(person(request)), case.lead_id)


def _would_draft() -> str:
    return _(
        "You changed the text or the proposal, and nothing was saved. If you save it, you become one of its "
        "drafters, and somebody else in your department signs. To sign it yourself, undo your changes, or "
        "say in a comment what the drafter should change."
    )


def _both_texts(
    request: HttpRequest, case: Case, form: DraftForm, stale: actions.StaleText
) -> dict[str, Any]:
    """Theirs and mine put together, in the editor; saving that goes on from theirs. No step until then.

    Mine is kept as it was typed, so that it comes back also where the page is closed now.
    """
    mine, began = form.cleaned_data, form.cleaned_data["started_from"]
    _keep_mine(request, case, began)
    both = two_texts(_versions(request, case), began=began, theirs=stale.current.number, mine=mine)
    shown = DraftForm(typed_again(request, both), asked_in=stale.current.answer.round).in_language(
        stale.current.language, form.fields["full_text"].widget.attrs["dir"]
    )
    return {"openings": Openings(), "draft_form": shown, "refusal": stale.sentence, "both": both}


def _keep_mine(request: HttpRequest, case: Case, began: int) -> None:
    """Nothing is lost where it cannot be kept: the page shows it, and another window has the other."""
    typed = {name: request.POST.get(name, "").replace("\r\n", "\n") for name in TYPED}
    with suppress(Refused):
        act: dict[str, Any] = {"by": person(request), "now": timezone.now()}
        keep_draft(case, typed=typed, started_from=began, seen=edition_seen(request), **act)


def _versions(request: HttpRequest, case: Case) -> list[Version]:
    seen = Version.objects.visible_to(person(request)).filter(answer=case.answer_id)
    return list(seen.select_related("author"))


@signed_in
@posted
@keeps_typed
def merge_drafts(request: HttpRequest, reference: str) -> HttpResponse:
    """The text by the choices that were made, kept as what the person types: no version is made."""
    case = case_for(person(request), reference)
    form = _form(request, case)
    if not form.is_valid():
        return case_page(request, case, status=422, draft_form=form, problems=form)
    theirs = form.cleaned_data["started_from"]
    began, mine = number_in(request, "merged_from"), form.cleaned_data
    both = two_texts(_versions(request, case), began=began, theirs=theirs, mine=mine)
    texts = both.texts(choices_in(request)) if both else {}
    typed = {name: request.POST.get(name, "") for name in TYPED} | texts
    act: dict[str, Any] = {"by": person(request), "now": timezone.now()}
    try:
        keep_draft(case, typed=typed, started_from=theirs, seen=edition_seen(request), **act)
    except Refused as refused:
        status, typed_again = STATUS.get(type(refused), 422), typed_texts(request)
        return case_page(request, case, status=status, refusal=refused.sentence, unsaved=typed_again)
    messages.success(request, _("Both texts are put together in the fields. Read them, and save."))
    return redirect(f"{reverse('case', args=[case.reference])}#draft")


@transaction.atomic
def _taken(request: HttpRequest, case: Case, step: str) -> list[Event]:
    """Who sends a text that stands already, as after a reassignment, accepts the case with it."""
    act: dict[str, Any] = {"by": person(request), "now": timezone.now()}
    if case.state == ASSIGNED and step in SENDING:
        actions.take_step(case, "accept", **act)
    return actions.take_step(case, step, **act)


def _then(request: HttpRequest, case: Case, step: str, saved: str) -> HttpResponse:
    """Take the step, if one was asked for that saving has not taken itself (the first edit accepts)."""
    case.refresh_from_db()
    chosen = case.process.steps.get(step)
    if chosen is None or (step == "accept" and case.state not in chosen.sources):
        messages.success(request, f"{saved} {_('It stays within your department until it is sent.')}")
        return redirect("case", case.reference)
    try:
        events = _taken(request, case, step)
    except Refused as refused:
        messages.error(request, f"{saved} {_('It went no further:')} {refused.sentence}")
        return redirect("case", case.reference)
    messages.success(request, f"{case.reference}: {told.taken(case, events)}")
    return after_step(request, case)
