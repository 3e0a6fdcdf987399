"""What was found in a report as its page shows it: by group and check, each with the way to its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.people.models import User
from exports.checking.checks import CHECKS, Check, Group
from exports.checking.facts import facts_of
from exports.checking.finding import Finding
from exports.checking.report import findings_again
from exports.checking.setting_aside import counting
from exports.content import Content
from exports.models import Report, SetAside

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FIRST = 10
"""Findings of a check that are shown at once; a link leads to all of them."""


@dataclass(frozen=True)
class Shown:
    """A finding with the way to its place on the report's page, and to where it is mended."""

    finding: Finding
    place: str
    place_label: str
    mend: str
    mend_label: str


@dataclass(frozen=True)
class Sort:
    """What one check found: ``shown`` are the first of ``count``."""

    check: Check
    count: int
    shown: list[Shown]

    @property
    def more(self) -> int:
        return self.count - len(self.shown)


@dataclass(frozen=True)
class Summary:
    """How much was found, how much of it holds up the freezing, and how much was set aside."""

    all: int
    holding: int
    aside: int
    groups: Sequence[tuple[str, StrOrPromise, int]]


def content_of(report: Report) -> Content:
    """Of a frozen report the edition, of any other the text as it would be now."""
    return report.edition.content if report.edition else report.text


def found_in(report: Report, content: Content, sha256: str, user: User, now: datetime) -> list[Finding]:
    """Nothing is asked of a report before it has a type. ``sha256`` is the hash of the content."""
    kind = report.type
    if kind is None:
        return []
    facts = facts_of(report, content, reader=user, now=now)
    return findings_again(content, kind, facts, sha256=sha256)


def summary_of(found: Iterable[Finding], aside: dict[str, SetAside]) -> Summary:
    everything = list(found)
    counted = counting(everything, aside)
    by_group = Counter(one.check.group for one in counted)
    groups = [(group.value, group.label, by_group[group]) for group in Group if by_group[group]]
    holding = sum(one.check.holds_up for one in counted)
    return Summary(len(counted), holding, len(everything) - len(counted), groups)


def only(found: list[Finding], name: str) -> list[Finding]:
    """``holding``, or the name of a group; any other name keeps all."""
    if name == "holding":
        return [one for one in found if one.check.holds_up]
    return [one for one in found if one.check.group == name] if name in Group.values else found


def headings_above(content: Content) -> dict[str, int]:
    """By anchor of a section or paragraph, the heading of the outline that it stands under; 0: none."""
    heading = 0
    above: dict[str, int] = {}
    for section in content["sections"]:
        heading = section.get("heading", 0) or heading
        numbers = (one["number"] for one in section["paragraphs"])
        above |= {section["anchor"]: heading, **{f"p-{number}": heading for number in numbers}}
    return above


def grouped(found: list[Finding], report: Report) -> list[tuple[Group, list[Sort]]]:
    """In the order of the checks; those that hold up come first within their group."""
    above = headings_above(content_of(report))
    by_check: dict[str, list[Finding]] = {}
    for one in found:
        by_check.setdefault(one.code, []).append(one)
    sorts = [
        Sort(check, len(alike), [shown(one, report, above) for one in alike[:FIRST]])
        for check in sorted(CHECKS.values(), key=lambda check: not check.holds_up)
        if (alike := by_check.get(check.code))
    ]
    groups = [(group, [one for one in sorts if one.check.group == group]) for group in Group]
    return [(group, inside) for group, inside in groups if inside]


def shown(finding: Finding, report: Report, above: dict[str, int]) -> Shown:
    """The report's page opens at the heading above: of a long report it shows not all at once."""
    anchor = finding.place.anchor
    heading = above.get(anchor)
    at = f"?at=h{heading}" if heading else ""
    place = f"{reverse('report', args=[report.reference])}{at}#{anchor}" if anchor else ""
    mend, label = _mended_at(finding, report)
    return Shown(finding, place, _place_in_words(finding), mend, label)


def _mended_at(finding: Finding, report: Report) -> tuple[str, str]:
    place = finding.place
    if place.reference:
        return reverse("case", args=[place.reference]), _("Open the case")
    if place.field and report.is_with_editor:
        return reverse("report-edit", args=[report.reference]), _("Title page and introduction")
    return "", ""


def _place_in_words(finding: Finding) -> str:
    place = finding.place
    if place.number:
        return _("To paragraph %(number)d") % {"number": place.number}
    return _("To what is not answered yet") if place.anchor == "coverage" else _("To its heading")
