"""Requests for more time are told once each, and no reminder goes out for a date that moved."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from cases import actions
from cases.extensions import extending
from cases.models import Case, Extension
from cases.people.roles import give_role
from notifications.bundling import bundle
from notifications.deriving import derive
from notifications.models import Mail, Notice
from notifications.sending import send
from tests.cast import DUE, NOW, Cast, assigned, received
from tests.notifications.post import (
    DAY,
    derive_only_the_last,
    due_on,
    mail_to,
    reminded,
    the_morning_after,
    told,
)
from workflow.models import Outbox

OLD = (NOW + 30 * DAY).date()
NEW = OLD + 30 * DAY


def ask(cast: Cast, case: Case) -> Extension:
    act = {"by": cast.focal_point, "now": NOW, "comment": "The survey is late."}
    return extending.ask_for_more_time(case, wanted_on=NEW, **act)


def decide(cast: Cast, request: Extension, step: str, **data: Any) -> None:
    extending.take_request_step(request, step, by=cast.coordinator, now=NOW, seen=1, **data)


def grant(cast: Cast, request: Extension) -> None:
    decide(cast, request, "grant", granted_on=NEW)


def test_asking_tells_the_coordinators(cast: Cast) -> None:
    ask(cast, assigned(cast))
    derive_only_the_last()
    assert told("more-time-asked") == ["coordinator"]


def test_granting_tells_focal_point_and_alternate_of_the_new_date(cast: Cast) -> None:
    case = due_on(cast, OLD)
    grant(cast, ask(cast, case))
    mail = mail_to(cast.alternate)
    assert told("more-time-granted") == ["alternate", "focal-point"]
    assert mail.subject == "More time granted: 1 answer, now due on 1 May 2026"
    assert case.reference in mail.text


def test_refusing_tells_focal_point_and_alternate(cast: Cast) -> None:
    decide(cast, ask(cast, due_on(cast, OLD)), "refuse", comment="The report is due.")
    mail = mail_to(cast.focal_point)
    assert told("more-time-refused") == ["alternate", "focal-point"]
    assert mail.subject == "No more time: 1 answer, due on 1 April 2026"
    assert "The report is due" not in mail.text


def test_each_is_derived_once_from_its_row(cast: Cast) -> None:
    grant(cast, ask(cast, due_on(cast, OLD)))
    derive(NOW)
    before = Notice.objects.count()
    Outbox.objects.update(state=Outbox.State.WAITING)
    derive(NOW)
    assert Notice.objects.filter(process="extension").count() == 3
    assert Notice.objects.count() == before + 2  # the assignment, which due_on calls told already


def test_events_of_two_processes_with_one_id_are_two_things_to_tell(cast: Cast) -> None:
    """Ids begin at 1 in every table of events."""
    ask(cast, assigned(cast))
    derive(NOW)
    ids = Notice.objects.values_list("process", "event_id").distinct()
    assert len({process for process, _id in ids}) == 2


def test_a_mail_names_all_cases_answered_together(cast: Cast) -> None:
    cases = [received(cast), received(cast)]
    actions.assign_together(cases, lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)
    Outbox.objects.update(state=Outbox.State.DONE)
    ask(cast, cases[0])
    mail = mail_to(cast.coordinator)
    assert mail.subject == "To decide: more time asked for, 2 cases"
    assert all(case.reference in mail.text for case in cases)


def test_it_waits_until_the_undo_window_is_over(cast: Cast, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    ask(cast, assigned(cast))
    derive(NOW + timedelta(minutes=9))
    assert not Notice.objects.exists()


@pytest.mark.parametrize("step", ["withdraw", "grant"])
def test_nobody_is_asked_to_decide_what_is_settled(cast: Cast, step: str) -> None:
    give_role(cast.stranger, "coordinator")
    request = ask(cast, due_on(cast, OLD))
    if step == "grant":
        grant(cast, request)
    else:
        extending.take_request_step(request, step, by=cast.head, now=NOW, seen=1)
    derive(NOW)
    bundle(the_morning_after())
    assert not Mail.objects.filter(about="more-time-asked").exists()
    assert set(Notice.objects.filter(rule="more-time-asked").values_list("state", "reason")) == {
        ("cancelled", "settled")
    }


def test_a_mail_made_before_it_was_settled_is_not_sent_after(cast: Cast) -> None:
    request = ask(cast, due_on(cast, OLD))
    mail = mail_to(cast.coordinator)
    extending.take_request_step(request, "withdraw", by=cast.head, now=NOW, seen=1)
    assert send(mail, the_morning_after()) == Mail.State.CANCELLED


def test_no_reminder_while_it_waits_nor_for_the_old_date_after_the_grant(cast: Cast) -> None:
    request = ask(cast, due_on(cast, OLD))
    assert reminded(23) == []
    grant(cast, request)
    assert [reminded(day) for day in (23, 29, 31)] == [[], [], []]
    assert reminded(32) == ["long-first focal-point"]
    assert Notice.objects.get(step="long-first").about_on == NEW


def test_a_reminder_of_the_old_date_that_was_not_sent_yet_is_cancelled(cast: Cast) -> None:
    case = due_on(cast, OLD)
    assert reminded(24) == ["middle-first focal-point"]
    (mail,) = bundle(NOW + 24 * DAY + timedelta(minutes=30))
    grant(cast, ask(cast, case))
    assert send(mail, NOW + 25 * DAY) == Mail.State.CANCELLED
    assert Notice.objects.get(step="middle-first").reason == Notice.Reason.NOT_DUE


def test_after_a_refusal_the_reminders_go_on(cast: Cast) -> None:
    decide(cast, ask(cast, due_on(cast, OLD)), "refuse", comment="No.")
    assert reminded(23) == ["middle-first focal-point"]


def test_a_step_before_the_day_of_the_grant_is_not_caught_up(cast: Cast) -> None:
    """The grant sets the date: so little time is left that only two days before it are of use."""
    request, granted_at = ask(cast, due_on(cast, OLD)), NOW + 25 * DAY
    act = {"by": cast.coordinator, "now": granted_at, "seen": 1, "granted_on": OLD + 3 * DAY}
    extending.take_request_step(request, "grant", **act)
    assert [reminded(day) for day in (25, 26, 30, 31)] == [[], [], [], ["short-first focal-point"]]


@pytest.mark.parametrize("many", [2, 12])
def test_many_requests_are_told_in_a_fixed_number_of_queries(
    cast: Cast, many: int, django_assert_num_queries: Any
) -> None:
    for _ in range(many):
        ask(cast, assigned(cast))
    Outbox.objects.filter(process="case").update(state=Outbox.State.DONE)
    with django_assert_num_queries(13):
        derive(NOW)
