"""What the cases wait for that somebody above decides: more time, a department, the government, a push."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, Extension, Round
from cases.overview.deciding import AT_ONCE, NEXT, SOON, Decision, Reader
from cases.pages.whole.loads import Load, Totals
from cases.people.roles import COORDINATOR
from cases.people.wording import set_apart
from cases.rounds import positions

LONG_LATE = 10
"""Working days after which a late answer is taken to whoever stands above the department."""


def of_cases(reader: Reader) -> Iterator[Decision]:
    """Requests for more time, and positions on which no decision of the government is recorded."""
    asked = Extension.objects.visible_to(reader.user).open().filter(answer__round=reader.round).count()
    if asked:
        sentence = ngettext(
            "%(count)d request for more time waits for the coordinator’s decision.",
            "%(count)d requests for more time wait for the coordinator’s decision.",
            asked,
        )
        yield Decision(SOON, sentence % {"count": asked}, desk(reader.round, more_time="on"))
    yield from _undecided(reader)


def _undecided(reader: Reader) -> Iterator[Decision]:
    if not reader.round.asks_position:
        return
    waiting = Case.objects.visible_to(reader.user).filter(round=reader.round)
    if count := positions.to_decide(waiting).count():
        sentence = ngettext(
            "%(count)d position waits for the decision of the government.",
            "%(count)d positions wait for the decision of the government.",
            count,
        )
        records = COORDINATOR.held(reader.grants, None)
        page = reverse("round-positions", args=[reader.round.code]) if records else ""
        yield Decision(AT_ONCE, sentence % {"count": count}, page or desk(reader.round, standing="approved"))


def without_lead(totals: Totals, of_round: Round) -> Iterator[Decision]:
    if totals.without_lead:
        sentence = ngettext(
            "%(count)d recommendation has no department that answers it.",
            "%(count)d recommendations have no department that answers them.",
            totals.without_lead,
        )
        yield Decision(NEXT, sentence % {"count": totals.without_lead}, desk(of_round, standing="to-assign"))


def long_late(loads: Sequence[Load]) -> Iterator[Decision]:
    """One decision for all departments that are long late; a single one is named."""
    behind = [load for load in loads if load.days_late >= LONG_LATE]
    if len(behind) == 1:
        (load,) = behind
        said = {"department": set_apart(load.department), "days": load.days_late}
        sentence = _("%(department)s is late by %(days)d working days: take it to those above.") % said
        yield Decision(SOON, sentence, reverse("department", args=[load.department.code]))
    elif behind:
        worst = max(behind, key=lambda load: load.days_late)
        said = {"count": len(behind), "days": LONG_LATE, "worst": set_apart(worst.department)}
        sentence = _(
            "%(count)d departments are late by %(days)d working days or more, most of all %(worst)s: "
            "take it to those above."
        )
        yield Decision(SOON, sentence % said, reverse("departments"))


def desk(of_round: Round, **words: str) -> str:
    return f"{reverse('desk')}?{urlencode({'round': of_round.code, **words})}"
