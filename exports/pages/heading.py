"""One heading of an outline: added, renamed in each of the report's languages, moved, taken out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.pages.copies import edition_seen
from cases.pages.kept import keeps_typed
from cases.pages.numbers import whole_number
from cases.pages.opened import person
from cases.pages.steps import STATUS
from cases.people.languages import own_name
from cases.people.roles import EDITOR
from cases.policy import requires
from exports import actions
from exports.models import Heading, Report
from exports.outline.headings import titles_of
from exports.outline.reading import title_of
from exports.pages.assembly import headings_to_choose, is_arranged, languages_of
from exports.pages.opened import report_for
from exports.pages.outline import place_of
from exports.pages.reports import report_page
from exports.pages.text_shown import key_of
from exports.pages.typed import keeping, typed_at
from exports.typed_places import Place, became_a_text
from workflow.errors import Refused


class HeadingForm(forms.Form):
    """A title in each of the report's languages; that of the original one must be there."""

    def __init__(self, *args: Any, report: Report, titles: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.languages = languages_of(report)
        for code in self.languages:
            title, began = f"title_{code}", f"began_{code}"
            self.fields[title] = forms.CharField(
                label=_("Title (%(language)s)") % {"language": own_name(code)},
                max_length=200,
                required=code == report.language,
                initial=titles.get(code, ""),
                widget=forms.TextInput(attrs={"dir": "auto", "lang": code}),
                error_messages={"required": gettext_lazy("Give the heading a title.")},
            )
            self.fields[began] = forms.CharField(
                required=False, strip=False, initial=titles.get(code, ""), widget=forms.HiddenInput
            )

    def given(self, name: str) -> dict[str, str]:
        """What was typed as ``title``, or what the person ``began`` with, by language."""
        return {code: self.cleaned_data[f"{name}_{code}"] for code in self.languages}


@requires(EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def new_heading(request: HttpRequest, reference: str) -> HttpResponse:
    """At the top, or under the heading that the address names."""
    shown = report_for(person(request), reference)
    asked = request.POST or request.GET
    under = whole_number(asked.get("under", "")) or 0
    above = get_object_or_404(_standing(shown), pk=under) if under else None
    form = HeadingForm(request.POST or None, report=shown, titles={})
    typed_in = Place(shown, f"heading-new-{under}")
    if request.method != "POST":
        return _page(request, shown, form, above=above)
    if not form.is_valid():
        return _page(request, shown, form, status=422, above=above)
    by, now = person(request), timezone.now()
    try:
        event = actions.arrange(
            shown, "add-heading", by=by, now=now, under=under or None, titles=form.given("title")
        )
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        return _page(request, shown, form, status=status, refusal=refused.sentence, above=above)
    became_a_text(typed_in, by=by, seen=edition_seen(request))
    messages.success(request, _("The heading stands in the outline. Move there what belongs under it."))
    key = key_of(event.data["noted"]["heading"])
    return redirect(place_of(reference, at=key, anchor=key))


@requires(EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def heading(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Its titles are changed here; it is moved and taken out by buttons beside them."""
    shown = report_for(person(request), reference)
    found = get_object_or_404(_standing(shown), pk=pk)
    titles = titles_of(found)
    form = HeadingForm(request.POST or None, report=shown, titles=titles)
    if request.method != "POST":
        return _page(request, shown, form, heading=found)
    if not form.is_valid():
        return _page(request, shown, form, status=422, heading=found)
    by, now = person(request), timezone.now()
    began = {code: titles[code] for code in titles if code not in form.languages} | form.given("began")
    try:
        actions.arrange(
            shown, "rename-heading", by=by, now=now, heading=pk, titles=form.given("title"), began_with=began
        )
    except Refused as refused:
        fresh = get_object_or_404(_standing(shown), pk=pk)
        context: dict[str, Any] = {"heading": fresh, "refusal": refused.sentence}
        context |= {"standing": sorted(titles_of(fresh).items()), "fresh": titles_of(fresh)}
        return _page(request, shown, form, status=STATUS.get(type(refused), 409), **context)
    became_a_text(Place(shown, f"heading-{pk}"), by=by, seen=edition_seen(request))
    messages.success(request, _("Saved."))
    return redirect(place_of(reference, at=key_of(pk), anchor=key_of(pk)))


def _standing(shown: Report) -> Any:
    return shown.headings.standing().select_related("theme").prefetch_related("wordings", "theme__wordings")


def _page(
    request: HttpRequest, shown: Report, form: HeadingForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    if request.method != "POST" and not is_arranged(shown):
        sentence = _("The outline is arranged while the report is being assembled; it stands at “%(state)s”.")
        return report_page(request, shown, status=409, refusal=sentence % {"state": shown.standing})
    found: Heading | None = context.get("heading")
    above = context.get("above")
    typed_in = Place(shown, f"heading-{found.pk}" if found else f"heading-new-{above.pk if above else 0}")
    kept = typed_at(typed_in, request)
    if kept.mine is not None and request.method != "POST":
        form.initial = kept.mine.typed
    context |= keeping(typed_in, kept)
    context |= {"report": shown, "form": form, "choices": headings_to_choose(shown)}
    if found is not None:
        context |= {"title": title_of(found, shown.language), "key": key_of(found.pk)}
        context |= {"passages": shown.passages.standing().filter(heading=found).count()}
    context |= {"above_title": title_of(above, shown.language) if above else None}
    return render(request, "exports/heading.html", context, status=status)
