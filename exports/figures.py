"""The figures of a report: how its recommendations stand, by theme and by department. No query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.models import ImplementationStatus, Term
from cases.people.models import Department
from cases.people.wording import Worded
from exports.content import Figure, Share, Words
from exports.wording import said, worded


@dataclass(frozen=True)
class Standing:
    """What one recommendation is about, who answers it, and how far it is implemented."""

    theme: Term | None
    lead: Department | None
    status: ImplementationStatus | None


def figures_of(rows: Sequence[Standing], language: str) -> list[Figure]:
    """By theme, then by department; a figure without rows is left out.

    Independent bodies owe no answer, so they are in no comparison of departments.
    """
    led = [one for one in rows if one.lead is not None and not one.lead.independent]
    made = [
        _figure(
            said(_("Implementation by theme")), rows, lambda one: one.theme, _("Other matters"), language
        ),
        _figure(said(_("Implementation by department")), led, lambda one: one.lead, "", language),
    ]
    return [figure for figure in made if figure["shares"]]


def _figure(
    title: Words,
    rows: Sequence[Standing],
    part: Callable[[Standing], Worded | None],
    rest: str,
    language: str,
) -> Figure:
    degrees = _degrees(rows)
    shares = [_share(whole, inside, degrees, rest, language) for whole, inside in _parts(rows, part)]
    labels = [worded(one, language) if one else said(_("No status yet")) for one in degrees]
    return Figure(title=title, degrees=labels, shares=shares)


def _degrees(rows: Iterable[Standing]) -> list[ImplementationStatus | None]:
    """Those of the national scale that occur, in its order; none comes last."""
    found = {one.status.pk: one.status for one in rows if one.status}
    in_order = sorted(found.values(), key=lambda one: one.place)
    return [*in_order, *([None] if any(one.status is None for one in rows) else [])]


def _parts(
    rows: Iterable[Standing], part: Callable[[Standing], Worded | None]
) -> list[tuple[Worded | None, list[Standing]]]:
    """The largest first; what belongs to no part last."""
    wholes: dict[int, Worded] = {}
    inside: dict[int, list[Standing]] = {}
    for one in rows:
        whole = part(one)
        key = whole.pk if whole else 0
        if whole:
            wholes.setdefault(key, whole)
        inside.setdefault(key, []).append(one)
    order = sorted(inside, key=lambda key: (key == 0, -len(inside[key]), key))
    return [(wholes.get(key), inside[key]) for key in order]


def _share(
    whole: Worded | None,
    rows: Iterable[Standing],
    degrees: Iterable[ImplementationStatus | None],
    rest: str,
    language: str,
) -> Share:
    counts = Counter(one.status.pk if one.status else 0 for one in rows)
    label = worded(whole, language) if whole else said(rest)
    return Share(label=label, counts=[counts[one.pk if one else 0] for one in degrees])
