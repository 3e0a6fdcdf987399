"""The ladder as tables: on which day after (before) which date who is told under which rule.

``DRAFTING`` counts from the due date of an answer or a part, ``WAITING`` from the day on which an answer
came to whom it waits for. The days are numbers of the policy; ``steps_of`` puts them in. A step that was
missed is made up for until the next one to the same people, ``policy.catch_up`` working days at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from enum import Enum

from cases.people.roles import (
    COORDINATOR,
    ESCALATION_CONTACT,
    FOCAL_POINT,
    HEAD,
    HEAD_OR_FOCAL_POINT,
    VALIDATOR,
)
from cases.states import AGREEMENT, ASSIGNED, SIGN_OFF, VALIDATION, WITH_DEPARTMENT
from notifications.policy import Policy
from notifications.rules.reminders import (
    COURTESY,
    ESCALATED,
    LATE,
    QUESTION,
    REMINDER,
    STILL_TO_DRAFT,
    TO_ESCALATE,
)
from notifications.rules.waiting import (
    NOT_SIGNED,
    NOT_VALIDATED,
    STILL_TO_AGREE,
    STILL_TO_SIGN,
    STILL_TO_VALIDATE,
)
from notifications.rules.words import (
    FOCAL_POINT_FIRST,
    HEAD_AND_FOCAL_POINT,
    VALIDATORS_OF_THEMES_FIRST,
)
from workflow.roles import Role


class Window(Enum):
    """How much time there is to answer, from the day on which the date was set."""

    LONG = "long"
    MIDDLE = "middle"
    SHORT = "short"


LONG, MIDDLE, SHORT = Window
EVER = frozenset(Window)


@dataclass(frozen=True)
class Rung:
    """The field of :class:`Policy` of its name says how many working days after the date it is; ``before``
    it, where that is set. ``states`` are those in which it is of any use.

    ``name`` is kept for good: notices on record carry it.
    """

    name: str
    rule: str
    to: Role
    windows: Set[Window] = EVER
    states: Sequence[str] = STILL_TO_DRAFT
    before: bool = False
    track: str = "department"
    """Steps of one track are to the same people: the next one ends the time to make up for this one."""
    independent: bool = False


@dataclass(frozen=True)
class Step(Rung):
    """A rung with its number: ``days`` working days after the date, made up for during ``lasts`` days."""

    days: int = 0
    lasts: int = 1


# fmt: off
_FIRST, _BOTH, _HEAD, _NATION = FOCAL_POINT_FIRST, FOCAL_POINT, HEAD_OR_FOCAL_POINT, COORDINATOR
_HEAD_TOO, _OF_THEMES = HEAD_AND_FOCAL_POINT, VALIDATORS_OF_THEMES_FIRST
_OWED, _SIGN, _AGREE, _VALIDATE = WITH_DEPARTMENT, (SIGN_OFF,), (AGREEMENT,), (VALIDATION,)

DRAFTING = (
    Rung("long-first",      REMINDER.code,          _FIRST,  {LONG},         states=(ASSIGNED,), before=True),
    Rung("long-second",     REMINDER.code,          _FIRST,  {LONG},         before=True),
    Rung("long-last",       REMINDER.code,          _BOTH,   {LONG},         before=True),
    Rung("middle-first",    REMINDER.code,          _FIRST,  {MIDDLE},       before=True),
    Rung("middle-last",     REMINDER.code,          _FIRST,  {MIDDLE},       before=True),
    Rung("short-first",     REMINDER.code,          _FIRST,  {SHORT},        before=True),
    Rung("due",             REMINDER.code,          _FIRST),
    Rung("late-first",      REMINDER.code,          _FIRST),
    Rung("late-question",   QUESTION.code,          _BOTH),
    Rung("late-head",       LATE.code,              _HEAD,   states=_OWED, track="head"),
    Rung("escalation",      TO_ESCALATE.code,       _NATION, states=_OWED, track="coordinator"),
    Rung("courtesy",        COURTESY.code,          _FIRST,  {LONG, MIDDLE}, before=True, independent=True),
    Rung("courtesy-soon",   COURTESY.code,          _FIRST,  {SHORT},        before=True, independent=True),
)
AGAIN = Rung("again", ESCALATED.code, ESCALATION_CONTACT, states=_OWED, track="contact")
"""Told to the escalation contacts, where a coordinator pressed Send before."""
WAITING = (
    Rung("sign-first",      STILL_TO_SIGN.code,     HEAD,       states=_SIGN),
    Rung("sign-second",     STILL_TO_SIGN.code,     _HEAD_TOO,  states=_SIGN),
    Rung("sign-third",      STILL_TO_SIGN.code,     _HEAD_TOO,  states=_SIGN),
    Rung("sign-first",      STILL_TO_AGREE.code,    _HEAD,      states=_AGREE),
    Rung("sign-second",     STILL_TO_AGREE.code,    _HEAD_TOO,  states=_AGREE),
    Rung("sign-third",      STILL_TO_AGREE.code,    _HEAD_TOO,  states=_AGREE),
    Rung("sign-third",      NOT_SIGNED.code,        _NATION,    states=_SIGN + _AGREE, track="coordinator"),
    Rung("validate-first",  STILL_TO_VALIDATE.code, _OF_THEMES, states=_VALIDATE),
    Rung("validate-second", STILL_TO_VALIDATE.code, VALIDATOR,  states=_VALIDATE),
    Rung("validate-third",  STILL_TO_VALIDATE.code, VALIDATOR,  states=_VALIDATE),
    Rung("validate-third",  NOT_VALIDATED.code,     _NATION,    states=_VALIDATE, track="coordinator"),
)
# fmt: on


def drafting_steps(policy: Policy) -> list[Step]:
    """Of an answer or a part that is due, with those after an escalation."""
    return _steps((*DRAFTING, *_again(policy)), policy)


def waiting_steps(policy: Policy) -> list[Step]:
    """Of an answer that waits for a signature, an agreement or a validator."""
    return _steps(WAITING, policy)


def window_of(days: int, policy: Policy) -> Window:
    """Of an answer for which there are so many working days."""
    if days >= policy.long_window:
        return LONG
    return MIDDLE if days >= policy.middle_window else SHORT


def last_day(policy: Policy) -> int:
    """After so many working days the mails end, and the answer is for the meeting."""
    again = policy.escalation_again or policy.escalation or 0
    return again + (policy.escalation_most - 1) * policy.escalation_every


def _again(policy: Policy) -> Iterable[tuple[Rung, int]]:
    """``again-1`` and so on, each with its days."""
    if policy.escalation_again is None:
        return
    for turn in range(policy.escalation_most):
        days = policy.escalation_again + turn * policy.escalation_every
        yield replace(AGAIN, name=f"{AGAIN.name}-{turn + 1}"), days


def _steps(rungs: Iterable[Rung | tuple[Rung, int]], policy: Policy) -> list[Step]:
    numbered = [one if isinstance(one, tuple) else (one, _days(one, policy)) for one in rungs]
    known = [(rung, days) for rung, days in numbered if days is not None]
    return [_step(rung, days, known, policy) for rung, days in known]


def _days(rung: Rung, policy: Policy) -> int | None:
    number: int | None = getattr(policy, rung.name.replace("-", "_"))
    return -number if rung.before and number is not None else number


def _step(rung: Rung, days: int, known: Iterable[tuple[Rung, int]], policy: Policy) -> Step:
    """It lasts until the next one that may be to the same people about the same answer."""
    after = [
        other_days
        for other, other_days in known
        if other_days > days
        and other.track == rung.track
        and other.independent == rung.independent
        and other.windows & rung.windows
        and set(other.states) & set(rung.states)
    ]
    lasts = min([policy.catch_up, *(one - days for one in after)])
    return Step(**{**vars(rung), "days": days, "lasts": max(lasts, 1)})
