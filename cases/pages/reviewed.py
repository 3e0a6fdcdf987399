"""What the review page shows: the difference from an earlier text, hints, and the place in the queue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.difference import difference
from cases.figures import without_evidence
from cases.flow import VALIDATION
from cases.models import Answer, Case, Comment, Evidence, Version
from cases.pages.narrative import of_last_round
from cases.pages.told import events_of, timeline
from cases.people.models import User
from cases.people.roles import VALIDATOR, grants_of
from workflow import may
from workflow.grants import Grants

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Earlier:
    """A text against which what was sent can be read; ``key`` stands in the address."""

    key: str
    label: StrOrPromise
    version: Version | None

    def full(self) -> str:
        return self.version.full_text if self.version else ""

    def short(self) -> str:
        return self.version.short_text if self.version else ""


def shown_for(case: Case, user: User, against: str) -> dict[str, Any]:
    """Everything on the page but the forms."""
    sent = _sent(case)
    grants = grants_of(user)
    earlier = list(_earlier(case, sent, user, grants))
    chosen = next((one for one in earlier if one.key == against), earlier[0])
    evidence = list(Evidence.objects.visible_to(user).filter(answer=case.answer_id).order_by("at", "pk"))
    comments = Comment.objects.visible_to(user).filter(answer=case.answer_id).select_related("author")
    queue = queue_of(user, grants)
    found = may.available(case, user, now=timezone.now(), grants=grants)
    return {
        "case": case,
        "sent": sent,
        "earlier": earlier,
        "chosen": chosen,
        "full_difference": difference(chosen.full(), sent.full_text),
        "short_difference": difference(chosen.short(), sent.short_text),
        "evidence": evidence,
        "bare_figures": without_evidence(
            f"{sent.full_text}\n{sent.short_text}", [f"{one.title} {one.figure}" for one in evidence]
        ),
        "comments": list(comments.order_by("at", "pk")),
        "timeline": timeline(case, events_of(case), grants),
        "refusals": {one.step.name: one.refusal for one in found if not one.is_open},
        "place": queue.index(case.reference) + 1 if case.reference in queue else 0,
        "waiting": len(queue),
    }


def queue_of(user: User, grants: Grants) -> list[str]:
    """The references of all that waits for this validator, in the order of review."""
    theirs = VALIDATOR.rows(grants, Case.process)
    waiting = Case.objects.visible_to(user).filter(theirs, state=VALIDATION).order_by("due_on", "pk")
    return list(waiting.values_list("recommendation__reference", flat=True))


def next_after(queue: list[str], reference: str) -> str:
    """The one that follows in the queue, from its beginning again after the last; empty where none waits."""
    place = queue.index(reference) if reference in queue else -1
    others = [one for one in queue[place + 1 :] + queue[: max(place, 0)] if one != reference]
    return others[0] if others else ""


def _sent(case: Case) -> Version:
    return Version.objects.select_related("author").get(pk=case.present_answer.sent_id or 0)


def _earlier(case: Case, sent: Version, user: User, grants: Grants) -> Iterator[Earlier]:
    """What was sent before, what is approved, the last round's answer; and nothing, to read it whole."""
    before = _released_before(case.present_answer, sent)
    if before is not None:
        yield Earlier("before", _("what was sent before"), before)
    approved = case.present_answer.approved
    if approved is not None and approved.pk != sent.pk:
        yield Earlier("approved", _("what was approved last"), approved)
    last = of_last_round(case, user, grants)
    if last is not None:
        yield Earlier("round", _("the answer of the last round"), last)
    yield Earlier("nothing", _("nothing: the text as it is"), None)


def _released_before(answer: Answer, sent: Version) -> Version | None:
    before = answer.versions.drafts().filter(released_at__isnull=False, number__lt=sent.number)
    return before.order_by("-number").first()
