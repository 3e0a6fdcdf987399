"""Acts on passages of an outline. Each takes the outline and what was given, and returns what is noted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from exports.agreeing.guards import why_not_written
from exports.models.outline import Heading, Passage, PassageText
from exports.outline import laying
from exports.outline.newer import newer_in
from exports.outline.outline import Outline
from workflow.errors import Blocked

Given = Mapping[str, Any]


def add_text(outline: Outline, given: Given) -> dict[str, Any]:
    """A passage of the editor's own ``text`` under ``heading``: first, or ``after`` a passage."""
    heading = _open(outline.heading(given["heading"]))
    text: PassageText = given["text"]
    made = Passage.objects.create(report=outline.report, heading=heading, place=0)
    text.passage = made
    text.set_down(began_with=0)
    outline.before.made(made)
    outline.passages[made.pk] = made
    insert(outline, [made], heading, given.get("after") or 0)
    return {"passage": made.pk}


def write(outline: Outline, given: Given) -> dict[str, Any]:
    """The passage of ``text`` gets it, if it has still the one of number ``began_with``."""
    text: PassageText = given["text"]
    passage = outline.passage(text.passage_id)
    if not text.as_answered and (refusal := why_not_written(passage, text.language)):
        raise Blocked(str(refusal))
    text.set_down(began_with=given["began_with"])
    outline.before.made(text)
    return {"passage": text.passage_id}


def shift(outline: Outline, given: Given) -> dict[str, Any]:
    """One place up (``places`` -1) or down (1) under its heading."""
    passage = outline.passage(given["passage"])
    neighbours = outline.under(outline.heading(passage.heading_id))
    place = neighbours.index(passage)
    if not 0 <= place + given["places"] < len(neighbours):
        raise Blocked(_("It stands at the end of its heading already. Move it to another heading instead."))
    neighbours.insert(place + given["places"], neighbours.pop(place))
    outline.number(neighbours)
    return {"passage": passage.pk}


def move(outline: Outline, given: Given) -> dict[str, Any]:
    """``passages`` go ``to`` a heading: to its end, or ``after`` one of its passages (0: before them all)."""
    if not given.get("to"):
        raise Blocked(_("Choose the heading to which they move."))
    heading = _open(outline.heading(given["to"]))
    chosen = outline.chosen(given["passages"])
    for one in chosen:
        outline.before.change(one, heading_id=heading.pk)
    insert(outline, chosen, heading, given.get("after"))
    return {"count": len(chosen), "heading": heading.pk}


def take_out(outline: Outline, given: Given) -> dict[str, Any]:
    """``passages`` stand no longer in the report; they can be put back."""
    chosen = outline.chosen(given["passages"])
    for one in chosen:
        outline.before.change(one, removed_at=outline.at)
    return {"count": len(chosen)}


def take_in(outline: Outline, given: Given) -> dict[str, Any]:
    """Approved ``answers`` that are in no passage, or all of them for None; under a heading, or their own."""
    under = _open(outline.heading(given["to"])) if given.get("to") else None
    wanted = given.get("answers")
    told = [one for one in laying.waiting(outline.report) if wanted is None or one.answer.pk in wanted]
    if not told:
        raise Blocked(_("There is nothing to take in: tick answers that are not in the report yet."))
    made = laying.flow_in(outline.report, told, under=under)
    outline.before.made(*outline.report.headings.exclude(pk__in=outline.headings), *made)
    return {"count": len(made), "heading": made[0].heading_id}


def renew(outline: Outline, given: Given) -> dict[str, Any]:
    """``passages``, or all for None, tell their answers as they are approved now."""
    newer = newer_in(outline.report)
    wanted = given.get("passages")
    rows = [row for pk, rows in newer.items() if wanted is None or pk in wanted for row in rows]
    if not rows:
        raise Blocked(_("There is no newer text: it was taken already, or is being revised again."))
    for row in rows:
        outline.before.change(row, version_id=row.answer.approved_id)
    return {"count": len(rows)}


def insert(outline: Outline, chosen: list[Passage], heading: Heading, after: int | None) -> None:
    """Put passages under a heading: at its end for None, first for 0, else after that passage.

    Where that one is there no more, they go to the end.
    """
    others = [one for one in outline.under(heading) if one not in chosen]
    ids = [0, *(one.pk for one in others)]
    place = ids.index(after) if after in ids else len(others)
    outline.number([*others[:place], *chosen, *others[place:]])


def _open(heading: Heading) -> Heading:
    if heading.takes == Heading.Takes.NOTHING:
        raise Blocked(_("Under this heading only other headings stand. Choose one of those."))
    return heading
