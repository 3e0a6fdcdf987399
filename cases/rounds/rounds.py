"""Rounds, the calls for answers: which one is current, opening one over cases, correcting and closing it.

The pages are in ``pages/rounds.py``; each case moves by a step of its own, ``open_round`` or ``enter_round``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import count, groupby
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.actions import Outcome
from cases.models import Case, CaseRound, Round
from cases.people.models import User
from cases.people.roles import COORDINATOR, grants_of
from cases.rounds.words import REPORT_WORDS
from cases.states import APPROVED, CLOSED, RECEIVED, SUBMITTED
from workflow import engine
from workflow.errors import Blocked, NotAllowed, Refused

STEPS = {RECEIVED: "enter_round", APPROVED: "open_round", SUBMITTED: "open_round"}
"""By which step a case comes into a round, from where it stands."""
UNDER_WAY = [state for state in Case.process.states if state not in (*STEPS, CLOSED)]
"""States in which somebody works on an answer in the present round."""


def current() -> Round | None:
    """The report round that was opened last, of those that are not closed."""
    return Round.objects.for_reports().open().newest_first().first()


def current_or_opened(now: datetime) -> Round:
    """The current round; where there is none, one for the national report of this year."""
    return current() or _open_first(now)


@transaction.atomic
def open_round(*, by: User, now: datetime, **details: Any) -> Round:
    """Open a round, over no case yet. ``details`` are the other fields of :class:`Round`.

    Where they do not say how many words its report has, those of its kind of report are taken.

    Raises :class:`NotAllowed` where ``by`` is no coordinator, :class:`Refused` where the code is taken.
    """
    _coordinator_only(by)
    words = {"report_words": REPORT_WORDS.get(details.get("kind", Round.Kind.REPORT))}
    try:
        with transaction.atomic():
            return Round.objects.create(opened_on=timezone.localdate(now), **words | details)
    except IntegrityError:
        raise Refused(_("There is a round of this code already; choose another.")) from None


def ask_each(
    cases: Iterable[Case],
    chosen: Round,
    *,
    due_on: date | None,
    by: User,
    now: datetime,
    dates: Mapping[str, date] | None = None,
) -> list[Outcome]:
    """Ask every case by itself in the round; one that is refused does not stop the others.

    ``dates`` are due dates of their own, by reference; all others get ``due_on``. A case that was only
    received waits for a lead and a date. Chosen cases of one answer are asked together again, all or none.
    """
    own = dates or {}
    by_company = groupby(sorted(cases, key=_company), key=_company)
    return [
        outcome
        for _key, company in by_company
        for day, group in _by_day(list(company), own, due_on)
        for outcome in _asked(group, chosen, day, by=by, now=now)
    ]


def prospects(cases: Iterable[Case], chosen: Round | None) -> list[Outcome]:
    """What would come of asking each of them; without a round given, in one that is new."""
    known = CaseRound.objects.filter(round=chosen).values_list("case_id", flat=True) if chosen else ()
    past = set(known)
    return [Outcome(case, _why_not(case, chosen, past)) for case in cases]


def revise_round(
    chosen: Round, *, title: str, question: str, due_on: date | None, by: User, **words: int | None
) -> None:
    """Correct what is asked, and until when. Cases keep the dates that they have.

    ``words`` are ``report_words`` and ``full_text_words``, None for no limit; they stay where left out.
    Raises :class:`NotAllowed` where ``by`` is no coordinator.
    """
    _coordinator_only(by)
    revised = {"title": title, "question": question, "due_on": due_on, **words}
    for name, value in revised.items():
        setattr(chosen, name, value)
    chosen.save(update_fields=list(revised))


@transaction.atomic
def close_round(chosen: Round, *, by: User, now: datetime) -> None:
    """No case is asked in it any more.

    Raises :class:`NotAllowed` where ``by`` is no coordinator, :class:`Blocked` while any is answered.
    """
    _coordinator_only(by)
    held = Round.objects.select_for_update().get(pk=chosen.pk)
    if Case.objects.filter(round=held, state__in=UNDER_WAY).exists():
        raise Blocked(_("Cases are still answered in this round. It is closed once none is."))
    _set_closed(chosen, timezone.localdate(now))


def reopen_round(chosen: Round, *, by: User) -> None:
    """It was closed by mistake, or too early. Raises :class:`NotAllowed` where ``by`` is no coordinator."""
    _coordinator_only(by)
    _set_closed(chosen, None)


def _set_closed(chosen: Round, day: date | None) -> None:
    chosen.closed_on = day
    chosen.save(update_fields=["closed_on"])


def _by_day(
    company: list[Case], dates: Mapping[str, date], due_on: date | None
) -> list[tuple[date | None, list[Case]]]:
    """Cases to be asked in one act: those of one answer, but for those with another date."""
    days: dict[date | None, list[Case]] = {}
    for case in company:
        days.setdefault(dates.get(case.reference, due_on), []).append(case)
    return list(days.items())


def _asked(
    group: list[Case], chosen: Round, due_on: date | None, *, by: User, now: datetime
) -> list[Outcome]:
    """One act for all of them."""
    first = group[0]
    if first.state not in STEPS:
        return [Outcome(case, _why_not(case, None, set())) for case in group]
    given: dict[str, Any] = {"round": chosen} | ({} if first.state == RECEIVED else {"due_on": due_on})
    try:
        engine.perform_together(group, STEPS[first.state], by=by, now=now, **given)
    except Refused as refused:
        return [Outcome(case, str(refused.sentence)) for case in group]
    return [Outcome(case) for case in group]


def _company(case: Case) -> tuple[int, int]:
    """Cases that one answer answered stand together, all others by themselves."""
    answered = case.answer_id if STEPS.get(case.state) == "open_round" else None
    return (answered, 0) if answered else (0, case.pk)


def _why_not(case: Case, chosen: Round | None, past: set[int]) -> str:
    if chosen is not None and case.round_id == chosen.pk:
        return _("It is in this round already.")
    if case.pk in past:
        return _("It was answered in this round.")
    if case.state == CLOSED:
        return _("It is closed; revive it first.")
    if case.state not in STEPS:
        return _("It is still under way in its present round: %(standing)s.") % {"standing": case.standing}
    return ""


def _coordinator_only(by: User) -> None:
    if not COORDINATOR.held(grants_of(by), None):
        raise NotAllowed(_("Rounds are for the coordinator."))


def _open_first(now: datetime) -> Round:
    """Under the first code that is free: the round of this year may be closed already."""
    today = timezone.localdate(now)
    with override(settings.WORKING_LANGUAGE):
        title = _("National report %(year)d") % {"year": today.year}
    codes = (f"report-{today.year}" + (f"-{number}" if number > 1 else "") for number in count(1))
    code = next(one for one in codes if not Round.objects.filter(code=one, closed_on__isnull=False).exists())
    return Round.objects.get_or_create(
        code=code,
        defaults={
            "title": title,
            "language": settings.WORKING_LANGUAGE,
            "opened_on": today,
            "report_words": REPORT_WORDS[Round.Kind.REPORT],
        },
    )[0]
