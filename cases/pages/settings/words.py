"""The state's own words: one page for each language, with a preview of where they appear, and Undo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.pages.kept import keeps_typed
from cases.pages.opened import person
from cases.pages.settings.history import history_of_site
from cases.pages.since_shown import renewed, say_both, was
from cases.people import site
from cases.people.languages import interface_languages, spoken_here
from cases.policy import settles
from cases.settling import words as settling
from cases.templatetags.suivi import direction
from workflow.errors import Refused

LONG = ("welcome", "help_contact")


class WordsForm(forms.Form):
    """All words in one language; what is left empty is the catalogue's, which stands as placeholder."""

    def __init__(self, data: Any, *, language: str) -> None:
        super().__init__(data, initial=settling.standing_words(language))
        self.language = language
        for word in settling.WORDS.values():
            self.fields[word.name] = _field(word, language)

    def clean(self) -> dict[str, Any]:
        given = {name: settling.tidied(text) for name, text in self.cleaned_data.items()}
        for name, why in settling.problems(given, self.language).items():
            self.add_error(name, why)
        return given

    def was(self) -> list[tuple[str, str]]:
        return was(self, {name: self.initial.get(name, "") for name in settling.WORDS})

    @property
    def names(self) -> list[forms.BoundField]:
        return [self[one.name] for one in settling.NAMES]

    @property
    def places(self) -> list[forms.BoundField]:
        return [self[one.name] for one in settling.PLACES]

    def shown(self) -> dict[str, str]:
        """What each place on the preview would say."""
        typed = self.data if self.is_bound else self.initial
        with translation.override(self.language):
            return {
                name.replace("-", "_"): settling.tidied(typed.get(name) or "") or str(word.default)
                for name, word in settling.WORDS.items()
            }


def _standing(language: str) -> dict[str, str]:
    stands = settling.standing_words(language)
    return {name: stands.get(name, "") for name in settling.WORDS}


def _field(word: settling.Word, language: str) -> forms.CharField:
    with translation.override(language):
        said = {"lang": language, "dir": direction(language), "placeholder": str(word.default)}
    widget = forms.Textarea({**said, "rows": 2}) if word.name in LONG else forms.TextInput(said)
    return forms.CharField(
        label=word.label, required=False, max_length=word.longest, widget=widget, help_text=word.where
    )


@keeps_typed
@settles()
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """``language`` in the address; ``then`` names what is sent: save, look or undo."""
    language = spoken_here(request.GET.get("language", "")) or translation.get_language()
    site.keep(site.read())
    if request.method != "POST":
        seen = settling.mark_of(language)
        return _page(request, WordsForm(None, language=language), seen=seen)
    then, seen = request.POST.get("then", ""), request.POST.get("seen", "")
    if then == "undo":
        return _undone(request, language)
    form = WordsForm(request.POST, language=language)
    if not form.is_valid():
        return _page(request, form, seen=seen, status=422)
    if then == "look":
        return _page(request, form, seen=seen)
    how: dict[str, Any] = {"by": person(request), "now": timezone.now(), "seen": seen}
    try:
        changed = settling.change_words(form.cleaned_data, language, **how)
    except Refused as refused:
        return _still_typed(request, language, refused.sentence)
    messages.success(request, _("Saved.") if changed else _("Nothing differs, so nothing was saved."))
    return _back(language)


def _still_typed(request: HttpRequest, language: str, refusal: str) -> HttpResponse:
    """What was typed, on top of the words as they are now."""
    seen = settling.mark_of(language)
    data, both = renewed(request.POST, _standing(language))
    form = WordsForm(data, language=language)
    say_both(form, both)
    return _page(request, form, seen=seen, refusal=refusal, status=409)


def _undone(request: HttpRequest, language: str) -> HttpResponse:
    change = settling.last_change()
    try:
        if change is None or str(change.pk) != request.POST.get("change"):
            raise Refused(_("These words were changed again since, so nothing was put back."))
        settling.put_back(change, by=person(request), now=timezone.now())
    except Refused as refused:
        seen = settling.mark_of(language)
        form = WordsForm(None, language=language)
        return _page(request, form, seen=seen, refusal=refused.sentence, status=409)
    messages.success(request, _("The words stand as they did before."))
    return _back(change.details["language"])


def _back(language: str) -> HttpResponse:
    return redirect(f"{reverse('settings-words')}?language={language}")


def _page(
    request: HttpRequest, form: WordsForm, *, seen: str, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "language": form.language,
        "languages": interface_languages(),
        "preview": form.shown(),
        "seen": seen,
        "refusal": refusal,
        "last": settling.last_change(),
        "history": history_of_site(settling.CHANGED, settling.PUT_BACK),
    }
    return render(request, "cases/settings/words.html", context, status=status)
