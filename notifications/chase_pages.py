"""Chasing late departments: the mails that would go out, to be sent by one press; and what was sent.

``remind/`` takes the words by which the Desk is narrowed down (``?late=on&lead=moj``), or, sent, what the
Desk’s bulk bar has chosen. Nothing leaves before the preview was seen.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.forms import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cases.in_a_row import in_a_row
from cases.models import Case
from cases.models.case_lists import CaseQuerySet, late_at
from cases.overview.blocks import counted_blocks
from cases.pages.desk.filters import DeskFilter
from cases.pages.desk.forms import ChosenForm
from cases.pages.desk.lists import lists_for
from cases.pages.desk.page import desk_again, narrowed_down
from cases.pages.forms import TextField
from cases.pages.kept import keeps_typed, posted_from
from cases.pages.numbers import whole_number
from cases.pages.opened import person
from cases.people.languages import own_name
from cases.people.roles import COORDINATOR
from cases.people.speaking import languages_of_mail
from cases.policy import requires
from cases.telling import Rule
from notifications import wake
from notifications.chasing import REASONS, chase, plan_of
from notifications.models import Chase
from notifications.pressing import Letter, take_back
from notifications.rules.reminders import CHASE
from notifications.writing import write_of
from workflow import undoing
from workflow.errors import Refused


class PressForm(forms.Form):
    """What is sent with a press: the id of the form, and a note."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    note = TextField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("It stands in every mail, under your name. It is not translated."),
        required=False,
        rows=4,
    )


class ChaseForm(PressForm):
    """``rows`` are the ids of the cases that were shown: those are meant, whatever comes in meanwhile."""

    rows = forms.CharField(widget=forms.HiddenInput)


@keeps_typed
@requires(COORDINATOR)
def remind(request: HttpRequest) -> HttpResponse:
    """The preview; with ``rows``, the act."""
    if request.method != "POST":
        return _page(request, _by_address(request))
    if "rows" in request.POST:
        return _send(request)
    form = ChosenForm(request.POST)
    try:
        return _page(request, form.meant(*narrowed_down(request)))
    except ValidationError as nothing_to_do:
        return desk_again(request, None, str(nothing_to_do.message))


@requires(COORDINATOR)
@require_safe
def reminded(request: HttpRequest, key: str) -> HttpResponse:
    """Who got what, and for a while the button that takes it back."""
    shown = get_object_or_404(Chase.objects.visible_to(request.user).select_related("by"), key=key)
    seen = Case.objects.visible_to(person(request))
    notices = shown.notices.filter(case__in=seen).select_related("recipient", "mail", "case__recommendation")
    rows: dict[int, dict[str, Any]] = {}
    for notice in notices.order_by("recipient__name", "recipient", "about_on", "pk"):
        row = rows.setdefault(notice.recipient_id, {"person": notice.recipient, "notices": []})
        row["notices"].append(notice)
    waits = any(notice.state == "waiting" and notice.mail_id is None for notice in notices)
    mine = shown.by_id == person(request).pk
    context = {"chase": shown, "rows": list(rows.values()), "may_take_back": mine and waits}
    return render(request, "notifications/chased.html", context)


@requires(COORDINATOR)
@posted_from("reminded", "key")
def undo(request: HttpRequest, key: str) -> HttpResponse:
    shown = get_object_or_404(Chase.objects.visible_to(request.user), key=key)
    try:
        take_back(shown, by=person(request), now=timezone.now())
        messages.success(request, _("Taken back: what had not left yet is sent to nobody."))
    except Refused as refused:
        messages.error(request, refused.sentence)
    return redirect("reminded", key)


def _send(request: HttpRequest) -> HttpResponse:
    form = ChaseForm(request.POST)
    cases = _named(request, request.POST["rows"])
    if not form.is_valid():
        return _page(request, cases, form, status=422)
    sent = form.cleaned_data
    try:
        made = chase(cases, note=sent["note"], by=person(request), now=timezone.now(), form=sent["form_key"])
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _page(request, cases, form, status=409)
    wake.poke()
    return redirect("reminded", made.key)


def _by_address(request: HttpRequest) -> CaseQuerySet:
    """As the Desk would be narrowed down by the same words; what is late, where there are none."""
    now, visible = timezone.now(), Case.objects.visible_to(person(request))
    late = late_at(now)
    words = request.GET.copy()
    if not any(words.values()):
        words["late"] = "on"
    found: CaseQuerySet = DeskFilter(
        words, visible, lists=lists_for(person(request), timezone.localdate(now)), late=late
    ).qs
    return found


def _named(request: HttpRequest, rows: str) -> CaseQuerySet:
    """The cases that the page named, of those that the person sees."""
    ids = [pk for row in rows.split(",") if (pk := whole_number(row)) is not None]
    return Case.objects.visible_to(person(request)).filter(pk__in=ids)


def _page(
    request: HttpRequest, cases: CaseQuerySet, form: ChaseForm | None = None, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    try:
        plan = plan_of(cases, now)
    except Refused as refused:
        messages.error(request, refused.sentence)
        return redirect("departments")
    meant = {case.pk for letter in plan.letters for case in letter.cases}
    rows = ",".join(map(str, sorted(meant)))
    context = {
        "plan": plan,
        "rows": [row_of(letter) for letter in plan.letters],
        "count": len(meant),
        "blocks": counted_blocks(Case.objects.filter(pk__in=meant)),
        "left_out": [(REASONS[reason], count) for reason, count in plan.left_out.items()],
        "form": form or ChaseForm(initial={"rows": rows, "form_key": uuid4()}),
        "samples": samples_of(CHASE, plan.letters, now),
        "minutes": int(undoing.window().total_seconds()) // 60,
    }
    return render(request, "notifications/chase.html", context, status=status)


def row_of(letter: Letter) -> dict[str, Any]:
    """A mail that would be sent, as a table shows it."""
    return {
        "letter": letter,
        "language": _languages(languages_of_mail(letter.person)),
        "oldest": min(case.due_on for case in letter.cases if case.due_on),
        "count": len(letter.cases),
    }


def samples_of(rule: Rule, letters: Iterable[Letter], now: datetime) -> list[dict[str, Any]]:
    """The first mail in each language, as it would be written, without the note."""
    first: dict[tuple[str, ...], Letter] = {}
    for letter in letters:
        first.setdefault(languages_of_mail(letter.person), letter)
    return [_sample(rule, codes, letter, now) for codes, letter in first.items()]


def _sample(rule: Rule, codes: tuple[str, ...], letter: Letter, now: datetime) -> dict[str, Any]:
    mail = write_of(rule, letter.person, [case.pk for case in letter.cases], now)
    return {"name": _languages(codes), "mail": mail, "person": letter.person}


def _languages(codes: Iterable[str]) -> str:
    return in_a_row(map(own_name, codes))
