"""Settings > Types of reports: all of them; one with its limit, counting rule, headings and their preview."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.pages.kept import keeps_typed
from cases.pages.numbers import whole_number
from cases.pages.opened import person
from cases.pages.settings.history import history_of_all, history_of_code
from cases.people.models import SettingsChange
from cases.policy import settles
from exports import settling_types as settling
from exports.kinds import KINDS, Kind, PlannedHeading
from exports.models import ReportType
from exports.models.kind import kind_named, kinds
from exports.numbering import chapter_mark, number_mark, section_mark
from exports.pages.type_forms import TypeForm, heading_forms, headings_typed
from workflow.errors import Refused

_MARKS = {1: chapter_mark, 2: section_mark, 3: number_mark}


@dataclass(frozen=True)
class Line:
    """A heading of the preview with its mark, as it will be printed."""

    mark: str
    heading: PlannedHeading
    words: int


@settles()
@require_safe
def report_types(request: HttpRequest) -> HttpResponse:
    """All types, with their limits; three queries more than any page has."""
    used = settling.in_use()
    own = set(ReportType.objects.values_list("code", flat=True))
    rows = [
        {"kind": kind, "reports": used[code], "shipped": code in KINDS, "changed": code in own}
        for code, kind in kinds().items()
    ]
    context = {"rows": rows, "history": history_of_all(SettingsChange.About.REPORT_TYPE)}
    return render(request, "exports/settings/report_types.html", context)


@keeps_typed
@settles()
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A type of the country's own, begun from another: ``?from=`` names it."""
    begun = kind_named(request.GET.get("from", "other")) or KINDS["other"]
    if request.method != "POST":
        return _page(request, begun, new=True)
    form = TypeForm(request.POST, kind=begun, names={}, new=True)
    return _typed(request, form, begun, lambda made, names: settling.add_type(made, names, **_how(request)))


@keeps_typed
@settles()
@require_http_methods(["GET", "HEAD", "POST"])
def report_type(request: HttpRequest, code: str) -> HttpResponse:
    """``then`` names the act that is sent."""
    shown = kind_named(code)
    if shown is None:
        raise Http404
    if request.method != "POST":
        return _page(request, shown)
    act = ACTS.get(request.POST.get("then", ""))
    if act is None:
        raise Http404
    try:
        return act(request, shown)
    except Refused as refused:
        return _page(request, kind_named(code) or shown, refusal=refused.sentence, status=409)


def _changed(request: HttpRequest, shown: Kind) -> HttpResponse:
    def write(made: Kind, names: dict[str, str]) -> None:
        changed = settling.change_type(made, names, **_how(request), seen=_seen(request))
        messages.success(request, _("Saved.") if changed else _("Nothing differs, so nothing was saved."))

    return _typed(request, TypeForm(request.POST, kind=shown, names=_names(shown.code)), shown, write)


def _hidden(request: HttpRequest, shown: Kind) -> HttpResponse:
    settling.hide(shown.code, **_how(request), seen=_seen(request))
    messages.success(request, _("The type is hidden. Reports that have it keep it."))
    return redirect("settings-report-type", shown.code)


def _shown_again(request: HttpRequest, shown: Kind) -> HttpResponse:
    settling.show(shown.code, **_how(request), seen=_seen(request))
    messages.success(request, _("The type is offered again."))
    return redirect("settings-report-type", shown.code)


def _shipped_again(request: HttpRequest, shown: Kind) -> HttpResponse:
    settling.ship_again(shown.code, **_how(request), seen=_seen(request))
    messages.success(request, _("The type is as it is shipped."))
    return redirect("settings-report-type", shown.code)


def _removed(request: HttpRequest, shown: Kind) -> HttpResponse:
    settling.remove(shown.code, **_how(request), seen=_seen(request))
    messages.success(request, _("The type “%(name)s” is removed.") % {"name": shown.label})
    return redirect("settings-report-types")


ACTS: dict[str, Callable[[HttpRequest, Kind], HttpResponse]] = {
    "change": _changed,
    "look": _changed,
    "hide": _hidden,
    "show": _shown_again,
    "shipped": _shipped_again,
    "remove": _removed,
}


def _typed(
    request: HttpRequest, form: TypeForm, shown: Kind, write: Callable[[Kind, dict[str, str]], Any]
) -> HttpResponse:
    """Look at what was typed, or write it; what cannot be taken is shown with why."""
    lines = heading_forms(request.POST, shown)
    about: dict[str, Any] = {"form": form, "lines": lines, "new": form.new}
    if not (form.is_valid() & lines.is_valid()):
        return _page(request, shown, **about, status=422)
    made = form.made(headings_typed(lines))
    if request.POST.get("then") == "look":
        return _page(request, shown, **about, preview=made, refusal=settling.why_not_so(made.sections))
    try:
        write(made, form.names())
    except Refused as refused:
        return _page(request, shown, **about, preview=made, refusal=refused.sentence, status=409)
    return redirect("settings-report-type", made.code)


def _page(
    request: HttpRequest, shown: Kind, *, form: TypeForm | None = None, lines: Any = None, new: bool = False,
    preview: Kind | None = None, refusal: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    code = shown.code
    version = settling.version_of(code)
    context = {
        "kind": shown,
        "new": new,
        "shipped": code in KINDS,
        "changed": version > 0,
        "seen": version,
        "form": form or TypeForm(None, kind=shown, names={} if new else _names(code), new=new),
        "lines": lines or heading_forms(None, shown),
        "problems": form,
        "preview": _preview(preview or shown),
        "reports": settling.in_use()[code],
        "why_not_remove": settling.why_not_remove(code),
        "history": [] if new else history_of_code(SettingsChange.About.REPORT_TYPE, code),
        "refusal": refusal,
    }
    return render(request, "exports/settings/report_type.html", context, status=status)


def _preview(kind: Kind) -> list[Line]:
    """The outline with the marks that its headings will have, and their share in words."""
    counts = {1: 0, 2: 0, 3: 0}
    lines = []
    for heading in kind.sections:
        counts[heading.level] += 1
        for lower in range(heading.level + 1, 4):
            counts[lower] = 0
        mark = _MARKS[heading.level](counts[heading.level])
        lines.append(Line(mark, heading, kind.limit * heading.share // 100))
    return lines


def _names(code: str) -> dict[str, str]:
    return ReportType.objects.filter(code=code).values_list("names", flat=True).first() or {}


def _seen(request: HttpRequest) -> int:
    return whole_number(request.POST.get("seen", "")) or 0


def _how(request: HttpRequest) -> dict[str, Any]:
    return {"by": person(request), "now": timezone.now()}
