"""One contribution: its page with the editor of the part, the steps on it, and adding it to the answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods, require_safe

from cases.contributions import contributing
from cases.difference import difference
from cases.drafting.taking_over import as_quotation
from cases.models import Case, Contribution, Part, Version
from cases.models.typed_copy import TypedCopy
from cases.pages.case import case_page, draft_form
from cases.pages.contributed import TAKEN, Contributed, contributed_to, lines_of
from cases.pages.contribution_forms import PartForm
from cases.pages.copies import Kept, kept_of
from cases.pages.kept import keeps_typed, posted_from
from cases.pages.narrative import may_write, narrative_of
from cases.pages.numbers import whole_number
from cases.pages.opened import case_for, person
from cases.pages.step_form import StepForm
from cases.pages.steps import STATUS
from cases.pages.two_texts import TwoTexts, two_texts
from cases.people.roles import grants_of
from cases.policy import signed_in
from cases.templatetags.suivi import direction
from workflow import may
from workflow.errors import Refused
from workflow.step import Step

# fmt: off
DONE = {
    "deliver":               gettext_lazy("%(case)s: delivered. The lead department is told, and reads it."),
    "accept":                gettext_lazy("%(case)s: you accepted the part of %(department)s."),
    "return_to_contributor": gettext_lazy("%(case)s: returned. %(department)s is told why."),
    "ask_to_agree":          gettext_lazy("%(case)s: %(department)s is asked to agree to the text."),
    "go_on_without":         gettext_lazy("%(case)s: you go on without %(department)s, which is told of it."),
    "decline":               gettext_lazy("%(case)s: declined. The lead department is told."),
    "withdraw":              gettext_lazy("%(case)s: withdrawn. %(department)s is told."),
    "lift":                  gettext_lazy("%(case)s: %(department)s need not agree any more."),
}
AGREED = {
    "deliver":               gettext_lazy("%(case)s: you agreed to the text. The lead department is told."),
    "decline":               gettext_lazy("%(case)s: you did not agree. The lead department is told why."),
}
# fmt: on


@signed_in
@require_safe
def contribution(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    case, found = opened_contribution(request, reference, number)
    return contribution_page(request, case, found)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def step(request: HttpRequest, reference: str, number: int, name: str) -> HttpResponse:
    case, found = opened_contribution(request, reference, number)
    if name not in TAKEN:
        raise Http404
    chosen = Contribution.process.steps[name]
    if not chosen.role.held_for(grants_of(person(request)), found):
        sentence = _("“%(step)s” is for the %(role)s.")
        raise PermissionDenied(sentence % {"step": chosen.label, "role": chosen.role.label})
    if request.method == "POST":
        return _taken(request, case, found, chosen)
    refusal = _refusal(request, found, chosen)
    form = None if refusal else _step_form(request, case, found, chosen)
    return _step_page(request, case, found, chosen, form, refusal, 409 if refusal else 200)


@signed_in
@posted_from("contribution", "reference", "number")
def undo(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    case, found = opened_contribution(request, reference, number)
    version = request.POST.get("seen", "")
    try:
        contributing.take_back(
            found,
            by=person(request),
            now=timezone.now(),
            seen=whole_number(version) or 0,
        )
    except Refused as refused:
        return case_page(request, case, status=STATUS.get(type(refused), 422), refusal=refused.sentence)
    messages.success(request, _("%(case)s: taken back, and nobody was told.") % {"case": case.reference})
    return redirect("case", case.reference)


@signed_in
@posted_from("contribution", "reference", "number")
@keeps_typed
def add_to_answer(request: HttpRequest, reference: str, number: int) -> HttpResponse:
    """The page of the case, with the part at the end of what was typed: nothing is saved by it."""
    case, found = opened_contribution(request, reference, number)
    user, grants = person(request), grants_of(person(request))
    if not may_write(case, grants):
        raise PermissionDenied(_("Only the lead department writes the answer, while it drafts."))
    part = get_object_or_404(parts_seen(request, found).last_delivered())
    typed = request.POST.copy()
    begun = typed.get("full_text", "").replace("\r\n", "\n").strip()
    with override(part.language):
        typed["full_text"] = "\n\n".join(text for text in (begun, as_quotation(part, part.text)) if text)
    form = draft_form(case, narrative_of(case, user, grants), typed)
    added = _("The part of %(department)s stands at the end of the full text. Save to keep it.")
    return case_page(request, case, draft_form=form, added=added % {"department": found.department})


def opened_contribution(request: HttpRequest, reference: str, number: int) -> tuple[Case, Contribution]:
    """The contribution of that number to the answer of the case; unseen is 404."""
    user = person(request)
    case = case_for(user, reference)
    seen = Contribution.objects.visible_to(user).filter(answer=case.answer_id or 0)
    return case, get_object_or_404(seen.for_lists(), pk=number)


def _taken(request: HttpRequest, case: Case, found: Contribution, chosen: Step) -> HttpResponse:
    form = _step_form(request, case, found, chosen)
    if not form.is_valid():
        return _step_page(request, case, found, chosen, form, "", 422)
    act = {"by": person(request), "now": timezone.now(), "comment": form.cleaned_data.get("reason", "")}
    try:
        contributing.take_contribution_step(
            found, chosen.name, seen=form.cleaned_data["seen"], **act, **form.given()
        )
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        return _step_page(request, case, found, chosen, form, refused.sentence, status)
    messages.success(request, said_of(chosen.name, case, found))
    return redirect("case", case.reference)


def said_of(step: str, case: Case, found: Contribution) -> str:
    words = (AGREED if found.put_id else {}).get(step, DONE[step])
    return str(words) % {"case": case.reference, "department": found.department}


def _refusal(request: HttpRequest, found: Contribution, chosen: Step) -> str:
    """Why the step is not open; the role was seen to before."""
    openings = may.available(found, person(request), now=timezone.now())
    opening = next((one for one in openings if one.step == chosen), None)
    settled = _("The contribution stands at “%(state)s” now, where this step is not possible.")
    return str(opening.refusal) if opening else settled % {"state": found.standing}


def _step_form(request: HttpRequest, case: Case, found: Contribution, chosen: Step) -> StepForm:
    form = StepForm(
        request.POST if request.method == "POST" else None,
        initial={"seen": found.version},
        case=case,
        step=chosen,
        user=person(request),
        today=timezone.localdate(),
    )
    if chosen.name == "decline" and found.department.independent:
        form.fields["reason"].required = False
    return form


def _step_page(
    request: HttpRequest,
    case: Case,
    found: Contribution,
    chosen: Step,
    form: StepForm | None,
    refusal: str,
    status: int,
) -> HttpResponse:
    context = {
        "case": case,
        "step": chosen,
        "form": form if form is None or form.visible_fields() else None,
        "refusal": refusal,
        "seen": Contribution.objects.get(pk=found.pk).version,
        "moved": status == 409,
        "action": request.path,
        "contribution": found,
    }
    return render(request, "cases/step.html", context, status=status)


def contribution_page(
    request: HttpRequest, case: Case, found: Contribution, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The whole page; ``more`` is what a refusal shows again: the bound form, the sentence, two texts."""
    user, grants = person(request), grants_of(person(request))
    all_shown, events = contributed_to(case, user, grants, timezone.now())
    one = next(shown for shown in all_shown if shown.contribution.pk == found.pk)
    own = [event for event in events if event.case_id == found.pk]
    put = Version.objects.visible_to(user).filter(pk=one.contribution.put_id or 0).first()
    parts = list(parts_seen(request, found).select_related("author").order_by("-number"))
    kept = kept_of(found, user, timezone.now(), latest=parts[0].number if parts else 0)
    context = {
        "case": case,
        "one": one,
        "put": put,
        "changes": _changes(one, put, user),
        "parts": parts,
        "kept": kept,
        "both": (both := _both(kept, parts)),
        "form": _part_form(case, parts, kept.mine, both) if one.may_write else None,
        "timeline": lines_of(own, grants),
        "may_deliver": any(button.step.name == "deliver" for button in one.buttons),
        "delivers": Contribution.process.steps["deliver"].role.held_for(grants, found),
    }
    return render(request, "cases/contribution.html", context | more, status=status)


