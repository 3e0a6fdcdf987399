"""Acts on an outline: each changes headings, passages and texts, and notes how they were, for the undoing.

They run inside the step ``arrange`` of a report, whose row is locked: two editors never arrange at once. What
is moved is named by itself and by what it comes after, never by a number in a list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from exports.agreeing.guards import why_not_written
from exports.models.outline import Heading, HeadingTitle, Passage, PassageText
from exports.outline.before import Before
from workflow.errors import Blocked
from workflow.step import Act

if TYPE_CHECKING:
    from exports.models import Report

Given = Mapping[str, Any]


class Outline:
    """The standing headings and passages of one report, while an act changes them."""

    def __init__(self, report: Report, at: datetime) -> None:
        self.report, self.at, self.before = report, at, Before()
        self.headings = {one.pk: one for one in report.headings.standing().in_order()}
        self.passages = {one.pk: one for one in report.passages.standing().in_order()}

    def heading(self, pk: int | None) -> Heading:
        """Raises :class:`Blocked` where it stands no longer."""
        if found := self.headings.get(pk or 0):
            return found
        raise Blocked(
            _("This heading was taken out meanwhile, so nothing was done. Look at the outline again.")
        )

    def passage(self, pk: int) -> Passage:
        """Raises :class:`Blocked` where it stands no longer."""
        if found := self.passages.get(pk):
            return found
        raise Blocked(
            _("This passage was taken out meanwhile, so nothing was done. Look at the outline again.")
        )

    def under(self, heading: Heading) -> list[Passage]:
        """The passages right under it, in their order."""
        return [one for one in self.passages.values() if one.heading_id == heading.pk]

    def below(self, heading: Heading | None) -> list[Heading]:
        """The headings right below it, in their order; those at the top for None."""
        parent = heading.pk if heading else None
        return [one for one in self.headings.values() if one.parent_id == parent]


def rearrange(report: Report, act: Act) -> dict[str, Any]:
    """One act on the outline, by the name in ``act.data["change"]``; what it returns is noted."""
    outline = Outline(report, act.at)
    noted = CHANGES[act.data["change"]](outline, act.data)
    outline.before.write(report, report.version + 1)
    return noted


def _add_heading(outline: Outline, given: Given) -> dict[str, Any]:
    parent = outline.heading(given["under"]) if given.get("under") else None
    place = max((one.place for one in outline.below(parent)), default=0) + 1
    made = Heading.objects.create(report=outline.report, parent=parent, place=place)
    titles = HeadingTitle.objects.bulk_create(
        HeadingTitle(of=made, language=code, text=text) for code, text in given["titles"].items() if text
    )
    outline.before.made(made, *titles)
    return {"heading": made.pk}


def _write(outline: Outline, given: Given) -> dict[str, Any]:
    text: PassageText = given["text"]
    passage = outline.passage(text.passage_id)
    if not text.as_answered and (refusal := why_not_written(passage, text.language)):
        raise Blocked(str(refusal))
    text.set_down(began_with=given["began_with"])
    outline.before.made(text)
    return {"passage": text.passage_id}


CHANGES: dict[str, Callable[[Outline, Given], dict[str, Any]]] = {
    "add-heading": _add_heading,
    "write": _write,
}
"""By the name that history keeps."""
