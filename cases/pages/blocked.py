"""“What blocks this?”: a department says it to the coordinator, once for several late answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from cases import blocking
from cases.models import Block, Case
from cases.models.block import LONGEST_NOTE
from cases.models.case_lists import late_at
from cases.pages.forms import TextField
from cases.pages.kept import keeps_typed, posted
from cases.pages.numbers import whole_number
from cases.pages.opened import case_for, person
from cases.pages.steps import STATUS
from cases.people.models import User
from cases.people.roles import LEAD_DEPARTMENT, grants_of
from cases.policy import signed_in
from cases.states import ASSIGNED, DRAFTING, WITH_DRAFTERS
from workflow.errors import Refused

MOST = 50
"""Other late cases that the form offers."""


class BlockForm(forms.Form):
    """One question with four answers. ``others`` are late cases of the department of which the same holds."""

    what = forms.ChoiceField(
        label=gettext_lazy("What blocks this?"),
        choices=Block.What.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose one of the four answers.")},
    )
    note = TextField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy(
            "Needed for “Waiting for data”: from whom, and since when; and for “Other”: what it is."
        ),
        required=False,
        rows=3,
        max_length=LONGEST_NOTE,
    )
    others = forms.MultipleChoiceField(
        label=gettext_lazy("The same for my other late answers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": gettext_lazy(
                "One of the answers that you ticked is late no more, or not with you: look at them again."
            )
        },
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, others: Sequence[Case], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["others"].choices = [(str(one.pk), one) for one in others]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        what, note = self.cleaned_data.get("what", ""), self.cleaned_data.get("note", "")
        if "note" not in self.errors and not note.strip() and (missing := blocking.missing_note(what)):
            self.add_error("note", missing)
        return self.cleaned_data


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def blocked(request: HttpRequest, reference: str) -> HttpResponse:
    """The question; ``?answer=`` chooses an answer beforehand, and changes nothing."""
    user = person(request)
    case = case_for(user, reference)
    if not LEAD_DEPARTMENT.held(grants_of(user), case.lead_id):
        raise PermissionDenied(_("Only the lead department says what blocks its answer."))
    others = _others(case, user, timezone.now())
    if request.method == "POST":
        return _said(request, case, others)
    if refused := blocking.why_not_to_say(case):
        return _page(request, case, None, others, refused.sentence, STATUS.get(type(refused), 422))
    initial = {"what": request.GET.get("answer", ""), "form_key": uuid4()}
    initial["others"] = [str(one.pk) for one in others if one.answer_id == case.answer_id]
    return _page(request, case, BlockForm(initial=initial, others=others), others, "", 200)


@signed_in
@posted
def solved(request: HttpRequest, reference: str) -> HttpResponse:
    """It blocks no longer. ``number`` in the form is that of what was said."""
    case, user = case_for(person(request), reference), person(request)
    number = whole_number(request.POST.get("number", ""))
    shown = get_object_or_404(Block.objects.visible_to(user).filter(case=case), pk=number or 0)
    try:
        blocking.solve(shown, by=user, now=timezone.now())
        messages.success(request, _("%(case)s: solved. It blocks no longer.") % {"case": reference})
    except Refused as refused:
        messages.error(request, f"{reference}: {refused.sentence}")
    return redirect("case", reference)


@signed_in
@posted
def undo(request: HttpRequest, reference: str) -> HttpResponse:
    """Take back what was said just now, of all its cases. ``form_key`` says by which form."""
    case, key = case_for(person(request), reference), _key(request.POST.get("form_key", ""))
    if key is None:
        raise Http404
    try:
        taken = blocking.take_back(key, by=person(request), now=timezone.now())
        said = ngettext("Taken back for %(count)d case.", "Taken back for %(count)d cases.", len(taken))
        messages.success(request, said % {"count": len(taken)})
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("case", case.reference)


def _others(case: Case, user: User, now: datetime) -> list[Case]:
    """The late cases of its department beside it; those that the same text answers first, late or not."""
    theirs = Case.objects.visible_to(user).led_by([case.lead_id or 0]).exclude(pk=case.pk)
    read = theirs.select_related("recommendation", "lead").prefetch_related("recommendation__wordings")
    company = list(read.filter(answer=case.answer_id or 0).with_department().order_by("pk")[:MOST])
    late = read.filter(late_at(now)).exclude(answer=case.answer_id or 0).order_by("due_on", "pk")
    return [*company, *late[: MOST - len(company) + 1]]


def _said(request: HttpRequest, case: Case, others: list[Case]) -> HttpResponse:
    form = BlockForm(request.POST, others=others)
    if not form.is_valid():
        return _page(request, case, form, others, "", 422)
    sent = form.cleaned_data
    chosen = [case, *(one for one in others if str(one.pk) in sent["others"])]
    act = {"note": sent["note"], "by": person(request), "now": timezone.now(), "form": sent["form_key"]}
    try:
        blocking.say(chosen, sent["what"], **act)
    except Refused as refused:
        return _page(request, case, form, others, refused.sentence, STATUS.get(type(refused), 422))
    return _led_on(request, case, sent["what"], len(chosen))


def _led_on(request: HttpRequest, case: Case, what: str, count: int) -> HttpResponse:
    """To where the department does something about it; back to the case where there is no such page."""
    said = ngettext(
        "The coordinator reads it now, for %(count)d case.",
        "The coordinator reads it now, for %(count)d cases.",
        count,
    ) % {"count": count}
    if what == Block.What.TIME and case.state in WITH_DRAFTERS:
        messages.success(
            request, said + " " + _("Ask for the time here: until it is decided, nobody is reminded.")
        )
        return redirect("more-time", case.reference)
    if what == Block.What.NOT_OURS and case.state in (ASSIGNED, DRAFTING):
        messages.success(request, said + " " + _("Hand it back here, and name who should answer it."))
        return redirect("case-step", case.reference, "hand_back")
    messages.success(request, said)
    return redirect("case", case.reference)


def _page(
    request: HttpRequest,
    case: Case,
    form: BlockForm | None,
    others: list[Case],
    refusal: str,
    status: int,
) -> HttpResponse:
    ticked = form["others"].value() or [] if form else []
    context = {
        "case": case,
        "form": form,
        "others": [(one, str(one.pk) in map(str, ticked)) for one in others[:MOST]],
        "most": MOST if len(others) > MOST else 0,
        "refusal": refusal,
    }
    return render(request, "cases/blocked.html", context, status=status)


def _key(given: str) -> UUID | None:
    try:
        return UUID(given)
    except ValueError:
        return None
