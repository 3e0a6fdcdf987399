"""Of an answer that begins with an earlier one: which, and what of it is to be checked still."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from cases.ageing import Check, old_figures
from cases.figures import figures_in, value_of
from cases.models import Evidence, Version
from cases.models.figure_source import dates_given
from cases.pages.narrative import Narrative, latest_draft
from cases.people.models import User
from cases.states import WITH_DRAFTERS


@dataclass(frozen=True)
class BroughtIn:
    """``version`` is the earlier text; ``is_unchanged``: nobody has written since it was brought in."""

    version: Version
    checks: list[Check]
    is_unchanged: bool


def brought_in(state: str, narrative: Narrative, user: User, now: datetime) -> BroughtIn | None:
    """While the answer is drafted; no query where it began with nothing."""
    found = next((one for one in narrative.versions if one.taken_from_id), None)
    latest = latest_draft(narrative.versions)
    if found is None or latest is None or state not in WITH_DRAFTERS:
        return None
    source = Version.objects.select_related("answer__round").get(pk=found.taken_from_id or 0)
    evidence = Evidence.objects.visible_to(user).filter(answer__in=(source.answer_id, latest.answer_id))
    written_on = timezone.localdate(source.at)
    given = dates_given(latest.figure_sources.with_evidence())
    today = timezone.localdate(now)
    said = old_figures(_all(latest), evidence, written_on=written_on, today=today, given=given)
    then = {value_of(figure) for figure in figures_in(_all(source))}
    checks = [one for one in said if one.is_said or value_of(one.figure) in then]
    return BroughtIn(source, checks, latest.pk == found.pk)


def _all(version: Version) -> str:
    return f"{version.short_text}\n{version.full_text}"
