"""Acts on headings of an outline. Each takes the outline and what was given, and returns what is noted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from exports.models.outline import Heading, HeadingTitle, Passage, PassageAnswer, WrittenMeanwhile
from exports.outline.outline import LOWEST_HEADING, Outline
from workflow.errors import Blocked

Given = Mapping[str, Any]


def add(outline: Outline, given: Given) -> dict[str, Any]:
    """``titles`` by language; ``under`` is the id of the heading above it, empty at the top."""
    parent = outline.heading(given["under"]) if given.get("under") else None
    _fits(outline.level(parent) + 1)
    place = max((one.place for one in outline.below(parent)), default=0) + 1
    made = Heading.objects.create(report=outline.report, parent=parent, place=place)
    outline.before.made(made)
    _entitle(outline, made, given["titles"])
    return {"heading": made.pk}


def rename(outline: Outline, given: Given) -> dict[str, Any]:
    """``titles`` are the new ones by language, ``began_with`` those that the person began with."""
    heading = outline.heading(given["heading"])
    if titles_of(heading) != {code: text for code, text in given["began_with"].items() if text}:
        raise WrittenMeanwhile(
            _("Somebody else renamed this heading after you opened it; yours was not saved over it.")
        )
    _entitle(outline, heading, given["titles"])
    return {"heading": heading.pk}


def titles_of(heading: Heading) -> dict[str, str]:
    """Its own titles, by language; none where its theme lends it its own."""
    return {one.language: one.text for one in heading.wordings.all() if one.text}


def shift(outline: Outline, given: Given) -> dict[str, Any]:
    """One place up (``places`` -1) or down (1) among its neighbours."""
    heading = outline.heading(given["heading"])
    neighbours = outline.below(outline.headings.get(heading.parent_id or 0))
    place = neighbours.index(heading)
    if not 0 <= place + given["places"] < len(neighbours):
        raise Blocked(_("It stands at the end already. To move it farther, choose another heading above it."))
    neighbours.insert(place + given["places"], neighbours.pop(place))
    outline.number(neighbours)
    return {"heading": heading.pk}


def move(outline: Outline, given: Given) -> dict[str, Any]:
    """``under`` another heading (empty: to the top), as the last one; or ``after`` one of its neighbours."""
    heading = outline.heading(given["heading"])
    after = outline.heading(given["after"]) if given.get("after") else None
    above = after.parent_id if after else given.get("under")
    parent = outline.heading(above) if above else None
    if parent and parent in outline.within(heading):
        raise Blocked(_("A heading cannot stand below itself. Choose another one."))
    _fits(outline.level(parent) + outline.height(heading))
    neighbours = [one for one in outline.below(parent) if one.pk != heading.pk]
    place = neighbours.index(after) + 1 if after and after in neighbours else len(neighbours)
    outline.before.change(heading, parent_id=parent.pk if parent else None)
    outline.number([*neighbours[:place], heading, *neighbours[place:]])
    return {"heading": heading.pk}


def remove(outline: Outline, given: Given) -> dict[str, Any]:
    """With all that stands below it, which can be put back; or that goes ``to`` another heading first."""
    heading = outline.heading(given["heading"])
    if given.get("to"):
        _empty_into(outline, heading, outline.heading(given["to"]))
    gone = outline.within(heading)
    for one in gone:
        for passage in outline.under(one):
            outline.before.change(passage, removed_at=outline.at)
        outline.before.change(one, removed_at=outline.at)
    return {"heading": heading.pk}


def put_back(outline: Outline, given: Given) -> dict[str, Any]:
    """A ``heading`` with what was taken out with it, or one ``passage``."""
    if given.get("heading"):
        found = outline.report.headings.filter(pk=given["heading"], removed_at__isnull=False).first()
        if found is None:
            raise Blocked(_("This heading stands in the report already."))
        return _heading_back(outline, found)
    passage = outline.report.passages.taken_out().filter(pk=given["passage"]).first()
    if passage is None:
        raise Blocked(_("This passage stands in the report already."))
    if passage.heading_id not in outline.headings:
        raise Blocked(_("Its heading was taken out too. Put the heading back first."))
    _told_nowhere_else(outline, [passage])
    outline.before.change(passage, removed_at=None)
    return {"passage": passage.pk, "heading": passage.heading_id}


def _heading_back(outline: Outline, heading: Heading) -> dict[str, Any]:
    """All that was taken out at the same moment. Where the heading above it is gone, it comes to the top."""
    together = {"removed_at": heading.removed_at}
    headings = [heading]
    for one in headings:
        headings += outline.report.headings.filter(parent=one, **together)
    passages = list(outline.report.passages.taken_out().filter(heading__in=headings, **together))
    _told_nowhere_else(outline, passages)
    for row in (*headings, *passages):
        outline.before.change(row, removed_at=None)
    if heading.parent_id and heading.parent_id not in outline.headings:
        outline.before.change(heading, parent_id=None)
    return {"heading": heading.pk}


def _told_nowhere_else(outline: Outline, passages: list[Passage]) -> None:
    answers = PassageAnswer.objects.filter(passage__in=passages).values("answer")
    if PassageAnswer.objects.filter(passage__in=outline.passages, answer__in=answers).exists():
        raise Blocked(_("Another passage answers these recommendations by now. Take that one out first."))


def _empty_into(outline: Outline, heading: Heading, to: Heading) -> None:
    if to in outline.within(heading):
        raise Blocked(_("What stands below it must go to a heading that stays. Choose another one."))
    _fits(outline.level(to) + outline.height(heading) - 1)
    lower, passages = outline.below(heading), outline.under(heading)
    for one in passages:
        outline.before.change(one, heading_id=to.pk)
    outline.number(outline.under(to))
    standing = outline.below(to)
    for below in lower:
        outline.before.change(below, parent_id=to.pk)
    outline.number([*standing, *lower])


def _entitle(outline: Outline, heading: Heading, titles: Mapping[str, str]) -> None:
    known = {one.language: one for one in heading.wordings.all()}
    for code, text in titles.items():
        if code in known:
            outline.before.change(known[code], text=text)
        elif text:
            outline.before.made(HeadingTitle.objects.create(of=heading, language=code, text=text))


def _fits(level: int) -> None:
    if level > LOWEST_HEADING:
        raise Blocked(_("A report has three levels of headings: I., A. and 1. Choose a higher place."))
