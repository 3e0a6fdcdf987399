"""What waits for a signature, each with its text against an earlier one: a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.difference import difference
from cases.models import Case, CaseRound, Reading, Version
from cases.models.access import texts_hidden_from
from cases.models.case_lists import CaseQuerySet
from cases.pages.review.unchanged import by_answer
from cases.people.models import User
from cases.people.roles import HEAD_OR_FOCAL_POINT, LEAD_DEPARTMENT
from cases.states import AGREEMENT, SIGN_OFF
from workflow.grants import Grants

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Answer:
    """One line of the folder. ``refusal`` says why this person does not sign it."""

    case: Case
    others: list[Case]
    text: Version
    drafters: list[User]
    against: StrOrPromise
    changes: tuple[SafeString, SafeString] | None
    refusal: str

    @property
    def is_unchanged(self) -> bool:
        return self.changes is not None and not any("<ins>" in one or "<del>" in one for one in self.changes)


def for_signature(user: User, grants: Grants) -> CaseQuerySet:
    """Those of the own departments that wait there, the sooner due first; not of independent bodies."""
    own = grants.units_with(LEAD_DEPARTMENT.codenames)
    cases = Case.objects.visible_to(user).filter(state=SIGN_OFF, lead__in=own, lead__independent=False)
    return cases.order_by("due_on", "pk")


def to_agree(user: User, grants: Grants) -> CaseQuerySet:
    """Those to whose proposed edits this person agrees or not."""
    theirs = HEAD_OR_FOCAL_POINT.rows(grants, Case.process)
    return Case.objects.visible_to(user).filter(theirs, state=AGREEMENT).order_by("due_on", "pk")


def answers_of(cases: Iterable[Case], user: User, grants: Grants) -> list[Answer]:
    """Each answer once, in the order of the first of its cases."""
    grouped = by_answer(cases)
    ids = [first.answer_id for first, *_others in grouped]
    versions: dict[int | None, list[Version]] = defaultdict(list)
    seen = Version.objects.visible_to(user).filter(answer__in=ids).select_related("author")
    for version in seen.order_by("-number"):
        versions[version.answer_id].append(version)
    read = set(Reading.objects.filter(person=user, version__answer__in=ids).values_list("version", flat=True))
    last = _of_last_rounds([first.pk for first, *_others in grouped], user)
    signs = HEAD_OR_FOCAL_POINT.units(grants)
    made = (_answer(mates, versions[mates[0].answer_id], read, last, user, signs) for mates in grouped)
    return [one for one in made if one is not None]


def _answer(
    mates: list[Case],
    versions: list[Version],
    read: set[int],
    last: dict[int, Version],
    user: User,
    signs: set[int],
) -> Answer | None:
    first, *others = mates
    drafts = [one for one in versions if one.kind == Version.Kind.DRAFT or one.agreed_at]
    if not drafts:
        return None
    text, drafters = drafts[0], list(dict.fromkeys(one.author for one in drafts))
    label, before = _earlier(first, text, drafts, read, last)
    changes = None
    if before is not None:
        changes = (
            difference(before.full_text, text.full_text),
            difference(before.short_text, text.short_text),
        )
    refusal = "" if first.lead_id in signs else _("The head of the department signs it.")
    if not refusal and user in drafters:
        refusal = _("You drafted it; somebody else in your department signs it.")
    return Answer(first, others, text, drafters, label, changes, refusal)


def _earlier(
    case: Case, text: Version, drafts: list[Version], read: set[int], last: dict[int, Version]
) -> tuple[StrOrPromise, Version | None]:
    """What it is read against: what one saw last, what was sent before, the last round's answer."""
    before = [one for one in drafts if one.pk != text.pk]
    if seen := next((one for one in before if one.pk in read), None):
        return _("what you saw last"), seen
    if sent := next((one for one in before if one.released_at), None):
        return _("what was sent before"), sent
    if case.pk in last:
        return _("the answer of the last round"), last[case.pk]
    return "", None


def _of_last_rounds(case_ids: list[int], user: User) -> dict[int, Version]:
    """By case, what was approved last in an earlier round, as far as this person reads it."""
    past: Any = CaseRound.objects.filter(case__in=case_ids, answer__approved__isnull=False)
    readable = past.exclude(texts_hidden_from(user)).select_related("answer__approved").order_by("pk")
    return {one.case_id: one.answer.approved for one in readable}
