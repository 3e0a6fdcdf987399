"""The words of a round's report: how they are shared out, how long the short texts are, and another share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import F, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.in_a_row import in_a_row
from cases.models import Answer, Case, Round
from cases.models.access import texts_hidden_from
from cases.pages.desk.paging import PER_PAGE
from cases.pages.kept import posted_from
from cases.pages.numbers import whole_number
from cases.pages.opened import person
from cases.pages.since_shown import renewed, say_both, was
from cases.people.roles import COORDINATOR
from cases.policy import requires
from cases.rounds import words

SHARE = "words-"
"""The name of the field of an answer's share, before the answer's id."""


@requires(COORDINATOR)
@require_safe
def round_words(request: HttpRequest, code: str) -> HttpResponse:
    return _page(request, get_object_or_404(Round, code=code))


@requires(COORDINATOR)
@posted_from("round-words", "code")
def shares(request: HttpRequest, code: str) -> HttpResponse:
    """Set the shares that were typed on one page of the list; an empty one is the common one again.

    Nothing is written where somebody else set another one meanwhile for an answer that was changed here too.
    """
    chosen = get_object_or_404(Round, code=code)
    named = [pk for name in request.POST if (pk := _answer_named(name)) is not None]
    answers = list(_seen(request, chosen).filter(pk__in=named[:PER_PAGE]))
    form = SharesForm(request.POST, answers=answers)
    if not form.is_valid():
        return _page(request, chosen, form, status=422)
    with transaction.atomic():
        held = Round.objects.select_for_update().get(pk=chosen.pk)
        answers = list(_seen(request, held).filter(pk__in=[one.pk for one in answers]))
        data, both = renewed(request.POST, _standing(answers))
        form = SharesForm(data, answers=answers)
        if both:
            say_both(form, both)
            return _page(request, held, form, status=409)
        for answer, given in form.changes():
            words.set_share(answer, given, by=person(request), now=timezone.now())
    messages.success(request, _("The shares are saved. Those who draft see them beside their text."))
    return redirect(f"{reverse('round-words', args=[code])}?{request.GET.urlencode()}")


def _answer_named(field: str) -> int | None:
    return whole_number(field.removeprefix(SHARE)) if field.startswith(SHARE) else None


class SharesForm(forms.Form):
    """A number of words for each of ``answers``, empty for the common share."""

    def __init__(self, data: Any = None, *, answers: Iterable[Answer]) -> None:
        super().__init__(data)
        self.answers = list(answers)
        for answer in self.answers:
            self.fields[SHARE + str(answer.pk)] = forms.IntegerField(
                label=_("Words for %(what)s") % {"what": _named(answer)},
                min_value=1, max_value=words.MOST, required=False, initial=_own(answer),
            )  # fmt: skip

    def was(self) -> list[tuple[str, str]]:
        return was(self, _standing(self.answers))

    def changes(self) -> list[tuple[Answer, int | None]]:
        """What is to be written; an invalid form has none."""
        if not self.is_valid():
            return []
        given = ((answer, self.cleaned_data[SHARE + str(answer.pk)]) for answer in self.answers)
        return [(answer, number) for answer, number in given if number != _own(answer)]


def _page(
    request: HttpRequest, shown: Round, form: SharesForm | None = None, status: int = 200
) -> HttpResponse:
    """The departments, and the answers that a word of the address narrows down to, the longest over first."""
    seen = _seen(request, shown)
    lead, over = request.GET.get("lead", ""), bool(request.GET.get("over"))
    listed = seen.filter(lead__code=lead) if lead else seen
    listed = listed.filter(over__gt=0) if over else listed
    page = Paginator(listed.order_by("-over", "pk"), PER_PAGE)
    rows: Page[Answer] = page.get_page(request.GET.get("page"))
    form = form or SharesForm(answers=rows)
    answers = Answer.objects.exclude(texts_hidden_from(person(request), "pk"))
    loads = words.loads(answers, [shown], words.SENT)
    context = {
        "round": shown,
        "common": words.common_shares([shown]).get(shown.pk),
        "kept": words.KEPT,
        "loads": loads,
        "written": sum(one.written for one in loads),
        "page": rows,
        "rows": [{"answer": one, "field": form[SHARE + str(one.pk)]} for one in form.answers],
        "form": form,
        "lead": next((one.department for one in loads if one.department.code == lead), None),
        "over": over,
    }
    return render(request, "cases/round_words.html", context, status=status)


def _seen(request: HttpRequest, chosen: Round) -> Any:
    """The round's answers that this person may know of, each with its cases, and ``over`` its share."""
    user = person(request)
    cases = Case.objects.visible_to(user).select_related("recommendation").order_by("recommendation__place")
    found: Any = words.answers_in(chosen, words.SENT).exclude(texts_hidden_from(user, "pk"))
    rows = found.select_related("lead", "own_share").annotate(over=F("written") - F("share"))
    return rows.prefetch_related("lead__wordings", Prefetch("cases", cases))


def _own(answer: Answer) -> int | None:
    own = getattr(answer, "own_share", None)
    return own.words if own else None


def _standing(answers: Iterable[Answer]) -> dict[str, str]:
    return {SHARE + str(one.pk): str(_own(one) or "") for one in answers}


def _named(answer: Answer) -> str:
    return in_a_row(case.reference for case in answer.cases.all()) or str(answer.lead)
