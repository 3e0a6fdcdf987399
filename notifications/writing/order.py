"""In which order a mail says what it tells, and how its subject counts each kind of thing to do.

A rule that no kind names is something to look at, or news where nothing is to be done.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import ngettext_lazy

from cases.telling import Rule, When
from notifications.rules.reminders import WEEK

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Kind:
    """``counted`` says how many there are; of a ``dated`` one the subject says when the first is due."""

    rules: tuple[str, ...]
    counted: StrOrPromise
    dated: bool = False
    is_to_do: bool = True


KINDS = (
    Kind(
        ("question", "late"),
        ngettext_lazy("%(count)d late answer", "%(count)d late answers", "count"),
        dated=True,
    ),
    Kind(
        ("reminder", "chase", "returned", "assigned", "succeeded"),
        ngettext_lazy("%(count)d answer to give", "%(count)d answers to give", "count"),
        dated=True,
    ),
    Kind(
        ("courtesy", "invited"),
        ngettext_lazy("%(count)d invitation to answer", "%(count)d invitations to answer", "count"),
        dated=True,
    ),
    Kind(
        ("contribution-reminder", "contribution-returned", "to-contribute"),
        ngettext_lazy("%(count)d contribution to write", "%(count)d contributions to write", "count"),
        dated=True,
    ),
    Kind(
        ("contribution-delivered",),
        ngettext_lazy("%(count)d contribution to read", "%(count)d contributions to read", "count"),
    ),
    Kind(
        ("still-to-sign", "to-sign"),
        ngettext_lazy("%(count)d answer to sign", "%(count)d answers to sign", "count"),
    ),
    Kind(
        ("still-to-agree", "to-agree", "to-agree-as-lead", "agreement-asked"),
        ngettext_lazy("%(count)d text to agree to", "%(count)d texts to agree to", "count"),
    ),
    Kind(
        ("shorter-asked",),
        ngettext_lazy("%(count)d text to shorten", "%(count)d texts to shorten", "count"),
    ),
    Kind(
        ("still-to-validate", "to-validate"),
        ngettext_lazy("%(count)d answer to validate", "%(count)d answers to validate", "count"),
    ),
    Kind(
        ("more-time-asked", "handed-back", "declined"),
        ngettext_lazy("%(count)d case to decide on", "%(count)d cases to decide on", "count"),
    ),
    Kind(
        ("not-signed", "not-validated", "contribution-no-answer"),
        ngettext_lazy("%(count)d case that is held up", "%(count)d cases that are held up", "count"),
    ),
    Kind(
        ("to-escalate", "escalated"),
        ngettext_lazy("%(count)d escalation", "%(count)d escalations", "count"),
    ),
    Kind(
        (
            "report-circulates",
            "objection-made",
            "agreement-declined",
            "report-to-review",
            "report-returned",
            "report-frozen",
            "report-adopted",
        ),
        ngettext_lazy("%(count)d report to work on", "%(count)d reports to work on", "count"),
    ),
)
TO_LOOK_AT = Kind((), ngettext_lazy("%(count)d change to look at", "%(count)d changes to look at", "count"))
OF_WEEK = Kind((WEEK.code,), "", is_to_do=False)
NEWS = Kind((), ngettext_lazy("News of %(count)d case", "News of %(count)d cases", "count"), is_to_do=False)

ORDER = (*KINDS, TO_LOOK_AT, OF_WEEK, NEWS)
_BY_RULE = {code: kind for kind in ORDER for code in kind.rules}


def kind_of(rule: Rule) -> Kind:
    return _BY_RULE.get(rule.code) or (NEWS if rule.when is When.NEWS else TO_LOOK_AT)


def place_of(rule: Rule) -> tuple[int, int, str]:
    """To sort by: kinds in their order, within each the rules as it names them."""
    kind = kind_of(rule)
    within = kind.rules.index(rule.code) if rule.code in kind.rules else len(kind.rules)
    return ORDER.index(kind), within, rule.code
