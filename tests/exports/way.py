"""A report on its way: brought to a state by those who take its steps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from exports import actions
from exports.models import Adoption, Report
from tests.cast import NOW, Cast

REPLY = NOW.date() + timedelta(days=10)
REASON = {"comment": "A reason."}
# fmt: off
STEPS = {
    "assembling":  ("editor",      "assemble"),
    "circulation": ("editor",      "circulate"),
    "review":      ("editor",      "review"),
    "frozen":      ("validator",   "freeze"),
    "adopted":     ("coordinator", "adopt"),
    "submitted":   ("editor",      "submit"),
}
# fmt: on


def given(report: Report, step: str) -> dict[str, Any]:
    """Everything that the step needs."""
    needed: dict[str, dict[str, Any]] = {
        "assemble": {"kind": "upr", "round": report.round},
        "circulate": {"reply_on": REPLY},
        "take_back": REASON,
        "return_to_editor": REASON,
        "freeze": REASON,
        "adopt": {"decision": Adoption(decided_on=NOW.date(), document="Decree 2.26.114")},
        "amend": REASON,
        "submit": {"submitted_on": NOW.date(), "receipt": "HRC-118"},
    }
    return needed.get(step, {})


def take(report: Report, step: str, by: Any, **more: Any) -> Report:
    actions.take_report_step(report, step, by=by, now=NOW, **given(report, step) | more)
    return report


def bring(cast: Cast, report: Report, to: str) -> Report:
    """Take the steps of its way until it stands at ``to``."""
    states = list(STEPS)
    begun = states.index(report.state) + 1 if report.state in states else 0
    for state in states[begun : states.index(to) + 1]:
        who, step = STEPS[state]
        take(report, step, getattr(cast, who))
    return report
