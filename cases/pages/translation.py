"""One answer in another language: the text beside its translation, to read, to write, to revise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.difference import difference
from cases.models import Answer, Case, Translation, Version
from cases.models.translation import source_of, standing_of
from cases.pages.forms import TextField
from cases.pages.kept import keeps_typed, posted_from
from cases.pages.numbers import whole_number
from cases.pages.opened import case_for, person
from cases.pages.steps import STATUS
from cases.people.languages import own_name
from cases.people.roles import grants_of
from cases.policy import signed_in
from cases.templatetags.suivi import direction
from cases.translations import translating
from workflow.errors import Refused

EARLIER = 20
"""So many earlier translations are listed."""


class TranslationForm(forms.Form):
    """The two texts; ``made_from`` and ``started_from`` say beside what they were written."""

    full_text = TextField(label=gettext_lazy("Full text"), rows=14, css="narrative", required=False)
    short_text = TextField(label=gettext_lazy("Short text"), rows=5, css="short", required=False)
    made_from = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    started_from = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("full_text", "short_text"):
            self.fields[name].widget.attrs |= {"lang": language, "dir": direction(language)}


@dataclass(frozen=True)
class Beside:
    """A text and its translations into one language, newest first, as far as this person reads them."""

    case: Case
    answer: Answer
    source: Version
    language: str
    translations: list[Translation]

    @property
    def latest(self) -> Translation | None:
        return next(iter(self.translations), None)

    @property
    def standing(self) -> Any:
        return standing_of(self.latest, self.source)

    @property
    def changed(self) -> tuple[Any, Any] | None:
        """What the text has become since it was translated, in full and in short."""
        if self.latest is None or self.latest.source_id == self.source.pk:
            return None
        old, new = self.latest.source, self.source
        return difference(old.full_text, new.full_text), difference(old.short_text, new.short_text)

    def form(self) -> TranslationForm:
        """Filled with what stands."""
        texts = self.latest.texts if self.latest else ("", "")
        started = self.latest.number if self.latest else 0
        begun = {"full_text": texts[0], "short_text": texts[1], "made_from": self.source.number}
        return TranslationForm(initial=begun | {"started_from": started}, language=self.language)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def translation(request: HttpRequest, reference: str, language: str) -> HttpResponse:
    """Shows the two side by side; saves what is sent."""
    beside = _opened(request, reference, language)
    if request.method != "POST":
        return _page(request, beside)
    form = TranslationForm(request.POST, language=language)
    if not form.is_valid():
        return _page(request, beside, status=422, form=form, problems=form)
    act: dict[str, Any] = {"language": language, "by": person(request), "now": timezone.now()}
    try:
        translating.save_translation(beside.answer, **form.cleaned_data, **act)
    except translating.StaleTranslation as stale:
        return _page(request, beside, status=409, **_both_texts(request, form, stale, language))
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        return _page(request, beside, status=status, form=form, refusal=refused.sentence)
    messages.success(request, _("The translation is saved. Somebody else marks it as revised."))
    return redirect("translation", reference, language)


@signed_in
@posted_from("translation", "reference", "language")
def revised(request: HttpRequest, reference: str, language: str) -> HttpResponse:
    """Mark the translation that was read as revised."""
    beside, seen = _opened(request, reference, language), request.POST.get("seen", "")
    act: dict[str, Any] = {"language": language, "by": person(request), "now": timezone.now()}
    try:
        translating.mark_revised(beside.answer, seen=whole_number(seen) or 0, **act)
    except translating.StaleTranslation as stale:
        return _page(request, _opened(request, reference, language), status=409, refusal=stale.sentence)
    except Refused as refused:
        return _page(request, beside, status=STATUS.get(type(refused), 422), refusal=refused.sentence)
    messages.success(request, _("Revised: the report in this language prints this translation."))
    return redirect("translation", reference, language)


def _opened(request: HttpRequest, reference: str, language: str) -> Beside:
    """404 where the person does not read the text, or it is not translated into that language."""
    user = person(request)
    case = case_for(user, reference)
    answer = case.answer
    source = source_of(answer) if answer is not None else None
    readable = Version.objects.visible_to(user).filter(pk=source.pk if source else 0).exists()
    if (
        answer is None
        or source is None
        or not readable
        or language not in translating.languages_beside(answer)
    ):
        raise Http404
    kept = answer.translations.visible_to(user).filter(language=language).newest_first()
    rows = list(kept.select_related("author", "revised_by", "source"))
    return Beside(case, answer, source, language, rows)


def _page(request: HttpRequest, beside: Beside, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page; ``more`` is what a refusal shows again."""
    user = person(request)
    latest = beside.latest
    refused = translating.why_not_translate(beside.answer, latest, grants_of(user))
    may_revise = latest is not None and not latest.revised_at and not refused
    context = {
        "beside": beside,
        "case": beside.case,
        "source": beside.source,
        "latest": latest,
        "earlier": beside.translations[1 : EARLIER + 1],
        "language_name": own_name(beside.language),
        "source_name": own_name(beside.source.language),
        "languages": [
            {"code": code, "name": own_name(code)} for code in translating.languages_beside(beside.answer)
        ],
        "form": None if refused else beside.form(),
        "revises": may_revise
        and latest is not None
        and not translating.why_not_revise(latest, beside.source, user),
        "unofficial": beside.answer.lead.independent and latest is not None and not latest.by_lead,
    }
    return render(request, "cases/translation.html", context | more, status=status)


def _both_texts(
    request: HttpRequest, form: TranslationForm, stale: translating.StaleTranslation, language: str
) -> dict[str, Any]:
    """Theirs as saved, mine as typed; saving again starts from theirs."""
    current, mine = stale.current, form.cleaned_data
    again = request.POST.copy()
    again["started_from"] = str(current.number)
    return {
        "form": TranslationForm(again, language=language),
        "refusal": stale.sentence,
        "theirs": current,
        "full_difference": difference(current.full_text, mine["full_text"]),
        "short_difference": difference(current.short_text, mine["short_text"]),
    }
