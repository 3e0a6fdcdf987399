"""Which text of an answer a person is shown: the approved, the sent, or the own department's draft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from cases.difference import difference
from cases.models import Answer, Case, CaseRound, Version, access
from cases.models.answer import VersionQuerySet
from cases.people.models import User
from cases.people.roles import LEAD_DEPARTMENT, VALIDATOR
from cases.states import AGREEMENT, APPROVED, ASSIGNED, DRAFTING, SUBMITTED, VALIDATION, WITH_DRAFTERS
from workflow.grants import Grants

WRITABLE = (ASSIGNED, DRAFTING)
SENT = (VALIDATION, AGREEMENT)


@dataclass(frozen=True)
class Narrative:
    """``shown`` is the text to read, ``versions`` those that may be seen, newest first.

    ``earlier`` are versions of answers that went into this one, by a join or a split.
    """

    shown: Version | None = None
    versions: list[Version] = field(default_factory=list)
    proposal: Version | None = None
    earlier: list[Version] = field(default_factory=list)
    within_department: bool = False
    hides_status: bool = False
    only_contributes: bool = False

    @property
    def proposed_difference(self) -> tuple[SafeString, SafeString] | None:
        """What a validator's edits would change, in the full and in the short text."""
        if self.proposal is None or self.shown is None:
            return None
        return (
            difference(self.shown.full_text, self.proposal.full_text),
            difference(self.shown.short_text, self.proposal.short_text),
        )


def narrative_of(case: Case, user: User, grants: Grants) -> Narrative:
    """``within_department`` is true where the department writes, and this person is not of it.

    The status that it proposes is known to others (``hides_status``) only while what was sent is decided on:
    a case handed back or closed while it was drafted would tell of the draft. Who ``only_contributes`` reads
    no text but the one to agree to.
    """
    answer = case.answer
    if answer is None:
        return Narrative()
    seen = Version.objects.visible_to(user).filter(answer=answer).select_related("author")
    versions = list(seen.order_by("-number"))
    by_id = {version.pk: version for version in versions}
    inside = LEAD_DEPARTMENT.held(grants, case.lead_id) or getattr(case, "lent", False)
    return Narrative(
        shown=by_id.get(_shown_id(case, versions) or 0),
        versions=versions,
        earlier=list(_earlier(answer, user)),
        proposal=_proposal(case, versions) if case.state == AGREEMENT else None,
        within_department=case.state in WITH_DRAFTERS and not inside,
        hides_status=not inside and (case.state not in SENT or only_contributes(case, grants)),
        only_contributes=only_contributes(case, grants) and not versions,
    )


def only_contributes(case: Case, grants: Grants) -> bool:
    """Whether this person sees the case for the contribution of a department: no text nor remark on it."""
    oversees = bool(grants.national) or VALIDATOR.held_for(grants, case)
    inside = LEAD_DEPARTMENT.held(grants, case.lead_id) or getattr(case, "lent", False)
    return bool(grants.by_unit) and not oversees and not inside


def _earlier(answer: Answer, user: User) -> Iterable[Version]:
    seen = Version.objects.visible_to(user).filter(pk__in=answer.earlier_texts().values("pk"))
    return seen.select_related("author").order_by("-at", "-number")


def may_write(case: Case, grants: Grants) -> bool:
    """Whether this person writes the answer, now."""
    writable = case.state in WRITABLE and case.answer_id is not None
    return writable and LEAD_DEPARTMENT.held(grants, case.lead_id)


def approved_before(case: Case, user: User, grants: Grants) -> VersionQuerySet:
    """What was approved in past rounds, as far as this person reads it.

    Whoever has the case reads it, also where another department answered then; who only contributes, what the
    own department reads anyway; nobody what answered another case too that is hidden from him.
    """
    past = CaseRound.objects.filter(case=case, answer__approved__isnull=False)
    approved = Version.objects.filter(pk__in=past.values("answer__approved"))
    if only_contributes(case, grants):
        return approved.filter(pk__in=Version.objects.visible_to(user).values("pk"))
    return approved.exclude(access.texts_hidden_from(user))


def of_last_round(case: Case, user: User, grants: Grants) -> Version | None:
    """What was approved in the last round in which the case was answered, of what this person reads."""
    readable = approved_before(case, user, grants)
    past = CaseRound.objects.filter(case=case, answer__approved__in=readable)
    read = past.select_related("answer__approved__author", "answer__approved__answer__lead")
    last = read.order_by("-pk").first()
    return last.answer.approved if last and last.answer else None


def latest_draft(versions: list[Version]) -> Version | None:
    """The text by which the department stands, of versions newest first."""
    stood_by = (one for one in versions if one.kind == Version.Kind.DRAFT or one.agreed_at)
    return next(stood_by, None)


def _shown_id(case: Case, versions: list[Version]) -> int | None:
    if case.state in (APPROVED, SUBMITTED) and case.answer is not None:
        return case.answer.approved_id
    draft = latest_draft(versions)
    return draft.pk if draft else None


def _proposal(case: Case, versions: list[Version]) -> Version | None:
    open_ones = (one for one in versions if one.kind == Version.Kind.PROPOSAL and not one.agreed_at)
    return next((one for one in open_ones if case.answer and one.based_on_id == case.answer.sent_id), None)
