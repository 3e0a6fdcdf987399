"""The page of one passage: rewrite it, take back the departments' own words, take what a lead proposes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.models import Case
from cases.pages.copies import Kept, edition_seen
from cases.pages.kept import keeps_typed, posted_from
from cases.pages.numbers import whole_number
from cases.pages.opened import person
from cases.pages.steps import STATUS
from cases.people.roles import COORDINATOR, EDITOR, NATIONAL_VALIDATOR, OBSERVER, grants_of
from cases.policy import requires
from exports.agreeing import proposing
from exports.agreeing.asking import ask
from exports.agreeing.rewriting import own_words_again, rewrite, words_again
from exports.models import Passage, ProposedText, Report
from exports.pages.agreement_forms import PassageForm
from exports.pages.opened import report_for
from exports.pages.passage_shown import compared, shown_of
from exports.pages.typed import keeping, typed_at
from exports.typed_places import became_a_text, of_passage
from workflow.errors import Refused


@requires(EDITOR, COORDINATOR, NATIONAL_VALIDATOR, OBSERVER)
@require_http_methods(["GET", "HEAD", "POST"])
@keeps_typed
def passage(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Both texts beside each other. Where two editors meet, the second sees what the first wrote."""
    shown, one = _opened(request, reference, pk)
    language = _language(request, shown)
    if request.method != "POST":
        return _page(request, shown, one, language)
    _editor_only(request)
    form = PassageForm(request.POST).in_language(language)
    if not form.is_valid():
        return _page(request, shown, one, language, form=form, status=422)
    try:
        rewrite(one, language=language, by=person(request), now=timezone.now(), **form.cleaned_data)
        typed_in = of_passage(shown, pk, language, None)
        became_a_text(typed_in, by=person(request), seen=edition_seen(request))
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        return _page(request, shown, one, language, form=form, status=status, refusal=refused.sentence)
    messages.success(request, _("Saved. Nobody is asked before you say so."))
    return _back(shown, one, language)


@requires(EDITOR)
@posted_from("report-passage", "reference", "pk")
def own_words(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """The departments' own words are printed again; the editor's are kept."""
    return _done(
        request,
        reference,
        pk,
        lambda one, began: own_words_again(one, by=person(request), now=timezone.now(), began_with=began),
        _("The departments' own words are printed again. Yours are kept below."),
    )


@requires(EDITOR)
@posted_from("report-passage", "reference", "pk")
def again(request: HttpRequest, reference: str, pk: int, number: int) -> HttpResponse:
    """Take up an earlier text."""
    shown, one = _opened(request, reference, pk)
    language = _language(request, shown)
    earlier = get_object_or_404(one.texts.filter(as_answered=False), language=language, number=number)
    act: dict[str, Any] = {"by": person(request), "now": timezone.now(), "earlier": earlier}
    return _done(
        request,
        reference,
        pk,
        lambda one, began: words_again(one, began_with=began, **act),
        _("The earlier text stands again. Who had agreed to it has agreed still."),
    )


@requires(EDITOR)
@posted_from("report-passage", "reference", "pk")
def take(request: HttpRequest, reference: str, pk: int, number: int) -> HttpResponse:
    """Take what a lead proposes, word for word."""
    _shown, one = _opened(request, reference, pk)
    proposal = get_object_or_404(ProposedText.objects.waiting().filter(passage=one), pk=number)
    return _done(
        request,
        reference,
        pk,
        lambda _one, began: proposing.take(
            proposal, by=person(request), now=timezone.now(), began_with=began
        ),
        _("The proposed text is the report's now."),
    )


@requires(EDITOR)
@posted_from("report-passage", "reference", "pk")
def ask_leads(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """Ask the leads of this passage."""
    shown, _one = _opened(request, reference, pk)
    return _done(
        request,
        reference,
        pk,
        lambda one, _began: ask(shown, by=person(request), now=timezone.now(), passage=one.pk),
        _("The leads are asked, and told in their next mail."),
    )


def _done(
    request: HttpRequest, reference: str, pk: int, act: Callable[[Passage, int], Any], said: str
) -> HttpResponse:
    """Do it, say so, and back to the page; a refusal is said on the page."""
    shown, one = _opened(request, reference, pk)
    language = _language(request, shown)
    began = whole_number(request.POST.get("began_with", "")) or 0
    try:
        act(one, began)
    except Refused as refused:
        status = STATUS.get(type(refused), 422)
        return _page(request, shown, one, language, status=status, refusal=refused.sentence)
    messages.success(request, said)
    return _back(shown, one, language)


def _opened(request: HttpRequest, reference: str, pk: int) -> tuple[Report, Passage]:
    """A passage that tells a restricted case is shown to nobody: a report goes to everybody."""
    shown = report_for(person(request), reference)
    one = get_object_or_404(Passage.objects.standing().select_related("heading"), report=shown, pk=pk)
    one.report = shown
    if Case.objects.filter(restricted=True, answer__in=one.tells.values("answer")).exists():
        raise Http404
    return shown, one


def _language(request: HttpRequest, shown: Report) -> str:
    asked = request.POST.get("language") or request.GET.get("language", "")
    return asked if asked in shown.printed_in else shown.language


def _editor_only(request: HttpRequest) -> None:
    if not EDITOR.held(grants_of(person(request)), None):
        raise PermissionDenied(_("This is for the %(role)s.") % {"role": EDITOR.label})


def _back(shown: Report, one: Passage, language: str) -> HttpResponse:
    address = reverse("report-passage", args=[shown.reference, one.pk])
    return redirect(address if language == shown.language else f"{address}?language={language}")


def _page(
    request: HttpRequest,
    shown: Report,
    one: Passage,
    language: str,
    *,
    form: PassageForm | None = None,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    """``began_with`` is the present number again: who reads the refusal sees the other text beside."""
    found = shown_of(shown, one, language)
    is_editor = EDITOR.held(grants_of(person(request)), None)
    newest = found["newest"]
    typed_in = of_passage(shown, one.pk, language, newest)
    kept = typed_at(typed_in, request)
    if form is None and is_editor and not found["closed"]:
        form = _fresh(found, language, kept)
    moved = status == 409 or (request.method != "POST" and kept.is_behind)
    theirs = found["own"].text if moved and found["own"] else ""
    context = found | {
        "report": shown,
        "passage": one,
        "language": language,
        "form": form if is_editor and not found["closed"] else None,
        "typed": _typed(form, kept) if found["closed"] else None,
        "is_editor": is_editor,
        "moved": moved,
        "theirs": compared(theirs, form["text"].value() or "") if form else None,
        **keeping(typed_in, kept),
        "refusal": refusal,
        "began_with": newest.number if newest else 0,
    }
    return render(request, "exports/passage.html", context, status=status)


def _typed(form: PassageForm | None, kept: Kept) -> PassageForm | None:
    """What was typed where nothing can be saved now, to be copied."""
    if form is not None and form.is_bound:
        return form
    return PassageForm(initial=kept.mine.typed) if kept.mine else None


def _fresh(found: dict[str, Any], language: str, kept: Kept) -> PassageForm:
    """With what was typed and not saved, else the own words, else the approved ones: most editors shorten."""
    own = found["own"]
    text = own.text if own else found["approved"] if found["is_original"] else ""
    initial = {"text": text, "annexed": own.annexed if own else ""}
    return PassageForm(initial=initial | (kept.mine.typed if kept.mine else {})).in_language(language)
