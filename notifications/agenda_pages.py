"""The agenda of the meeting, to be printed, and as a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cases.in_a_row import in_a_row
from cases.models import Case
from cases.pages.blocks_shown import SAID_ON_CASE
from cases.pages.opened import person
from cases.pages.table_files import MEDIA_TYPES, as_csv, as_xlsx
from cases.people.day_words import SHORT_DAY, day_in_words
from cases.people.roles import COORDINATOR
from cases.policy import requires
from cases.sheets import Cell
from notifications.agenda import MOST, Agenda, Entry, agenda_of


@requires(COORDINATOR)
@require_safe
def agenda(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    found = agenda_of(Case.objects.visible_to(person(request)), now)
    context = {
        "agenda": found,
        "groups": [(group.department, [_shown(one) for one in group.entries]) for group in found.groups],
        "today": timezone.localdate(now),
        "most": MOST if found.more else 0,
    }
    return render(request, "notifications/agenda.html", context)


@requires(COORDINATOR)
@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same as CSV or XLSX, a row for each case."""
    ending, now = f".{kind}", timezone.now()
    if ending not in MEDIA_TYPES:
        raise Http404
    found = agenda_of(Case.objects.visible_to(person(request)), now)
    rows, name = list(_rows(found)), f"agenda-{timezone.localdate(now).isoformat()}{ending}"
    return as_csv(rows, name) if ending == ".csv" else as_xlsx(rows, name, title=_("Agenda"))


def _shown(entry: Entry) -> dict[str, object]:
    return {
        "entry": entry,
        "blocked": SAID_ON_CASE[entry.block.what] if entry.block else "",
        "told": [(one.name, _days(one.days)) for one in entry.told],
    }


def _rows(found: Agenda) -> Iterator[list[Cell]]:
    yield [
        _("Department"),
        _("Reference"),
        _("What is asked"),
        _("Due date"),
        _("Working days late"),
        _("What blocks it"),
        _("Note of the department"),
        _("More time asked for"),
        _("Escalated on"),
        _("Who was told, and when"),
    ]
    for group in found.groups:
        for entry in group.entries:
            yield _cells(str(group.department), entry)


def _cells(department: str, entry: Entry) -> list[Cell]:
    block = entry.block
    told = "; ".join(f"{one.name}: {', '.join(day.isoformat() for day in one.days)}" for one in entry.told)
    return [
        department,
        entry.case.reference,
        entry.case.recommendation.worded(),
        entry.case.due_on,
        entry.days_late,
        str(block.get_what_display()) if block else "",
        block.note if block else "",
        _("yes") if entry.asks else "",
        entry.escalated_on,
        told,
    ]


def _days(days: Sequence[date]) -> str:
    return in_a_row(day_in_words(day, SHORT_DAY) for day in days)
