"""What happened to a report, in sentences: of each event for the timeline, of a step just taken."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html
from django.utils.translation import gettext_lazy, ngettext

from cases.pages.told import NO_STEP, Line, parsed, who
from cases.templatetags.suivi import day
from exports.models import Report, ReportEvent
from workflow.undoing import NO_STEPS, in_force

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# fmt: off
ARRANGE = "arrange"
"""The step of every act on the outline."""
EVENTS: dict[str, StrOrPromise] = {
    "assemble":         gettext_lazy("Assembling begun by {by}"),
    "revise":           gettext_lazy("Title page or introduction changed by {by}"),
    "arrange":          gettext_lazy("Outline changed by {by}"),
    "circulate":        gettext_lazy("Circulated by {by}, for replies by {until}"),
    "review":           gettext_lazy("Sent for review by {by}"),
    "take_back":        gettext_lazy("Taken back to assembling by {by}"),
    "return_to_editor": gettext_lazy("Returned to the editor by {by}"),
    "freeze":           gettext_lazy("Frozen as edition {edition} by {by}"),
    "adopt":            gettext_lazy("Adopted by the government on {until}, as recorded by {by}"),
    "amend":            gettext_lazy("Edition {edition} taken up again by {by}"),
    "submit":           gettext_lazy("Submitted on {until}, as recorded by {by}"),
}
DONE: dict[str, StrOrPromise] = {
    "assemble":         gettext_lazy("The report is being assembled now."),
    "circulate":        gettext_lazy("The report circulates now. The departments concerned are told."),
    "review":           gettext_lazy("The report is with the validators now."),
    "take_back":        gettext_lazy("The report is assembled again. Circulate it anew once it is mended."),
    "return_to_editor": gettext_lazy("The report is with the editor again, who reads your reasons."),
    "freeze":           gettext_lazy("The report is frozen: this text is the edition."),
    "adopt":            gettext_lazy("The government's decision is recorded. The report can be submitted."),
    "amend":            gettext_lazy("The report is with the editor again. The next edition comes of it."),
    "submit":           gettext_lazy("The submission is recorded."),
}
# fmt: on


def events_of(report: Report) -> list[ReportEvent]:
    """All that happened to the report, oldest first; one query."""
    events = report.events.select_related("by", "acting_for", "remark", "case")
    return list(events.order_by("number"))


def timeline(events: Sequence[ReportEvent]) -> list[Line]:
    """The events, newest last, each as a sentence with what was written to it.

    What one editor did to the outline without anybody in between is one line; of what was undone, none.
    """
    standing = {one.pk for one in in_force(events)}
    lines = []
    for arranging, run in groupby(_told(events, standing), key=_arranging):
        together = list(run)
        told = together[-1:] if arranging else together
        lines += [_line(one, standing, len(together)) for one in told]
    return lines


def _told(events: Sequence[ReportEvent], standing: set[int]) -> list[ReportEvent]:
    gone = {one.number for one in events if one.step == ARRANGE and one.pk not in standing}
    return [one for one in events if one.number not in gone and one.data.get("undoes") not in gone]


def _arranging(event: ReportEvent) -> int:
    """Who arranged; 0 for any other step."""
    return event.by_id if event.step == ARRANGE else 0


def _line(event: ReportEvent, standing: set[int], times: int) -> Line:
    return Line(
        step=event.step,
        sentence=_sentence(event, times),
        at=event.at,
        remark=_remark(event),
        undone=event.step not in NO_STEPS and event.pk not in standing,
    )


def _sentence(event: ReportEvent, times: int) -> Any:
    if event.step == ARRANGE:
        said = ngettext("Outline changed by {by}", "Outline changed {times} times by {by}", times)
        return format_html(said, by=who(event), times=times)
    words = str(NO_STEP.get(event.step) or EVENTS.get(event.step) or "{by}")
    given, noted = event.data.get("given", {}), event.data.get("noted", {})
    until = given.get("reply_on") or given.get("submitted_on") or noted.get("decided_on")
    return format_html(words, by=who(event), until=day(parsed(until)), edition=noted.get("edition", ""))


def _remark(event: ReportEvent) -> str:
    remark = getattr(event, "remark", None)
    return remark.text if remark else ""
