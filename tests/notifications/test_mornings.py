"""One mail a working morning: what makes it, what rides along, what waits; and what is told at once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from cases import actions
from cases.models import Case
from notifications import ladder
from notifications.bundling import bundle
from notifications.deriving import derive
from notifications.models import Mail, Notice
from notifications.sending import send
from tests.cast import NOW, Cast, approved, assigned, drafted, sent
from tests.notifications.post import DAY, due_on, reminded, the_morning_after

DUE = (NOW + 30 * DAY).date()
HALF_AN_HOUR = timedelta(minutes=30)


def abouts(person: object) -> list[str]:
    return list(Mail.objects.filter(recipient=person).order_by("pk").values_list("about", flat=True))


def bundled(*moments: datetime) -> None:
    for moment in moments:
        derive(moment)
        bundle(moment)


def test_an_assignment_is_told_at_once(cast: Cast) -> None:
    assigned(cast)
    bundled(NOW)
    assert abouts(cast.focal_point) == ["assigned"]
    assert Mail.objects.get(recipient=cast.focal_point).day is None


@pytest.mark.parametrize("away", [timedelta(hours=9), -timedelta(hours=3), 5 * DAY])
def test_outside_working_hours_it_waits_until_work_begins(away: timedelta, cast: Cast) -> None:
    assigned(cast)
    derive(NOW)
    bundle(NOW + away)
    assert abouts(cast.focal_point) == []
    bundle(NOW + 7 * DAY)
    assert abouts(cast.focal_point) == ["assigned"]


def test_what_is_to_be_signed_waits_for_the_morning(cast: Cast) -> None:
    actions.take_step(drafted(cast), "send_for_sign_off", by=cast.focal_point, now=NOW)
    bundled(NOW + HALF_AN_HOUR, NOW + timedelta(hours=6))
    assert abouts(cast.head) == []
    bundled(the_morning_after())
    assert abouts(cast.head) == ["to-sign"]
    assert Mail.objects.get(recipient=cast.head).day == (NOW + DAY).date()


def test_what_was_decided_before_the_morning_is_asked_for_no_more(cast: Cast) -> None:
    still, decided = sent(cast), sent(cast)
    derive(NOW)
    actions.take_step(decided, "approve", by=cast.validator, now=NOW)

    bundle(the_morning_after())

    mail = Mail.objects.get(recipient=cast.validator, day__isnull=False)
    assert still.reference in mail.text
    assert decided.reference not in mail.text
    over = Notice.objects.get(recipient=cast.validator, rule="to-validate", case=decided)
    assert (over.state, over.reason) == (Notice.State.CANCELLED, Notice.Reason.SETTLED)


def test_a_morning_has_one_mail_for_all_that_there_is(cast: Cast) -> None:
    due_on(cast, DUE)
    case = sent(cast)
    later = (NOW + 60 * DAY).date()
    again = {"comment": "Please give the year.", "due_on": later}
    actions.take_step(case, "return_to_department", by=cast.validator, now=NOW + 22 * DAY, **again)
    derive(NOW + 22 * DAY), ladder.remind(NOW + 23 * DAY)
    Mail.objects.all().delete()
    Notice.objects.filter(rule="assigned").update(state="sent", mail=None)
    bundle(NOW + 23 * DAY + HALF_AN_HOUR)
    assert abouts(cast.focal_point) == ["morning"]
    rules = Notice.objects.filter(mail__recipient=cast.focal_point).values_list("rule", flat=True)
    assert sorted(rules) == ["reminder", "returned"]


def test_a_return_that_is_due_soon_is_told_at_once(cast: Cast) -> None:
    soon = {"comment": "Please give the year.", "due_on": (NOW + 3 * DAY).date()}
    actions.take_step(sent(cast), "return_to_department", by=cast.validator, now=NOW, **soon)
    bundled(NOW)
    assert "returned" in abouts(cast.focal_point)


def test_there_is_no_second_reminder_on_a_day(cast: Cast) -> None:
    due_on(cast, DUE)
    reminded(23)
    bundle(NOW + 23 * DAY + HALF_AN_HOUR)
    Case.objects.filter(pk=due_on(cast, DUE).pk).update(due_on=DUE)
    reminded(23)
    bundle(NOW + 23 * DAY + timedelta(hours=4))
    assert abouts(cast.focal_point) == ["reminder"]
    bundle(the_morning_after(NOW + 23 * DAY))
    assert abouts(cast.focal_point) == ["reminder", "reminder"]


def test_two_mails_of_a_day_are_refused_by_the_database(cast: Cast) -> None:
    due_on(cast, DUE)
    reminded(23)
    bundle(NOW + 23 * DAY + HALF_AN_HOUR)
    mail = Mail.objects.get()
    kept = {"recipient": mail.recipient, "to": mail.to, "about": "x", "made_at": NOW, "next_try_at": NOW}
    made = Mail.objects.bulk_create(
        [Mail(day=mail.day, language="en", subject="x", text="x", key="x", message_id="<x>", **kept)],
        ignore_conflicts=True,
    )
    assert len(made) == 1
    assert Mail.objects.count() == 1


def test_a_reminder_that_came_late_in_the_day_is_of_that_day(cast: Cast) -> None:
    """Where cron runs once a day, after the morning."""
    due_on(cast, DUE)
    ladder.remind(NOW + 23 * DAY + timedelta(hours=5))
    bundle(NOW + 23 * DAY + timedelta(hours=5))
    assert abouts(cast.focal_point) == ["reminder"]


def test_news_makes_no_mail_but_on_the_first_working_day_of_a_week(cast: Cast) -> None:
    approved(cast)
    bundled(NOW + timedelta(hours=1))
    Mail.objects.filter(about="assigned").update(day=None)
    morning = NOW
    for _ in range(4):
        morning = the_morning_after(morning)
        bundle(morning)
    assert "approved" not in abouts(cast.focal_point)
    bundle(the_morning_after(morning))
    assert abouts(cast.focal_point)[-1] == "approved"


def test_the_week_has_an_overview_once_for_those_for_whom_something_waits(cast: Cast) -> None:
    Case.objects.filter(pk=assigned(cast).pk).update(due_on=(NOW + 5 * DAY).date())
    for day in range(14):
        ladder.remind(NOW + day * DAY)
    told = Notice.objects.filter(rule="week", recipient=cast.focal_point).order_by("about_on")
    days = [(one.recipient, one.about_on) for one in told]
    assert days == [(cast.focal_point, NOW.date()), (cast.focal_point, (NOW + 7 * DAY).date())]


def test_an_overview_that_was_missed_is_made_up_for_in_its_week_only(cast: Cast) -> None:
    Case.objects.filter(pk=assigned(cast).pk).update(due_on=(NOW + 5 * DAY).date())
    ladder.remind(NOW + 2 * DAY)
    assert Notice.objects.get(rule="week").about_on == NOW.date()
    ladder.remind(NOW + 8 * DAY)
    theirs = Notice.objects.filter(rule="week", recipient=cast.focal_point)
    assert list(theirs.order_by("pk").values_list("state", flat=True)) == ["cancelled", "waiting"]


def test_who_is_not_active_any_more_gets_nothing(cast: Cast) -> None:
    assigned(cast)
    derive(NOW)
    type(cast.focal_point).objects.filter(pk=cast.focal_point.pk).update(is_active=False)
    bundle(NOW)
    assert abouts(cast.focal_point) == []


def test_a_mail_that_was_dropped_leaves_room_for_another_on_the_same_day(cast: Cast) -> None:
    due_on(cast, DUE)
    reminded(23)
    (dropped,) = bundle(NOW + 23 * DAY + HALF_AN_HOUR)
    Case.objects.update(due_on=DUE + 40 * DAY)
    assert send(dropped, NOW + 23 * DAY + HALF_AN_HOUR) == Mail.State.CANCELLED
    due_on(cast, DUE)
    reminded(23)
    (mail,) = bundle(NOW + 23 * DAY + timedelta(hours=4))
    assert mail.day == (NOW + 23 * DAY).date()


def test_one_by_hand_that_leaves_another_day_holds_no_mail_of_today(cast: Cast) -> None:
    """Its department has days off that the person, who works elsewhere too, does not have."""
    case = due_on(cast, DUE)
    reminded(23)
    today = NOW + 23 * DAY + HALF_AN_HOUR
    by_hand = {"rule": "chase", "step": "1", "case": case, "about_on": DUE, "made_at": today}
    Notice.objects.create(recipient=cast.focal_point, not_before=today + DAY, **by_hand)
    bundle(today)
    assert abouts(cast.focal_point) == ["reminder"]
    bundle(the_morning_after(today))
    assert abouts(cast.focal_point) == ["reminder", "chase"]


def test_what_could_not_leave_yesterday_is_the_mail_of_today(cast: Cast) -> None:
    """The mail server was away for a night: two mails do not leave together once it is back."""
    due_on(cast, DUE)
    reminded(29)
    bundle(NOW + 29 * DAY + HALF_AN_HOUR)
    Mail.objects.update(attempts=3)
    reminded(30)
    bundle(NOW + 30 * DAY + HALF_AN_HOUR)
    assert abouts(cast.focal_point) == ["reminder"]
    Mail.objects.update(state="sent", sent_at=NOW + 30 * DAY + timedelta(hours=1))
    bundle(NOW + 30 * DAY + timedelta(hours=2))
    assert abouts(cast.focal_point) == ["reminder"]
    reminded(31)
    bundle(NOW + 31 * DAY + HALF_AN_HOUR)
    assert abouts(cast.focal_point) == ["reminder", "reminder"]


def test_news_of_a_monday_that_was_missed_leave_on_tuesday(cast: Cast) -> None:
    approved(cast)
    derive(NOW)
    Notice.objects.filter(rule="assigned").delete()
    Notice.objects.update(made_at=NOW - timedelta(hours=4))
    bundle(the_morning_after())
    assert "approved" in abouts(cast.focal_point)


def test_a_rule_that_is_none_any_more_stops_nobody(cast: Cast) -> None:
    assigned(cast)
    derive(NOW)
    Notice.objects.filter(recipient=cast.alternate).update(rule="latelate-head")
    bundle(NOW)
    assert abouts(cast.focal_point) == ["assigned"]
    assert Notice.objects.get(recipient=cast.alternate).state == "waiting"
