"""What was found in a report before it is frozen, by group, each with the way to its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cases.pages.opened import person
from cases.pages.table_files import MEDIA_TYPES, Cell, as_csv, as_xlsx
from cases.people.models import User
from cases.people.roles import COORDINATOR, EDITOR, NATIONAL_VALIDATOR, OBSERVER, grants_of
from cases.policy import requires
from exports.checking.checks import CHECKS, Check, Group
from exports.checking.facts import facts_of
from exports.checking.finding import Finding
from exports.checking.report import findings_again
from exports.content import Content, hash_of, unanswered
from exports.models import Report
from exports.pages.opened import report_for

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FIRST = 10
"""Findings of a check that are shown at once; a link leads to all of them."""
PER_PAGE = 50


@dataclass(frozen=True)
class Shown:
    """A finding with the way to its place on the report's page, and to where it is mended."""

    finding: Finding
    place: str
    place_label: str
    mend: str
    mend_label: StrOrPromise


@dataclass(frozen=True)
class Sort:
    """What one check found: ``shown`` are the first of ``count``."""

    check: Check
    count: int
    shown: list[Shown]

    @property
    def more(self) -> int:
        return self.count - len(self.shown)


@requires(EDITOR, COORDINATOR, NATIONAL_VALIDATOR, OBSERVER)
@require_safe
def checks(request: HttpRequest, reference: str) -> HttpResponse:
    """All findings by group; ``check`` in the address narrows them down to one sort, all of it."""
    user = person(request)
    report = report_for(user, reference)
    content = content_of(report)
    found = found_in(report, content, hash_of(content), user, timezone.now())
    is_editor = EDITOR.held(grants_of(user), None)
    context: dict[str, Any] = {"report": report, "is_editor": is_editor, "summary": summary_of(found)}
    chosen = CHECKS.get(request.GET.get("check", ""))
    if chosen is not None:
        alike = [one for one in found if one.code == chosen.code]
        page = Paginator(alike, PER_PAGE).get_page(request.GET.get("page", "1"))
        context |= {"chosen": chosen, "page": page, "rows": [_shown(one, report) for one in page]}
    else:
        context["groups"] = _groups(_only(found, request.GET.get("only", "")), report)
        context["only"] = request.GET.get("only", "")
    return render(request, "exports/checks.html", context)


@requires(EDITOR, COORDINATOR, NATIONAL_VALIDATOR, OBSERVER)
@require_safe
def missing(request: HttpRequest, reference: str, kind: str) -> HttpResponseBase:
    """The recommendations without an answer, as a file for spreadsheet programs."""
    ending = f".{kind}"
    if ending not in MEDIA_TYPES:
        raise Http404
    user = person(request)
    report = report_for(user, reference)
    rows = list(_missing_rows(report, content_of(report), user, timezone.now()))
    name = f"{reference}-not-answered{ending}"
    return as_csv(rows, name) if ending == ".csv" else as_xlsx(rows, name, title=_("Not answered"))


def content_of(report: Report) -> Content:
    """Of a frozen report the edition, of any other the text as it would be now."""
    return report.edition.content if report.edition else report.text


def found_in(report: Report, content: Content, sha256: str, user: User, now: datetime) -> list[Finding]:
    """Nothing is asked of a report before it has a type. ``sha256`` is the hash of the content."""
    if report.type is None:
        return []
    facts = facts_of(report, content, reader=user, now=now)
    return findings_again(content, report.type, facts, sha256=sha256)


@dataclass(frozen=True)
class Summary:
    """How much was found, and how much of it holds up the freezing."""

    all: int
    holding: int
    groups: Sequence[tuple[str, StrOrPromise, int]]


def summary_of(found: Iterable[Finding]) -> Summary:
    listed = list(found)
    counted = Counter(one.check.group for one in listed)
    groups = [(group.value, group.label, counted[group]) for group in Group if counted[group]]
    return Summary(len(listed), sum(one.check.holds_up for one in listed), groups)


def _only(found: list[Finding], name: str) -> list[Finding]:
    """``holding``, or the name of a group; any other name keeps all."""
    if name == "holding":
        return [one for one in found if one.check.holds_up]
    return [one for one in found if one.check.group == name] if name in Group.values else found


def _groups(found: list[Finding], report: Report) -> list[tuple[Group, list[Sort]]]:
    """In the order of the checks; those that hold up come first within their group."""
    by_check: dict[str, list[Finding]] = {}
    for one in found:
        by_check.setdefault(one.code, []).append(one)
    sorts = [
        Sort(check, len(alike), [_shown(one, report) for one in alike[:FIRST]])
        for check in sorted(CHECKS.values(), key=lambda check: not check.holds_up)
        if (alike := by_check.get(check.code))
    ]
    grouped = [(group, [one for one in sorts if one.check.group == group]) for group in Group]
    return [(group, inside) for group, inside in grouped if inside]


_TITLE_PAGE = gettext_lazy("Title page and introduction")


def _shown(finding: Finding, report: Report) -> Shown:
    place = finding.place
    anchor = f"#{place.anchor}" if place.anchor else ""
    address = reverse("report", args=[report.reference]) + anchor if anchor else ""
    mend: str = ""
    label: StrOrPromise = ""
    if place.reference:
        mend, label = reverse("case", args=[place.reference]), _("Open the case")
    elif place.field and report.is_with_editor:
        mend, label = reverse("report-edit", args=[report.reference]), _TITLE_PAGE
    return Shown(finding, address, _place_in_words(finding), mend, label)


def _place_in_words(finding: Finding) -> str:
    place = finding.place
    if place.number:
        return _("Paragraph %(number)d") % {"number": place.number}
    if place.anchor == "coverage":
        return _("Coverage")
    return _("Heading") if place.anchor else _("Title page")


def _missing_rows(report: Report, content: Content, user: User, now: datetime) -> Iterator[list[Cell]]:
    asked = facts_of(report, content, reader=user, now=now)
    yield [
        _("No."), _("Reference"), _("Mechanism"), _("Document"), _("Paragraph"), _("Recommendation"),
        _("Position"), _("Lead department"), _("Where it stands"), _("Days late"), _("Reasons on record"),
    ]  # fmt: skip
    for row in unanswered(content):
        case = asked.asked.get(row["reference"])
        yield [
            row["number"], row["reference"], row["mechanism"], row["symbol"], row["paragraph"],
            row["text"]["text"], row["position"], row["department"]["text"], case.standing if case else "",
            case.days_late if case and case.days_late else None,
            _("yes") if row["reference"] in asked.reasons else "",
        ]  # fmt: skip
