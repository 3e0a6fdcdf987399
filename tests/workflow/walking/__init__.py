"""The processes whose strength is shown: what each brings, and the one line with which it joins.

A process brings a :class:`Walk` (a module beside this one) and its tables in ``docs/permissions.md``.
"""

from __future__ import annotations

from hypothesis.stateful import RuleBasedStateMachine

from tests.workflow.walking import (
    agreement,
    agreement_life,
    case,
    case_life,
    contribution,
    contribution_life,
    extension,
    extension_life,
    objection,
    objection_life,
    report,
    report_life,
    shortening,
    shortening_life,
)
from tests.workflow.walking.walk import Walk

WALKS: dict[str, Walk] = {
    "case": case.WALK,
    "contribution": contribution.WALK,
    "extension": extension.WALK,
    "report": report.WALK,
    "objection": objection.WALK,
    "shortening": shortening.WALK,
    "agreement": agreement.WALK,
}
LIVES: dict[str, type[RuleBasedStateMachine]] = {
    "case": case_life.CaseLife,
    "contribution": contribution_life.ContributionLife,
    "extension": extension_life.ExtensionLife,
    "report": report_life.ReportLife,
    "objection": objection_life.ObjectionLife,
    "shortening": shortening_life.ShorteningLife,
    "agreement": agreement_life.AgreementLife,
}
