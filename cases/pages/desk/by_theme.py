"""The cases of the Desk grouped by theme: how many each has, and whole groups chosen at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from cases.models import Recommendation
from cases.models.case_lists import CaseQuerySet
from cases.pages.desk.lists import Lists
from cases.pages.numbers import whole_number

NO_THEME = "0"
_TIES = Recommendation.themes.through


@dataclass(frozen=True)
class ThemeGroup:
    key: str
    title: str
    count: int


def theme_groups(cases: CaseQuerySet, lists: Lists) -> list[ThemeGroup]:
    """The themes that the cases have, the largest first, and last those without one. Two queries."""
    of_cases = _TIES.objects.filter(recommendation__in=cases.order_by().values("recommendation"))
    counted = dict(of_cases.values_list("term").annotate(count=Count("pk")).order_by())
    titles = {one.pk: str(one) for one in lists.terms}
    groups = [ThemeGroup(str(pk), titles[pk], count) for pk, count in counted.items() if pk in titles]
    groups.sort(key=lambda group: (-group.count, group.title.casefold()))
    without = of_themes(cases, [NO_THEME]).count()
    return [*groups, *([ThemeGroup(NO_THEME, _("No theme"), without)] if without else [])]


def of_themes(cases: CaseQuerySet, keys: Iterable[str]) -> CaseQuerySet:
    """Those of the cases that have one of the themes, each once; ``NO_THEME`` stands for those without."""
    wanted = {key for key in keys if whole_number(key) is not None}
    tied = _TIES.objects.filter(term__in=map(whole_number, wanted)).values("recommendation")
    found = Q(recommendation__in=tied)
    return cases.filter(found | Q(recommendation__themes=None) if NO_THEME in wanted else found)
