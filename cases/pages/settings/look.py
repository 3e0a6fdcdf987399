"""The look: one colour and one mark, seen in light and dark before they are saved, and the way back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.pages.look import address_of
from cases.pages.opened import person
from cases.pages.settings.history import history_of_site
from cases.pages.since_shown import renewed, say_both, was
from cases.people import site
from cases.people.models import Site
from cases.policy import settles
from cases.settling import colours
from cases.settling import look as settling
from workflow.errors import Refused


class LookForm(forms.Form):
    """``kept`` is the mark that was looked at and is not saved yet, else the one that stands."""

    accent = forms.CharField(
        label=gettext_lazy("Colour"),
        required=False,
        max_length=7,
        help_text=gettext_lazy(
            "As # and six digits or letters. Links, buttons and pictures take it; what a dark page needs is "
            "made from it. Empty: Suivi's own."
        ),
        widget=forms.TextInput({"dir": "ltr", "placeholder": colours.OWN, "spellcheck": "false"}),
    )
    mark = forms.FileField(
        label=gettext_lazy("Mark"),
        required=False,
        help_text=gettext_lazy(
            "PNG or JPEG, at most 500 KB. It stands at the head of every page. What it shows is said under "
            "Wording, for who does not see it."
        ),
        widget=forms.FileInput({"accept": "image/png,image/jpeg"}),
    )
    kept = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    without = forms.BooleanField(label=gettext_lazy("Suivi's own mark again"), required=False)

    def clean_accent(self) -> str:
        accent = str(self.cleaned_data["accent"]).strip().lower()
        if sentence := settling.why_not_colour(accent):
            raise forms.ValidationError(sentence)
        return accent

    def clean_mark(self) -> str:
        """The hash under which it is kept now."""
        file = self.cleaned_data["mark"]
        try:
            return settling.keep_mark(file) if file else ""
        except Refused as refused:
            raise forms.ValidationError(refused.sentence) from refused

    def was(self) -> list[tuple[str, str]]:
        return was(self, {name: str(self.initial.get(name) or "") for name in ("accent", "kept")})

    def chosen(self) -> tuple[str, str]:
        """Colour and mark; what cannot be taken is left out."""
        given = getattr(self, "cleaned_data", self.initial)
        kept = str(given.get("kept") or "")
        mark = given.get("mark") or (kept if settling.is_kept(kept) else "")
        return given.get("accent") or "", "" if given.get("without") else mark


@settles()
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """``then`` names what is sent: save, look, own (Suivi's again) or undo."""
    site.keep(site.read())
    stands = Site.objects.filter(pk=1).first() or Site()
    if request.method != "POST":
        return _page(request, _form_of(stands), settling.mark_of(stands))
    act = {"undo": _undone, "own": _own}.get(request.POST.get("then", ""), _sent)
    try:
        return act(request)
    except Refused as refused:
        seen = settling.mark_of(stands)
        return _page(request, _form_of(stands), seen, refusal=refused.sentence, status=409)


def _sent(request: HttpRequest) -> HttpResponse:
    form, seen = LookForm(request.POST, request.FILES), request.POST.get("seen", "")
    if not form.is_valid():
        return _page(request, form, seen, status=422)
    if request.POST.get("then") != "save":
        return _page(request, form, seen)
    try:
        return _saved(request, *form.chosen(), seen)
    except Refused as refused:
        return _still_typed(request, form, refused.sentence)


def _still_typed(request: HttpRequest, form: LookForm, refusal: str) -> HttpResponse:
    """What was typed and the mark that was chosen, on top of the look as it is now."""
    stands = Site.objects.filter(pk=1).first() or Site()
    sent = request.POST.copy()
    sent["kept"] = form.chosen()[1]
    sent.pop("without", None)
    data, both = renewed(sent, _standing(stands))
    again = LookForm(data)
    again.full_clean()
    if both.pop("kept", None) is not None:
        again.add_error("mark", _("Somebody else changed the mark meanwhile. Save again to set yours."))
    say_both(again, both)
    return _page(request, again, settling.mark_of(stands), refusal=refusal, status=409)


def _own(request: HttpRequest) -> HttpResponse:
    return _saved(request, "", "", request.POST.get("seen", ""))


def _saved(request: HttpRequest, accent: str, mark: str, seen: str) -> HttpResponse:
    how: dict[str, Any] = {"by": person(request), "now": timezone.now(), "seen": seen}
    changed = settling.change_look(accent, mark, **how)
    messages.success(request, _("Saved.") if changed else _("Nothing differs, so nothing was saved."))
    return redirect("settings-look")


def _undone(request: HttpRequest) -> HttpResponse:
    change = settling.last_change()
    if change is None or str(change.pk) != request.POST.get("change"):
        raise Refused(_("The look was changed again since, so nothing was put back."))
    settling.put_back(change, by=person(request), now=timezone.now())
    messages.success(request, _("The look is what it was before."))
    return redirect("settings-look")


def _form_of(stands: Site) -> LookForm:
    return LookForm(initial=_standing(stands))


def _standing(stands: Site) -> dict[str, str]:
    return {"accent": stands.accent, "kept": stands.mark_sha256}


def _page(
    request: HttpRequest, form: LookForm, seen: str, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    accent, mark = form.chosen()
    context = {
        "form": form,
        "seen": seen,
        "refusal": refusal,
        "sample": address_of(accent or colours.OWN, "look-sample"),
        "chosen_mark": mark,
        "is_own": seen == settling.mark_of(Site()),
        "last": settling.last_change(),
        "history": history_of_site(settling.CHANGED, settling.PUT_BACK),
    }
    return render(request, "cases/settings/look.html", context, status=status)
