"""One theme: its names, its proposed lead; joining it to another after a preview, and taking that back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.models import Term
from cases.pages.kept import keeps_typed
from cases.pages.opened import person
from cases.pages.settings.history import history_of
from cases.pages.since_shown import renewed, say_both, was
from cases.people.languages import languages
from cases.people.models import Department, SettingsChange
from cases.policy import settles
from cases.searching.folding import fold
from cases.settling import joining
from cases.settling import themes as settling
from cases.settling.words import tidied
from cases.validating import themes
from workflow.errors import Refused


class ThemeForm(forms.Form):
    """A name in each language, and the department that is offered as lead."""

    lead = forms.ModelChoiceField(
        Department.objects.none(),
        label=gettext_lazy("Proposed lead"),
        to_field_name="code",
        required=False,
        empty_label=gettext_lazy("None: what the file names is offered"),
        help_text=gettext_lazy(
            "Offered where cases of this theme are assigned; there one may choose another."
        ),
    )

    def __init__(self, data: Any, *, shown: Term) -> None:
        super().__init__(data, initial=_standing(shown))
        self.shown = shown
        offered: Any = self.fields["lead"]
        offered.queryset = (
            Department.objects.to_propose_on(timezone.localdate()).with_names().order_by("code")
        )
        self.fields = {f"name_{code}": _name(code, label) for code, label in languages()} | self.fields

    def clean(self) -> dict[str, Any]:
        names = {language: text for language, text in self.names().items() if text}
        if not names and not self.errors:
            self.add_error(next(iter(self.fields)), _("Give it a name in one language at least."))
        for language, why in settling.why_not_named(names, self.shown).items():
            self.add_error(f"name_{language}", why)
        return self.cleaned_data

    def was(self) -> list[tuple[str, str]]:
        return was(self, _standing(self.shown))

    def names(self) -> dict[str, str]:
        given = {name: self.cleaned_data.get(name) or "" for name in self.fields if name.startswith("name_")}
        return {name.removeprefix("name_"): tidied(text) for name, text in given.items()}


class JoinForm(forms.Form):
    into = forms.ModelChoiceField(
        Term.objects.none(),
        label=gettext_lazy("Join it to"),
        empty_label=gettext_lazy("Choose a theme"),
        error_messages={"required": gettext_lazy("Choose the theme that stays.")},
    )

    def __init__(self, data: Any, *, shown: Term) -> None:
        super().__init__(data)
        chosen: Any = self.fields["into"]
        others = sorted(themes().exclude(pk=shown.pk), key=lambda one: fold(str(one)))
        chosen.queryset = themes().exclude(pk=shown.pk)
        chosen.choices = [("", chosen.empty_label), *((one.pk, str(one)) for one in others)]


def _standing(shown: Term) -> dict[str, str]:
    """By field, what is written now."""
    names = {one.language: one.text for one in shown.wordings.all()} if shown.pk else {}
    texts = {f"name_{code}": names.get(code, "") for code, _label in languages()}
    return texts | {"lead": shown.lead.code if shown.lead else ""}


def _name(code: str, label: Any) -> forms.CharField:
    direction = "rtl" if code in settings.LANGUAGES_BIDI else "ltr"
    return forms.CharField(
        label=_("Name (%(language)s)") % {"language": label},
        max_length=settling.LONGEST,
        required=False,
        widget=forms.TextInput({"lang": code, "dir": direction}),
    )


@keeps_typed
@settles()
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    form = ThemeForm(request.POST if request.method == "POST" else None, shown=Term())
    if request.method != "POST":
        return _form_page(request, form)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    try:
        made = settling.add_theme(form.names(), form.cleaned_data["lead"], **_how(request))
    except Refused as refused:
        return _form_page(request, form, refused.sentence, 409)
    messages.success(request, _("The theme is there. An import may name it, validators may hold it."))
    return redirect("settings-theme", made.pk)


@keeps_typed
@settles()
@require_http_methods(["GET", "HEAD", "POST"])
def theme(request: HttpRequest, pk: int) -> HttpResponse:
    """``then`` names the act that is sent."""
    shown = _shown(pk)
    if request.method != "POST":
        return _page(request, shown)
    act = ACTS.get(request.POST.get("then", ""))
    if act is None:
        raise Http404
    try:
        return act(request, shown)
    except Refused as refused:
        return _page(request, _shown(pk), refusal=refused.sentence, status=409)


@settles()
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows what would move; then moves it."""
    shown = _shown(pk)
    form = JoinForm(request.POST if request.method == "POST" else request.GET, shown=shown)
    if not form.is_valid():
        return _page(request, shown, join_form=form, status=422)
    into = form.cleaned_data["into"]
    try:
        if request.method == "POST":
            seen = request.POST.get("seen", "")
            done = joining.join_themes(shown, into, seen=seen, **_how(request))
            said = _("“%(name)s” was joined to this theme. “Take it apart” on this page undoes it.")
            messages.success(request, said % {"name": done.details["name"]})
            return redirect("settings-theme", into.pk)
        preview, refusal = joining.preview(shown, into, by=person(request)), ""
    except Refused as refused:
        return _page(request, _shown(pk), join_form=form, refusal=refused.sentence, status=409)
    context = {"preview": preview, "refusal": refusal}
    return render(request, "cases/settings/theme_join.html", context)


