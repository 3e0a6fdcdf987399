"""Passages in another order: those under one heading, or the answers of the whole report grouped anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from cases.models import Case
from exports.models.outline import Heading, Passage, PassageAnswer
from exports.outline.grouping import Grouping
from exports.outline.laying import home_of, is_of_theme, theme_headings
from exports.outline.outline import Outline
from exports.told import Numbered, in_annex_order
from workflow.errors import Blocked

Given = Mapping[str, Any]


def order(outline: Outline, given: Given) -> dict[str, Any]:
    """The passages under ``heading`` in this ``order``: ``number`` of their recommendations, or ``theme``.

    Text of the editor's own stays before the passage that it stood before.
    """
    heading = outline.heading(given["heading"])
    first = _first_asked(outline)
    if given["order"] == "theme":
        themes = _places_of_themes(first)
        key = {pk: (themes[_theme(row)], row.number) for pk, row in first.items()}
    else:
        key = {pk: (0, row.number) for pk, row in first.items()}
    groups = _led_by_their_texts(outline.under(heading), set(key))
    groups.sort(key=lambda group: key.get(group[-1].pk, (10**9, 0)))
    outline.number([one for group in groups for one in group])
    return {"heading": heading.pk}


def regroup(outline: Outline, given: Given) -> dict[str, Any]:
    """All answers under headings of themes, or under the one for answers, are grouped anew, by ``grouping``.

    Those that editors moved under headings of their own stay there, and so does text of their own.
    """
    if given["grouping"] not in Grouping.values:
        raise Blocked(_("Choose how the answers are grouped."))
    chosen = Grouping(given["grouping"])
    report = outline.report
    report.grouping = chosen
    home = home_of(report, list(outline.headings.values())) if chosen != Grouping.THEME else None
    if home is not None and home.pk not in outline.headings:
        outline.before.made(home, *home.wordings.all())
        outline.headings[home.pk] = home
    first = _first_asked(outline)
    moving = [one for one in outline.passages.values() if one.pk in first and _flows(outline, one)]
    if not moving:
        raise Blocked(_("There is nothing to group: no answer stands where answers flow in."))
    if chosen == Grouping.PARAGRAPH and home is not None:
        _stand(outline, home, sorted(moving, key=lambda one: first[one.pk].number))
    else:
        _under_themes(outline, moving, first, home)
    _clear(outline)
    return {"count": len(moving)}


def _under_themes(
    outline: Outline, moving: list[Passage], first: dict[int, Numbered], home: Heading | None
) -> None:
    by_theme: dict[int | None, list[Passage]] = defaultdict(list)
    places = _places_of_themes(first)
    for one in sorted(moving, key=lambda one: (places[_theme(first[one.pk])], first[one.pk].number)):
        by_theme[_theme(first[one.pk])].append(one)
    terms = {_theme(row): row.theme for row in first.values()}
    headings = theme_headings(outline.report, [terms[pk] for pk in by_theme], home)
    new = [one for one in headings.values() if one.pk not in outline.headings]
    outline.before.made(*new)
    outline.headings.update({one.pk: one for one in new})
    own = [outline.headings[headings[theme].pk] for theme in by_theme]
    for heading, passages in zip(own, by_theme.values(), strict=True):
        _stand(outline, heading, passages)
        outline.before.change(heading, parent_id=home.pk if home else None)
    others = [heading for heading in outline.below(home) if heading not in own]
    outline.number([*others, *own])


def _stand(outline: Outline, heading: Heading, passages: list[Passage]) -> None:
    for one in passages:
        outline.before.change(one, heading_id=heading.pk)
    others = [one for one in outline.under(heading) if one not in passages]
    outline.number([*others, *passages])


def _clear(outline: Outline) -> None:
    """Headings of themes under which nothing stands any more go."""
    for one in list(outline.headings.values()):
        if is_of_theme(one) and not outline.under(one) and not outline.below(one):
            outline.before.change(one, removed_at=outline.at)


def _flows(outline: Outline, passage: Passage) -> bool:
    heading = outline.headings.get(passage.heading_id)
    return heading is not None and heading.takes == Heading.Takes.ANSWERS


def _first_asked(outline: Outline) -> dict[int, Numbered]:
    """By passage: the first recommendation in the annex that it answers."""
    tells = PassageAnswer.objects.filter(passage__in=outline.report.passages.standing())
    passage_of = dict(tells.values_list("answer", "passage"))
    first: dict[int, Numbered] = {}
    asked = outline.report.of_its_body(Case.objects.unrestricted())
    for row in in_annex_order(asked, outline.report.round_id):
        passage = passage_of.get(row.answer.pk if row.answer else 0)
        if passage is not None:
            first.setdefault(passage, row)
    return first


def _places_of_themes(first: dict[int, Numbered]) -> dict[int | None, int]:
    """In the order in which the annex names them; what has none comes last."""
    places: dict[int | None, int] = {}
    for row in sorted(first.values(), key=lambda row: row.number):
        places.setdefault(_theme(row), len(places))
    return places | ({None: len(places)} if None in places else {})


def _theme(row: Numbered) -> int | None:
    return row.theme.pk if row.theme else None


def _led_by_their_texts(passages: list[Passage], telling: set[int]) -> list[list[Passage]]:
    groups: list[list[Passage]] = [[]]
    for one in passages:
        groups[-1].append(one)
        if one.pk in telling:
            groups.append([])
    return [group for group in groups if group]
