"""Every number by which people are reminded: the defaults, and those that a coordinator settled.

Days are working days of the department's calendar. A number that is None switches its step off. What the
numbers do says ``ladder/rungs.py``; the page on which they are settled is ``policy_pages.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from notifications.models import SavedPolicy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Policy:
    """The numbers, each under the name by which ``SavedPolicy`` keeps it."""

    long_window: int = 40
    long_first: int | None = 20
    long_second: int | None = 10
    long_last: int | None = 3
    middle_window: int = 10
    middle_first: int | None = 5
    middle_last: int | None = 1
    short_first: int | None = 2
    due: int | None = 0
    late_first: int | None = 1
    late_question: int | None = 3
    late_head: int | None = 5
    courtesy: int | None = 5
    courtesy_soon: int | None = 2
    escalation: int | None = 10
    escalation_again: int | None = 15
    escalation_every: int = 10
    escalation_most: int = 3
    sign_first: int | None = 3
    sign_second: int | None = 5
    sign_third: int | None = 8
    validate_first: int | None = 3
    validate_second: int | None = 5
    validate_third: int | None = 8
    near: int = 5
    catch_up: int = 7
    weekly: int | None = 1
    weekly_ahead: int = 7
    rows: int = 10
    morning_from: int = 15
    morning_until: int = 60


DEFAULTS = Policy()


@dataclass(frozen=True)
class Number:
    """What may be settled about one field of :class:`Policy`: its bounds, and whether it may be left out."""

    name: str
    label: StrOrPromise
    least: int
    most: int

    @property
    def may_be_empty(self) -> bool:
        """Whether its step can be switched off: the annotation says so."""
        return "None" in str(Policy.__annotations__[self.name])


# fmt: off
NUMBERS: dict[StrOrPromise, tuple[Number, ...]] = {
    _("Before the due date, working days"): (
        Number("long_window",      _("Long time to answer: from so many days on"),                   2, 400),
        Number("long_first",       _("Long time, nothing written yet: focal point"),                 1, 200),
        Number("long_second",      _("Long time: focal point"),                                      1, 200),
        Number("long_last",        _("Long time: focal point and alternate"),                        1, 200),
        Number("middle_window",    _("Middle time: from so many days on"),                           1, 400),
        Number("middle_first",     _("Middle time, first: focal point"),                             1, 100),
        Number("middle_last",      _("Middle time, last: focal point"),                              1, 100),
        Number("short_first",      _("Short time: focal point"),                                     1, 100),
        Number("due",              _("On the due date (0): focal point"),                            0, 0),
        Number("courtesy",         _("Independent body, once"),                                      1, 100),
        Number("courtesy_soon",    _("Independent body with a short time, once"),                    1, 100),
    ),
    _("After the due date, working days"): (
        Number("late_first",       _("Late: focal point"),                                           1, 60),
        Number("late_question",    _("“What blocks this?”: focal point and alternate"),              1, 60),
        Number("late_head",        _("Head of department"),                                          1, 60),
        Number("escalation",       _("Escalation, once you press Send"),                             1, 120),
        Number("escalation_again", _("Escalation, again"),                                           1, 120),
        Number("escalation_every", _("From then on every"),                                          1, 60),
        Number("escalation_most",  _("So often at most; then it is for the meeting"),                1, 12),
    ),
    _("Waiting for a signature, working days"): (
        Number("sign_first",       _("Head of department, first"),                                   1, 60),
        Number("sign_second",      _("Head of department, and the focal point"),                     1, 60),
        Number("sign_third",       _("Coordinator too"),                                             1, 60),
    ),
    _("Waiting for a validator, working days"): (
        Number("validate_first",   _("Validators of its themes; of the country where there are none"), 1, 60),
        Number("validate_second",  _("All validators"),                                              1, 60),
        Number("validate_third",   _("Coordinator too"),                                             1, 60),
    ),
    _("Mails"): (
        Number("near",             _("Returned: told at once where it is due within so many days"),  0, 60),
        Number("catch_up",         _("A step that was missed is made up for within so many days"),   1, 30),
        Number("weekly",           _("All that is open, on this working day of the week"), 1, 5),
        Number("weekly_ahead",     _("To whom something is late, or due within so many days"),       1, 400),
        Number("rows",             _("Rows of a section of a mail; then a link"),                    1, 50),
        Number("morning_from",     _("The morning’s mail leaves so many minutes after work begins"), 0, 240),
        Number("morning_until",    _("And at the latest after so many"),                             1, 480),
    ),
}
# fmt: on


def current() -> Policy:
    """As it was settled last; one query."""
    saved = SavedPolicy.objects.order_by("-pk").values_list("numbers", flat=True).first()
    return with_numbers(saved or {})


def with_numbers(numbers: Mapping[str, Any]) -> Policy:
    """The defaults but for ``numbers``; names that are unknown by now are left out."""
    known = {field.name for field in fields(Policy)}
    return Policy(**{name: value for name, value in numbers.items() if name in known})


def differing(policy: Policy) -> dict[str, Any]:
    """By name what differs from the defaults: as ``SavedPolicy`` keeps it."""
    return {
        field.name: getattr(policy, field.name)
        for field in fields(Policy)
        if getattr(policy, field.name) != getattr(DEFAULTS, field.name)
    }
