"""A request for a shorter text: where a lead reads it and answers, and where an editor withdraws it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.models import Case
from cases.pages.forms import TextField
from cases.pages.kept import keeps_typed
from cases.pages.opened import person
from cases.pages.steps import STATUS
from cases.pages.told import who
from cases.people.roles import EDITOR, grants_of
from cases.policy import signed_in
from cases.templatetags.suivi import direction
from exports.budget import asking
from exports.budget.written import Written, written_in
from exports.models import PassageAnswer, Shortening
from exports.shortening_flow import REASON, SHORTENED, TEXT
from workflow import may
from workflow.errors import Conflict, Refused
from workflow.grants import Grants

# fmt: off
DONE = {
    "shorten":  gettext_lazy("Your shorter text is sent. The editor takes it with one click."),
    "decline":  gettext_lazy("The editor is told why."),
    "withdraw": gettext_lazy("The request is withdrawn."),
    "take":     gettext_lazy("The shorter text stands in the report now."),
}
# fmt: on
_NEEDED = {"text": ("shorten", TEXT), "reason": ("decline", REASON)}


class ShorteningForm(forms.Form):
    """``text`` is needed for ``shorten``, ``reason`` for ``decline``, and only there."""

    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    began_with = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    text = TextField(label=gettext_lazy("Shorter text"), rows=10)
    reason = TextField(label=gettext_lazy("Why it cannot be shorter"), rows=3)

    def __init__(self, *args: Any, then: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        for name, (step, need) in _NEEDED.items():
            self.fields[name].error_messages["required"] = need.sentence
            self.fields[name].required = not then or then == step

    def in_language(self, code: str) -> ShorteningForm:
        """The text is written in the report's language, whatever the page speaks."""
        self.fields["text"].widget.attrs |= {"lang": code, "dir": direction(code)}
        return self


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def shortening(request: HttpRequest, number: int) -> HttpResponse:
    """``then`` names what is sent: shorten, decline, withdraw, or take for the editor."""
    shown = _shown(request, number)
    if request.method != "POST":
        return _page(request, shown, _form_of(shown))
    then = request.POST.get("then", "")
    if then not in DONE:
        raise Http404
    form = ShorteningForm(request.POST, then=then).in_language(shown.report.language)
    if not form.is_valid():
        return _page(request, shown, form, status=422)
    try:
        _take(shown, then, form.cleaned_data, by=person(request), now=timezone.now())
    except Refused as refused:
        shown = _shown(request, number)
        status = 409 if isinstance(refused, Conflict) else STATUS.get(type(refused), 422)
        return _page(request, shown, form, refusal=refused.sentence, status=status)
    messages.success(request, DONE[then])
    return redirect("shortening", number)


def _take(shown: Shortening, then: str, given: dict[str, Any], **act: Any) -> None:
    if then == "shorten":
        asking.shorten(shown, given["text"], seen=given["seen"], **act)
    elif then == "decline":
        asking.decline(shown, given["reason"], seen=given["seen"], **act)
    elif then == "take":
        asking.take(shown, began_with=given["began_with"] or 0, **act)
    else:
        asking.withdraw(shown, seen=given["seen"], **act)


def _shown(request: HttpRequest, number: int) -> Shortening:
    seen = Shortening.objects.visible_to(person(request))
    return get_object_or_404(seen.select_related("report__round", "passage__report", "department"), pk=number)


def _form_of(shown: Shortening) -> ShorteningForm:
    begun = {"seen": shown.version, "text": written_in(shown.passage).text}
    return ShorteningForm(initial=begun).in_language(shown.report.language)


def _page(
    request: HttpRequest, shown: Shortening, form: ShorteningForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    user = person(request)
    grants = grants_of(user)
    openings = may.available(shown, user, now=timezone.now(), grants=grants)
    open_steps = {one.step.name for one in openings if one.is_open}
    told = PassageAnswer.objects.filter(passage=shown.passage_id).order_by("place", "pk")
    events = shown.events.select_related("by", "acting_for", "remark").order_by("number")
    written = written_in(shown.passage)
    context = {
        "shown": shown,
        "form": form,
        "seen": shown.version,
        "may_answer": "decline" in open_steps,
        "may_withdraw": "withdraw" in open_steps,
        "written": written.text,
        "began_with": written.number,
        "may_take": _may_take(shown, written, grants),
        "cases": _cases(told, user),
        "events": [{"who": who(one), "event": one, "text": _remark(one)} for one in events],
        "on_desk": bool(grants.national),
        "refusal": refusal,
    }
    return render(request, "exports/shortening.html", context, status=status)


def _may_take(shown: Shortening, written: Written, grants: Grants) -> bool:
    """An editor, while the report is with the editor, and another text than the one that was sent stands."""
    if shown.state != SHORTENED or not EDITOR.held(grants, None) or not shown.report.is_with_editor:
        return False
    return asking.sent_text(shown) != written.text.strip()


def _cases(told: Any, user: Any) -> list[Any]:
    """The cases whose answers the passage tells, as far as the person sees them."""
    found = Case.objects.visible_to(user).filter(answer__in=told.values("answer"))
    return list(found.select_related("recommendation").order_by("recommendation__place", "pk"))


def _remark(event: Any) -> str:
    remark = getattr(event, "remark", None)
    return remark.text if remark else ""
