"""Recording what the government decided on recommendations, in a round of positions.

Departments propose and validators approve the proposal; neither binds the government.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from cases.actions import Outcome, sha256_of
from cases.models import Case, DecidedPosition, Decision, Round
from cases.models.case_lists import CaseQuerySet
from cases.people.models import User
from cases.people.roles import COORDINATOR, grants_of
from cases.states import APPROVED
from workflow import engine
from workflow.errors import NotAllowed, Refused


@transaction.atomic
def record_positions(
    positions: Iterable[tuple[Case, str]],
    *,
    of_round: Round,
    decided_on: date,
    document: str,
    by: User,
    now: datetime,
    file: UploadedFile | None = None,
    file_type: str = "",
) -> list[Outcome]:
    """Record one decision, and by it the position on each case; one that is refused does not stop the others.

    ``positions`` are values of :class:`cases.un.Position`; ``document`` is how the decision is cited.
    Where none could be recorded, no decision is kept. Raises :class:`NotAllowed` where ``by`` is no
    coordinator, :class:`Refused` where the document is not named.
    """
    if not COORDINATOR.held(grants_of(by), None):
        raise NotAllowed(_("The coordinator records what the government decided."))
    if not document.strip():
        raise Refused(_("Name the document by which it was decided."))
    decision = Decision.objects.create(
        round=of_round, decided_on=decided_on, document=document.strip(), file=file, file_type=file_type,
        sha256=sha256_of(file), recorded_by=by, recorded_at=now,
    )  # fmt: skip
    outcomes = [_recorded(case, position, decision, by, now) for case, position in positions]
    if all(one.refusal for one in outcomes):
        decision.delete()
    return outcomes


def to_decide(cases: CaseQuerySet) -> CaseQuerySet:
    """Those whose proposed position is approved, and on which no decision is recorded in their round."""
    decided = DecidedPosition.objects.filter(case=OuterRef("pk"), decision__round=OuterRef("round"))
    return cases.filter(~Exists(decided), state=APPROVED, round__kind=Round.Kind.POSITIONS)


def _recorded(case: Case, position: str, decision: Decision, by: User, now: datetime) -> Outcome:
    try:
        engine.perform(case, "record_position", by=by, now=now, decision=decision, position=position)
    except Refused as refused:
        return Outcome(case, str(refused.sentence))
    return Outcome(case)