def _changes(one: Contributed, put: Version | None, user: Any) -> Any:
    """What changed since the text to which the department agreed before."""
    agreed = Version.objects.visible_to(user).filter(pk=one.contribution.agreed_id or 0).first()
    if put is None or agreed is None or agreed == put:
        return None
    return difference(agreed.full_text, put.full_text)


def _both(kept: Kept, parts: list[Part]) -> TwoTexts | None:
    """The two texts, where somebody saved another one since this person began to type."""
    if kept.mine is None or not kept.is_behind:
        return None
    return two_texts(parts, began=kept.mine.started_from, theirs=parts[0].number, mine=kept.mine.typed)


def _part_form(case: Case, parts: list[Part], mine: TypedCopy | None, both: TwoTexts | None) -> PartForm:
    latest = parts[0] if parts else None
    initial = {"text": latest.text if latest else "", "started_from": latest.number if latest else 0}
    if mine is not None:
        initial |= mine.typed | {"started_from": mine.started_from}
    if both is not None:
        initial |= both.initial()
    language = case.present_answer.round.language
    return PartForm(initial=initial).in_language(language, direction(language))


def parts_seen(request: HttpRequest, found: Contribution) -> Any:
    return (
        Part.objects.visible_to(person(request)).filter(contribution=found.pk).select_related("contribution")
    )
