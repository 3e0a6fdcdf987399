"""What a step of the case did beside the case's own columns, and how it is taken back.

Each takes the case as held and the event to undo; a sentence comes back where others have gone on already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from workflow.models import Event

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def nothing_beside(case: Any, event: Event) -> StrOrPromise:
    """The case's own columns are all that the step changed."""
    return ""


def dating(case: Any, event: Event) -> StrOrPromise:
    """The date that the step set is the department's no more; nobody may have asked for another since."""
    if case.answer_id and case.answer.requests.open().exists():
        return _("The department has asked for more time since, so it cannot be undone.")
    return _asking(case)


def proposal(case: Any, event: Event) -> StrOrPromise:
    """The department that was proposed as lead is proposed no more, unless it was before.

    Contributions that lapsed have told their departments so; they are asked for anew.
    """
    lapsed = {"events__step": "lapse", "events__at": event.at}
    if case.answer_id and case.answer.contributions.filter(state="withdrawn", **lapsed).exists():
        return _("Contributions lapsed with it, so it cannot be undone. A coordinator can assign it again.")
    case.recommendation.lead_proposals.filter(pk=event.data.get("noted", {}).get("proposal")).delete()
    return ""


def returning(case: Any, event: Event) -> StrOrPromise:
    """A text, status or position that the department wrote since means that it has begun again."""
    noted = event.data.get("noted", {})
    changed = any(noted.get(name, now) != now for name, now in case.proposed().items())
    if changed or case.answer.versions.filter(at__gt=event.at).exists():
        return _("The department has gone on with its draft since, so it cannot be undone.")
    return _asking(case)


def dated_return(case: Any, event: Event) -> StrOrPromise:
    """A return that set a new date too."""
    return dating(case, event) or returning(case, event)


def sending(case: Any, event: Event) -> StrOrPromise:
    """What was sent is within the department again; a comment by somebody else means that it was read."""
    answer = case.answer
    if answer.comments.filter(at__gt=event.at).exclude(author=event.by_id).exists():
        return _("Somebody has commented on it since, so it cannot be undone. Ask for it to be returned.")
    answer.unsend(event.at, sent_before=event.data.get("noted", {}).get("sent"))
    return ""


def _asking(case: Any) -> StrOrPromise:
    """Nobody may have been asked to contribute since."""
    if case.answer_id and case.answer.contributions.with_contributors().exists():
        return _("Other departments have been asked to contribute since, so it cannot be undone.")
    return ""


def round_left(case: Any, event: Event) -> StrOrPromise:
    """The round that the case left is its present one again; nothing may have been written in the new one."""
    answer = case.answer
    if answer and any(
        rows.exists()
        for rows in (answer.versions, answer.evidence, answer.comments, answer.requests, answer.contributions)
    ):
        return _("The department has begun to work on it since, so it cannot be undone.")
    case.past_rounds.filter(round_id=event.data["before"]["round_id"]).delete()
    return ""


def releasing(case: Any, event: Event) -> StrOrPromise:
    """What was released is within the body again, and what was approved before, if anything, is so again."""
    if sentence := sending(case, event):
        return sentence
    return approval(case, event)


def beginning(case: Any, event: Event) -> StrOrPromise:
    """What was brought in goes, for it stands where it was taken from; nothing may have been done since."""
    answer, at = case.answer, event.at
    brought_in = answer.versions.filter(at=at, taken_from__isnull=False)
    since = (
        answer.versions.filter(at__gte=at).exclude(pk__in=brought_in.values("pk")),
        answer.comments.filter(at__gt=at),
        answer.evidence.filter(at__gt=at),
        answer.versions.filter(figure_sources__at__gt=at),
        answer.requests.filter(events__at__gte=at),
        answer.contributions.filter(events__step__in=("carry_over", "lapse"), events__at=at),
        answer.contributions.filter(asked_at__gte=at),
    )
    if any(rows.exists() for rows in since):
        return _("Somebody has gone on with the text since, so it cannot be undone.")
    brought_in.delete()
    if noted := event.data.get("noted"):
        answer.take_out(noted["origins"], noted["evidence"])
    return ""


def joining(case: Any, event: Event) -> StrOrPromise:
    """It goes back to its own answer, with what was written there."""
    if refusal := _back_to_company(case, event):
        return refusal
    case.answer.take_out(event.data["noted"]["origins"], event.data["noted"]["evidence"])
    return ""


def splitting(case: Any, event: Event) -> StrOrPromise:
    """It goes back to those with whom it was answered; nothing may have been done with its own answer."""
    answer = case.answer
    if (
        answer.comments.exists()
        or answer.requests.exists()
        or answer.evidence.filter(at__gt=event.at).exists()
    ):
        return _("Somebody has gone on with it since, so it cannot be undone. Join them again instead.")
    return _back_to_company(case, event)


def _back_to_company(case: Any, event: Event) -> StrOrPromise:
    """Both texts, and the cases that it comes back to, must stand as they did; nor are they restricted since.

    Those cases are locked, so that none of them moves on while it comes back.
    """
    before = event.data["before"]["answer_id"]
    together = event.data.get("together", [case.pk])
    company = type(case).objects.answered_by(before).exclude(pk__in=together)
    stands = (case.state, case.lead_id, case.restricted)
    held = company.select_for_update(of=("self",)).order_by("pk")
    moved = any((one.state, one.lead_id, one.restricted) != stands for one in held)
    wrote = case.answer.versions.model.objects.filter(answer__in=(before, case.answer_id), at__gt=event.at)
    carried = case.answer.contributions.filter(events__step__in=("carry_over", "lapse"), events__at=event.at)
    if moved or wrote.exists() or carried.exists():
        return _("Somebody has gone on with the text since, so it cannot be undone.")
    return ""


def recording(case: Any, event: Event) -> StrOrPromise:
    """The position is again what it was before; of the decision nothing is kept where it was the only one."""
    recommendation, noted = case.recommendation, event.data["noted"]
    row = case.decided_positions.select_related("decision").order_by("-pk").first()
    if noted["decided_before"]:
        recommendation.decide_position(noted["position_before"])
    else:
        recommendation.undecide_position()
    row.delete()
    if not row.decision.positions.exists():
        row.decision.delete()
    return ""


def approval(case: Any, event: Event) -> StrOrPromise:
    """The text that was approved before, if any, is the approved one again."""
    answer = case.answer
    answer.approved_id = event.data.get("noted", {}).get("approved")
    answer.save(update_fields=["approved"])
    return ""
