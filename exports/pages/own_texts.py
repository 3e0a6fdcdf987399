"""Text of the editor's own between the answers: added, and changed, in each of the report's languages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.difference import difference
from cases.pages.copies import edition_seen
from cases.pages.forms import TextField
from cases.pages.kept import keeps_typed
from cases.pages.numbers import whole_number
from cases.pages.opened import person
from cases.pages.steps import STATUS
from cases.people.languages import own_name
from cases.people.roles import EDITOR
from cases.policy import requires
from cases.prose import LONGEST
from exports import actions
from exports.models import Heading, Passage, PassageText, Report
from exports.outline.writing import write
from exports.pages.assembly import is_arranged, languages_of
from exports.pages.opened import report_for
from exports.pages.outline import place_of
from exports.pages.reports import report_page
from exports.pages.text_shown import key_of
from exports.pages.typed import keeping, typed_at
from exports.typed_places import Place, became_a_text, of_passage
from workflow.errors import Refused


class OwnTextForm(forms.Form):
    """``began_with`` is the number of the text that one began with, ``source`` of the one translated."""

    began_with = forms.IntegerField(min_value=0, initial=0, widget=forms.HiddenInput)
    source = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    text = TextField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("A blank line begins a new numbered paragraph."),
        rows=14,
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write the text first; to be rid of it, take it out.")},
    )


@requires(EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def new_text(request: HttpRequest, reference: str) -> HttpResponse:
    """Under the heading that the address names, first or after one of its passages."""
    shown = report_for(person(request), reference)
    asked = request.POST or request.GET
    standing = shown.headings.standing().select_related("theme").prefetch_related("wordings")
    heading = get_object_or_404(standing, pk=whole_number(asked.get("heading", "")) or 0)
    after = whole_number(asked.get("after", "")) or 0
    place: dict[str, Any] = {"heading": heading, "after": after}
    place["typed_in"] = typed_in = Place(shown, f"new-{heading.pk}-{after}")
    if request.method != "POST":
        return _page(request, shown, OwnTextForm(), **place)
    form = OwnTextForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, form, status=422, **place)
    by, now = person(request), timezone.now()
    text = PassageText(language=shown.language, text=form.cleaned_data["text"], by=by, at=now)
    try:
        event = actions.arrange(shown, "add-text", by=by, now=now, heading=heading.pk, after=after, text=text)
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        return _page(request, shown, form, status=status, refusal=refused.sentence, **place)
    became_a_text(typed_in, by=by, seen=edition_seen(request))
    messages.success(request, _("The text stands in the report."))
    anchor = f"passage-{event.data['noted']['passage']}"
    return redirect(place_of(reference, at=key_of(heading.pk), anchor=anchor))


@requires(EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def own_text(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """In the report's language, or in the one that the address names, beside the text that it translates."""
    shown = report_for(person(request), reference)
    passage = get_object_or_404(shown.passages.standing().select_related("heading"), pk=pk, tells=None)
    language = request.GET.get("language") or shown.language
    if language not in languages_of(shown):
        raise Http404
    newest = _newest(passage)
    mine, original = newest.get(language), newest.get(shown.language)
    typed_in = of_passage(shown, pk, language, mine)
    context: dict[str, Any] = {"passage": passage, "language": language, "heading": passage.heading}
    context["typed_in"] = typed_in
    context |= {"original": original if language != shown.language else None}
    if request.method != "POST":
        return _page(request, shown, _form(mine, context["original"]), **context)
    form = OwnTextForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, form, status=422, **context)
    try:
        _save(request, shown, passage, language, form)
    except Refused as refused:
        now = _newest(passage).get(language)
        context |= _both(now, form["text"].value() or "") | {"refusal": refused.sentence}
        return _page(request, shown, form, status=STATUS.get(type(refused), 409), **context)
    became_a_text(typed_in, by=person(request), seen=edition_seen(request))
    messages.success(request, _("Saved."))
    return redirect(place_of(reference, at=key_of(passage.heading_id), anchor=f"passage-{pk}"))


def _save(request: HttpRequest, shown: Report, passage: Passage, language: str, form: OwnTextForm) -> None:
    given = form.cleaned_data
    source = given["source"] if language != shown.language else None
    by, now = person(request), timezone.now()
    text = {"language": language, "text": given["text"], "source": source}
    write(passage, by=by, now=now, began_with=given["began_with"], **text)


def _form(mine: PassageText | None, original: PassageText | None) -> OwnTextForm:
    began = {"began_with": mine.number if mine else 0, "text": mine.text if mine else ""}
    return OwnTextForm(initial=began | {"source": original.number if original else None})


def _both(standing: PassageText | None, typed: str) -> dict[str, Any]:
    """What somebody else saved meanwhile, against what was typed; saving goes on from theirs."""
    if standing is None:
        return {}
    return {"standing": standing, "difference": difference(standing.text, typed), "now": standing.number}


def _newest(passage: Passage) -> dict[str, PassageText]:
    return {one.language: one for one in passage.texts.order_by("number")}


def _page(
    request: HttpRequest, shown: Report, form: OwnTextForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    """Where others read the report already, its page says so, unless something was typed."""
    if request.method != "POST" and not is_arranged(shown):
        sentence = _("The outline is arranged while the report is being assembled; it stands at “%(state)s”.")
        return report_page(request, shown, status=409, refusal=sentence % {"state": shown.standing})
    language = context.setdefault("language", shown.language)
    typed_in: Place = context.pop("typed_in")
    kept = typed_at(typed_in, request)
    context |= keeping(typed_in, kept)
    if kept.mine is not None and request.method != "POST":
        form = OwnTextForm(initial=form.initial | kept.mine.typed)
        if kept.is_behind:
            context |= _both(typed_in.text, kept.mine.text)
    heading: Heading = context["heading"]
    context |= {"report": shown, "form": form, "language_name": own_name(language)}
    context |= {"back": place_of(shown.reference, at=key_of(heading.pk), anchor=key_of(heading.pk))}
    context |= {"languages": [(code, own_name(code)) for code in languages_of(shown)]}
    return render(request, "exports/own_text.html", context, status=status)
