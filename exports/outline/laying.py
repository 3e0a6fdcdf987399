"""An outline laid out: the headings of the report's type, and the approved answers flowing in below them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from django.db.models import Max

from cases.models import Case, Term
from exports.models.outline import Heading, HeadingTitle, Passage, PassageAnswer
from exports.told import Told, in_annex_order, narratives, theme_id

if TYPE_CHECKING:
    from exports.models import Report

OTHER_MATTERS = "other-matters"
"""The code of the heading for answers without a theme."""


def lay_out(report: Report) -> None:
    """Headings as the type has them, and the approved answers of the round, where no outline stands yet.

    Restricted cases are not among them: a report goes to everybody.
    """
    if report.headings.exists():
        return
    _make_headings(report, getattr(report.type, "sections", ()))
    flow_in(report, waiting(report))


def waiting(report: Report) -> list[Told]:
    """The approved answers that no passage tells, in the order of the annex, by theme."""
    told = narratives(in_annex_order(Case.objects.unrestricted(), report.round_id))
    standing = PassageAnswer.objects.filter(passage__report=report, passage__removed_at=None)
    placed = set(standing.values_list("answer_id", flat=True))
    return [one for one in told if one.answer.pk not in placed]


def flow_in(report: Report, told: Iterable[Told]) -> list[Passage]:
    """A passage for each of these answers, at the end of what stands under its theme."""
    answers = list(told)
    under = _headings_of_themes(report, answers)
    places = _next_places(report)
    made = Passage.objects.bulk_create(
        Passage(report=report, heading=under[theme_id(one)], place=next(places[under[theme_id(one)].pk]))
        for one in answers
    )
    PassageAnswer.objects.bulk_create(
        PassageAnswer(passage=passage, answer=one.answer, version=one.version)
        for passage, one in zip(made, answers, strict=True)
    )
    return made


def take_out(heading_or_passage: Heading | Passage, now: datetime) -> None:
    """It stands no longer in the report, and can be put back."""
    heading_or_passage.removed_at = now
    heading_or_passage.save(update_fields=["removed_at"])


def _make_headings(report: Report, sections: Iterable[Any]) -> None:
    """The tree, from a list of levels: each stands below the nearest one above it of a higher level."""
    above: dict[int, Heading] = {}
    titles: list[HeadingTitle] = []
    for place, section in enumerate(sections, start=1):
        parent = above.get(section.level - 1) if section.level > 1 else None
        made = Heading.objects.create(
            report=report, parent=parent, place=place, code=section.code, takes=section.takes
        )
        above[section.level] = made
        titles += [HeadingTitle(of=made, language=code, text=text) for code, text in section.titles.items()]
    HeadingTitle.objects.bulk_create(titles)


def _headings_of_themes(report: Report, told: Iterable[Told]) -> dict[int | None, Heading]:
    """Theme to heading: below the first heading that takes answers, else at the top; made where missing."""
    standing = list(report.headings.standing().in_order())
    home = next((one for one in standing if _is_home(one)), None)
    found = {one.theme_id: one for one in standing if _is_of_theme(one) and one.parent == home}
    places = count(max((one.place for one in standing), default=0) + 1)
    for one in told:
        if theme_id(one) not in found:
            found[theme_id(one)] = _heading_of_theme(report, one.cases[0].theme, home, next(places))
    return found


def _is_of_theme(one: Heading) -> bool:
    return one.theme_id is not None or one.code == OTHER_MATTERS


def _is_home(one: Heading) -> bool:
    return one.takes == Heading.Takes.ANSWERS and not _is_of_theme(one)


def _heading_of_theme(report: Report, theme: Term | None, home: Heading | None, place: int) -> Heading:
    code = "" if theme else OTHER_MATTERS
    answers = Heading.Takes.ANSWERS
    return Heading.objects.create(
        report=report, parent=home, place=place, theme=theme, code=code, takes=answers
    )


def _next_places(report: Report) -> defaultdict[int, count[int]]:
    """By heading: the numbers from the one after its last passage on."""
    last = report.passages.order_by().values_list("heading").annotate(Max("place"))
    places: defaultdict[int, count[int]] = defaultdict(lambda: count(1))
    places.update({heading: count(place + 1) for heading, place in last})
    return places
