"""An outline laid out: the headings of the report's type, and the approved answers flowing in below them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext

from cases.models import Case, CaseRound, Term
from cases.people.languages import interface_languages
from exports.models.outline import Heading, HeadingTitle, Passage, PassageAnswer
from exports.outline.grouping import Grouping
from exports.told import IN_REPORT, Told, in_annex_order, narratives, theme_id

if TYPE_CHECKING:
    from exports.models import Report

ANSWERS = "answers"
"""The code of a heading for answers that was made where the type has none."""
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
    asked = report.of_its_body(Case.objects.unrestricted())
    told = narratives(in_annex_order(asked, report.round_id))
    placed = _placed(report)
    return [one for one in told if one.answer.pk not in placed]


def answers_waiting(report: Report) -> set[int]:
    """The ids of what :func:`waiting` tells, for who only counts them."""
    approved = {"round": report.round_id, "state__in": IN_REPORT, "answer__approved__isnull": False}
    asked = report.of_its_body(Case.objects.unrestricted()).order_by()
    now = asked.filter(**approved).values_list("answer", flat=True)
    then = CaseRound.objects.filter(**approved, case__in=asked.values("pk")).order_by()
    return {pk for pk in now.union(then.values_list("answer", flat=True)) if pk} - _placed(report)


def _placed(report: Report) -> set[int]:
    """Answers that a passage tells. One that was taken out keeps its own: it waits to be put back."""
    told = PassageAnswer.objects.filter(passage__report=report)
    return set(told.values_list("answer_id", flat=True))


def flow_in(report: Report, told: Iterable[Told], *, under: Heading | None = None) -> list[Passage]:
    """A passage for each of these answers, at the end of what stands ``under`` a heading, or under its own.

    Its own is that of its theme, or, where they stand in the order of the recommendations, the one that
    takes answers.
    """
    answers = list(told)
    if report.grouping == Grouping.PARAGRAPH:
        answers.sort(key=lambda one: one.cases[0].number)
    headings = _headings_for(report, answers, under)
    places = _next_places(report)
    chosen = [headings[theme_id(one)] for one in answers]
    made = Passage.objects.bulk_create(
        Passage(report=report, heading=heading, place=next(places[heading.pk])) for heading in chosen
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


def _headings_for(report: Report, told: list[Told], under: Heading | None) -> Mapping[int | None, Heading]:
    """Theme to heading."""
    if under is None and report.grouping == Grouping.PARAGRAPH:
        under = home_of(report, list(report.headings.standing().in_order()))
    if under is not None:
        return dict.fromkeys([theme_id(one) for one in told], under)
    return _headings_of_themes(report, told)


def home_of(report: Report, standing: list[Heading]) -> Heading:
    """The first heading that takes answers of any theme; made where the report has none."""
    found = next((one for one in standing if _is_home(one)), None)
    if found is not None:
        return found
    place = max((one.place for one in standing), default=0) + 1
    made = Heading.objects.create(report=report, place=place, code=ANSWERS, takes=Heading.Takes.ANSWERS)
    titles = []
    for code, _name in interface_languages():
        with translation.override(code):
            titles.append(HeadingTitle(of=made, language=code, text=gettext("Answers to recommendations")))
    HeadingTitle.objects.bulk_create(titles)
    return made


def _headings_of_themes(report: Report, told: Iterable[Told]) -> dict[int | None, Heading]:
    """Below the first heading that takes answers, else at the top; made where missing."""
    standing = report.headings.standing().in_order()
    home = next((one for one in standing if _is_home(one)), None)
    themes = [one.cases[0].theme for one in told]
    return theme_headings(report, themes, None if report.grouping == Grouping.THEME else home)


def theme_headings(
    report: Report, themes: Iterable[Term | None], home: Heading | None
) -> dict[int | None, Heading]:
    """Theme to heading: the one that stands, wherever it was moved; made below ``home`` where missing."""
    standing = list(report.headings.standing().in_order())
    found = {one.theme_id: one for one in standing if is_of_theme(one)}
    places = count(max((one.place for one in standing), default=0) + 1)
    for theme in themes:
        if (pk := theme.pk if theme else None) not in found:
            found[pk] = _heading_of_theme(report, theme, home, next(places))
    return found


def is_of_theme(one: Heading) -> bool:
    return one.theme_id is not None or one.code == OTHER_MATTERS


def _is_home(one: Heading) -> bool:
    return one.takes == Heading.Takes.ANSWERS and not is_of_theme(one)


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