def _changed(request: HttpRequest, shown: Term) -> HttpResponse:
    form, seen = ThemeForm(request.POST, shown=shown), request.POST.get("seen", "")
    if not form.is_valid() and settling.all_stand(shown):
        return _page(request, shown, form=form, seen=seen, status=422)
    lead = form.cleaned_data.get("lead")
    try:
        changed = settling.change_theme(shown, form.names(), lead, seen=seen, **_how(request))
    except Refused as refused:
        return _still_typed(request, shown.pk, refused.sentence)
    if changed:
        messages.success(request, _("Saved."))
    return redirect("settings-theme", shown.pk)


def _still_typed(request: HttpRequest, pk: int, refusal: str) -> HttpResponse:
    """The theme as it is now, with what was typed; where it stands no more, the texts to copy."""
    shown = _shown(pk)
    if not settling.all_stand(shown):
        texts = [text for name in _standing(shown) if name != "lead" and (text := request.POST.get(name))]
        context = {"texts": texts, "sentence": refusal, "back": request.path}
        return render(request, "cases/kept.html", context, status=409)
    data, both = renewed(request.POST, _standing(shown))
    form = ThemeForm(data, shown=shown)
    say_both(form, both | ({"lead": str(shown.lead)} if both.get("lead") else {}))
    return _page(request, shown, form=form, refusal=refusal, status=409)


def _retired(request: HttpRequest, shown: Term) -> HttpResponse:
    settling.retire(shown, **_how(request))
    messages.success(request, _("The theme is retired. It can be brought back."))
    return redirect("settings-theme", shown.pk)


def _brought_back(request: HttpRequest, shown: Term) -> HttpResponse:
    settling.bring_back(shown, **_how(request))
    messages.success(request, _("The theme is back."))
    return redirect("settings-theme", shown.pk)


def _taken_apart(request: HttpRequest, shown: Term) -> HttpResponse:
    change = joining.last_joining(shown)
    if change is None or str(change.pk) != request.POST.get("change"):
        raise Refused(_("These themes were changed again since, so nothing was taken apart."))
    apart = joining.take_apart(change, **_how(request))
    messages.success(request, _("“%(name)s” is a theme of its own again.") % {"name": apart})
    return redirect("settings-theme", shown.pk)


ACTS: dict[str, Callable[[HttpRequest, Term], HttpResponse]] = {
    "change": _changed,
    "retire": _retired,
    "bring-back": _brought_back,
    "apart": _taken_apart,
}


def _how(request: HttpRequest) -> dict[str, Any]:
    return {"by": person(request), "now": timezone.now()}


def _shown(pk: int) -> Term:
    found: Term = get_object_or_404(settling.themes_known().select_related("merged_into"), pk=pk)
    return found


def _form_page(request: HttpRequest, form: ThemeForm, refusal: str = "", status: int = 200) -> HttpResponse:
    return render(request, "cases/settings/theme.html", {"form": form, "refusal": refusal}, status=status)


def _page(
    request: HttpRequest, shown: Term, *, form: ThemeForm | None = None, join_form: JoinForm | None = None,
    seen: str = "", refusal: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    stands = settling.all_stand(shown)
    context = {
        "shown": shown,
        "stands": stands,
        "seen": seen or settling.mark_of(shown),
        "form": form or ThemeForm(None, shown=shown),
        "join_form": join_form or JoinForm(None, shown=shown),
        "problems": form or join_form,
        "why_not_retire": settling.why_not_retire(shown),
        "last": joining.last_joining(shown) if stands else None,
        "history": history_of(SettingsChange.About.THEME, shown.pk),
        "refusal": refusal,
    }
    return render(request, "cases/settings/theme.html", context, status=status)
