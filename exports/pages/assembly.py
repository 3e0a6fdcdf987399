"""The outline of a report as an editor arranges it: headings without a text too, and what is to be done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from cases.models import Case
from cases.pages.numbers import whole_number
from cases.people.languages import own_name
from exports.content import Content
from exports.flow import ASSEMBLING
from exports.models import Heading, PassageAnswer, PassageText, Report, ReportEvent
from exports.numbering import heading_of
from exports.outline.grouping import Grouping
from exports.outline.laying import answers_waiting
from exports.outline.newer import newer_in
from exports.outline.reading import title_of
from exports.outline.taken_out import taken_out_of
from exports.pages.text_shown import Part, Shown, key_of, parts_of, unfolded, way_to
from exports.pages.told import ARRANGE
from exports.told import in_annex_order

DONE = {
    "add-heading": _("A heading was added."),
    "rename-heading": _("A heading was renamed."),
    "shift-heading": _("A heading was moved."),
    "move-heading": _("A heading was moved."),
    "remove-heading": _("A heading was taken out, with what stood below it."),
    "put-back": _("What was taken out stands in the report again."),
    "add-text": _("A text was added."),
    "write": _("A text was changed."),
    "shift": _("A passage was moved."),
    "move": _("Passages were moved."),
    "join": _("Passages were joined into one."),
    "part": _("A passage was parted: each answer stands by itself."),
    "take-out": _("Passages were taken out."),
    "take-in": _("Approved answers were taken in."),
    "renew": _("Newer texts were taken."),
    "order": _("Passages were put in order."),
    "regroup": _("The answers were grouped anew."),
}
"""By the name of the change: what was done, where it may be undone."""


@dataclass
class Notes:
    """What an editor is told of a passage. ``lacks`` and ``outdated`` name languages in themselves."""

    answers: int = 0
    newer: bool = False
    is_first: bool = False
    is_last: bool = False
    lacks: list[str] = field(default_factory=list)
    outdated: list[str] = field(default_factory=list)

    @property
    def is_text(self) -> bool:
        return self.answers == 0


def is_arranged(report: Report) -> bool:
    """Whether editors arrange it now."""
    return report.state == ASSEMBLING


def arranged(report: Report, content: Content) -> list[Part]:
    """The tree of all its standing headings and passages; a fixed number of queries."""
    printed = {one.key: one for part in parts_of(content) for one in part.walk()}
    texts = {shown.pk: shown for part in printed.values() for shown in part.passages}
    read = report.headings.standing().in_order().select_related("theme")
    headings = list(read.prefetch_related("wordings", "theme__wordings"))
    made = {}
    for one in headings:
        made[one.pk] = _part(one, printed.get(key_of(one.pk)), report.language)
    _hang_up(made, report, texts)
    top = [part for part in printed.values() if not part.heading and part.level == 1]
    for one in headings:
        if one.parent_id is None:
            top.append(made[one.pk])
        elif one.parent_id in made:
            made[one.parent_id].lower.append(made[one.pk])
    _say_levels(top, 1)
    return top


def outline_of(request: HttpRequest, report: Report, content: Content, is_editor: bool) -> dict[str, Any]:
    """The text as the page shows it, with its outline: to arrange for an editor, to read for all others."""
    asked = request.POST if request.method == "POST" else request.GET
    arranging = is_editor and is_arranged(report) and content["language"] == report.language
    top = arranged(report, content) if arranging else parts_of(content)
    at = asked.get("at", "")
    parts = unfolded(top, at, asked.get("page", ""))
    here = parts[0].key if len(parts) == 1 and parts[0].key == at else ""
    context: dict[str, Any] = {
        "outline": top,
        "parts": parts,
        "at": here,
        "way_here": way_to(top, here) if here else [],
    }
    context |= {"ask": f"in={content['language']}&" if content["language"] != report.language else ""}
    context |= {"arranging": arranging, "total": sum(one.count for one in top)}
    if arranging:
        context |= _to_do(report, top)
        way, _colon, row = asked.get("did", "").partition(":")
        context |= {"way": way, "moved": whole_number(row)}
        context |= {"ticked": {whole_number(one) for one in asked.getlist("passage")}}
    return context


def _to_do(report: Report, top: list[Part]) -> dict[str, Any]:
    """What waits to be taken in, what is newer, what was taken out."""
    notes = [shown.notes for one in top for part in one.walk() for shown in part.passages if shown.notes]
    return {
        "waiting": len(answers_waiting(report)),
        "newer": sum(one.newer for one in notes),
        "taken_out": taken_out_of(report).count() + report.headings.filter(removed_at__isnull=False).count(),
        "groupings": Grouping.choices,
    }


def change_of(event: ReportEvent) -> str:
    """What an event did to the outline, in a sentence; empty for any other step."""
    return str(DONE.get(event.data.get("given", {}).get("change", ""), "")) if event.step == ARRANGE else ""


def _part(heading: Heading, printed: Part | None, language: str) -> Part:
    if printed is not None:
        return Part(
            key=printed.key,
            title=printed.title,
            number=printed.number,
            heading=heading.pk,
            section=printed.section,
            takes=heading.takes,
        )
    with override(language):
        title = title_of(heading, language)
        return Part(key=key_of(heading.pk), title=title, heading=heading.pk, takes=heading.takes)


def _hang_up(made: dict[int, Part], report: Report, texts: dict[int, Shown]) -> None:
    """Each standing passage under its heading, with its notes."""
    told: dict[int, int] = defaultdict(int)
    for pk in PassageAnswer.objects.filter(passage__report=report).values_list("passage", flat=True):
        told[pk] += 1
    newer, numbers = newer_in(report), _texts(report)
    for pk, heading in report.passages.standing().in_order().values_list("pk", "heading"):
        if heading not in made:
            continue
        shown = texts.get(pk) or Shown(pk, None)
        shown.notes = Notes(answers=told[pk], newer=pk in newer)
        _say_languages(shown.notes, report, numbers.get(pk, {}))
        made[heading].passages.append(shown)
    for part in made.values():
        for place, shown in enumerate(part.passages):
            shown.notes.is_first, shown.notes.is_last = place == 0, place == len(part.passages) - 1


def _texts(report: Report) -> dict[int, dict[str, tuple[int, int | None, bool]]]:
    """By passage and language: number of the newest own text, of what it translates, whether it has words."""
    found: dict[int, dict[str, tuple[int, int | None, bool]]] = defaultdict(dict)
    rows = PassageText.objects.filter(passage__report=report).order_by("number")
    for pk, language, number, source, text, answered in rows.values_list(
        "passage", "language", "number", "source", "text", "as_answered"
    ):
        found[pk][language] = number, source, bool(text.strip()) and not answered
    return found


def _say_languages(notes: Notes, report: Report, texts: dict[str, tuple[int, int | None, bool]]) -> None:
    """Which translations of its own text are missing, or older than the text."""
    original = texts.get(report.language)
    if original is None or not original[2]:
        return
    for code in languages_of(report)[1:]:
        _number, source, has_words = texts.get(code, (0, None, False))
        if not has_words:
            notes.lacks.append(own_name(code))
        elif source is not None and source < original[0]:
            notes.outdated.append(own_name(code))


def languages_of(report: Report) -> list[str]:
    """Those in which it is printed, its original one first."""
    return report.printed_in


def _say_levels(parts: list[Part], level: int) -> None:
    for one in parts:
        one.level = level
        _say_levels(one.lower, level + 1)


def headings_to_choose(report: Report) -> list[tuple[int, str]]:
    """The headings under which something may stand, in reading order, each led by its depth."""
    read = report.headings.standing().in_order().select_related("theme")
    below: dict[int | None, list[Heading]] = defaultdict(list)
    for one in read.prefetch_related("wordings", "theme__wordings"):
        below[one.parent_id].append(one)
    return list(_choices(below, None, 0, report.language))


def _choices(
    below: dict[int | None, list[Heading]], parent: int | None, depth: int, language: str
) -> Iterator[tuple[int, str]]:
    for one in below[parent]:
        yield one.pk, "\u2003" * depth + title_of(one, language)["text"]
        yield from _choices(below, one.pk, depth + 1, language)


def names_of(report: Report, passages: Sequence[int]) -> dict[int, str]:
    """What the system calls each of these passages, such as “Recommendations 1–5”; texts have no name."""
    tells = PassageAnswer.objects.filter(passage__in=passages)
    passage_of = dict(tells.values_list("answer", "passage"))
    numbers: dict[int, list[int]] = defaultdict(list)
    for row in in_annex_order(Case.objects.unrestricted(), report.round_id):
        if row.answer and row.answer.pk in passage_of:
            numbers[passage_of[row.answer.pk]].append(row.number)
    return {pk: heading_of(numbers[pk]) if numbers[pk] else "" for pk in passages}
