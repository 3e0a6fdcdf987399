"""The ways out that a mail offers: more time, not ours, hand over, and what blocks an answer.

Each leads to a page that asks; no link does anything by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cases.models import Block, Case
from cases.telling import Rule
from notifications.writing.lines import address_of
from notifications.writing.told import Shown

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

QUESTION = "question"
"""The code of the rule that asks what blocks an answer."""

# fmt: off
CASE_WAYS: dict[str, StrOrPromise] = {
    "more-time/":      _("Ask for more time"),
    "step/hand_back/": _("Not ours: hand it back"),
}
# fmt: on
HAND_OVER = _("Hand over while you are away")
EACH_CASE = _("More time, or not yours? The page of each case has both.")

OWED = ("reminder", "chase", "returned", "assigned", "succeeded")
"""Rules by which a department is asked for an answer of its own; the question has ways out of its own."""
ASKED = (
    *OWED,
    QUESTION,
    "contribution-reminder",
    "contribution-returned",
    "to-contribute",
    "still-to-sign",
    "to-sign",
    "still-to-agree",
    "to-agree",
    "to-agree-as-lead",
    "still-to-validate",
    "to-validate",
)
"""Rules by which somebody is asked for a step that a substitute could take."""


@dataclass(frozen=True)
class Way:
    label: StrOrPromise
    url: str


def ways_of(shown: Shown) -> list[Way]:
    """To the pages of the case where there is one; that one can hand over, last."""
    found = _of_case(shown.rows[0]) if shown.told.rule.code in OWED and len(shown.told.ids) == 1 else []
    if shown.told.rule.code in ASKED:
        found.append(Way(HAND_OVER, f"{settings.BASE_URL}/account/"))
    return found


def hint_of(shown: Shown) -> StrOrPromise:
    """Where the ways out of several cases are."""
    return EACH_CASE if shown.told.rule.code in OWED and len(shown.told.ids) > 1 else ""


def answers_of(rule: Rule, path: str) -> Sequence[Way]:
    """What may block the answer of one case: each a link to the page that asks."""
    if rule.code != QUESTION:
        return ()
    page = f"{settings.BASE_URL}{path}blocked/"
    return [Way(label, f"{page}?answer={code}") for code, label in Block.What.choices]


def _of_case(case: Case) -> list[Way]:
    return [Way(label, f"{settings.BASE_URL}{address_of(case)}{page}") for page, label in CASE_WAYS.items()]
