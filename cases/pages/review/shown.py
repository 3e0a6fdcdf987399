"""What the review page shows: the text against an earlier one, hints, and the place in the queue."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from cases.difference import changed_sentences, difference
from cases.drafting.figure_sources import figures_of
from cases.facts import is_settled
from cases.models import Case, Contribution, Evidence, Version
from cases.pages.figures_shown import shown_figures
from cases.pages.just_done import just_done
from cases.pages.review.checks import checks_of
from cases.pages.review.deciding import Deciding
from cases.pages.review.earlier import Comparison, Earlier, comparison
from cases.pages.review.queue import Queue, queue_of
from cases.pages.talks import talks_of
from cases.pages.told import Line, events_of, timeline
from cases.people.models import User
from cases.people.roles import grants_of
from cases.prose import to_html
from workflow import may


def shown_for(case: Case, deciding: Deciding, text: Version, user: User, against: str) -> dict[str, Any]:
    """Everything on the page but the forms."""
    grants, now = grants_of(user), timezone.now()
    compared = comparison(case, text, user, grants)
    events = events_of(case)
    lines = timeline(case, events, grants)
    evidence = list(Evidence.objects.visible_to(user).filter(answer=case.answer_id).order_by("at", "pk"))
    figures = figures_of(text, text.figure_sources.with_evidence(), evidence)
    read = _read_against(compared, compared.chosen(against), text)
    answer_text, talks = talks_of(case, user, grants, text=text).marked_in(*_as_shown(read, text))
    found = may.available(case, user, now=now, grants=grants)
    return {
        "case": case,
        "recommendation": case.recommendation,
        "deciding": deciding,
        "text": text,
        "is_late": case.is_late(now),
        "status_changes": case.proposed_status_id not in (None, case.status_id),
        **read,
        "answer_text": answer_text,
        "evidence": evidence,
        "figures": shown_figures(figures, timezone.localdate(now)),
        "checks": checks_of(
            case, text, evidence, _lacking(case, text), timezone.localdate(now), figures=figures
        ),
        "talks": talks,
        "timeline": lines,
        "proposed": _proposed(lines),
        "refusals": {one.step.name: one.refusal for one in found if not one.is_open},
        "just_done": just_done(user, now)[:1],
        **_standing(case, queue_of(user, grants, deciding)),
    }


def _read_against(compared: Comparison, chosen: Earlier, text: Version) -> dict[str, Any]:
    came, went = changed_sentences(chosen.full(), text.full_text)
    short_came, short_went = changed_sentences(chosen.short(), text.short_text)
    return {
        "compared": compared,
        "chosen": chosen,
        "unchanged": compared.is_unchanged(text),
        "same_as_chosen": chosen.version is not None and came + went + short_came + short_went == 0,
        "changed": came + short_came,
        "gone": went + short_went,
    }


def _as_shown(read: dict[str, Any], text: Version) -> tuple[SafeString, SafeString]:
    """The full and the short text: against the earlier one, or by itself where there is none."""
    chosen: Earlier = read["chosen"]
    if chosen.version is None:
        return to_html(text.full_text), to_html(text.short_text, name="short")
    return difference(chosen.full(), text.full_text), difference(chosen.short(), text.short_text)


def _standing(case: Case, queue: Queue) -> dict[str, Any]:
    """Where the case is in the queue, and what stands before and after it."""
    return {
        "place": queue.place_of(case),
        "waiting": len(queue),
        "previous": queue.before(case),
        "following": queue.after(case),
    }


def _proposed(lines: list[Line]) -> Line | None:
    """By whom, and why, the edits were proposed that wait for agreement."""
    return next((line for line in reversed(lines) if line.step == "propose_edits" and not line.undone), None)


def _lacking(case: Case, text: Version) -> list[str]:
    """Contributions that are not settled."""
    standing = Contribution.objects.standing().filter(answer=case.answer_id)
    rows: Any = standing.values_list("pk", "state", "must_agree", "agreed")
    missing = [pk for pk, *stands in rows if not is_settled(*stands, text=text.pk)]
    return list(case.present_answer.contributions.lacks(missing)) if missing else []
