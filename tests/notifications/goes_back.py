"""Notices that go back to when only events of cases were told, by mail alone (tests/test_migrations.py)."""

from __future__ import annotations

from datetime import timedelta

from cases.extensions.extending import ask_for_more_time
from notifications.deriving import derive
from notifications.models import Notice
from notifications.telling import tell
from tests.cast import LATER, NOW, Cast, assigned
from tests.migrated import Traveller
from tests.notifications.post import DAY, due_on, reminded


def what_was_mailed_is_seen_and_what_waits_is_new(cast: Cast) -> Traveller:
    """What was told by mail before there was a bell is not new in it."""
    mailed = assigned(cast)
    tell(lambda: NOW)
    waits = assigned(cast)
    derive(NOW + timedelta(minutes=1))
    told = Notice.objects.filter(case__in=(mailed, waits), seen_at=None)
    assert told.count() == 4

    old = yield
    kept = old.get_model("notifications", "Notice").objects.filter(case__in=(mailed.pk, waits.pk))
    assert kept.filter(rule="assigned").count() == 4
    yield

    assert {one.case_id for one in told} == {waits.pk}
    assert set(Notice.objects.filter(case=mailed).values_list("seen_at", flat=True)) == {NOW}


def events_are_kept(cast: Cast) -> Traveller:
    """The way back drops notices of other processes, for which there was no column."""
    case = assigned(cast)
    event = case.events.get()
    asked = {"by": cast.focal_point, "now": NOW, "comment": "The survey is late."}
    ask_for_more_time(case, wanted_on=LATER, **asked)
    derive(NOW)
    assert Notice.objects.filter(process="extension").exists()
    cases = (case.pk, due_on(cast, (NOW + 30 * DAY).date()).pk)
    reminded(23)

    old = yield
    notices = old.get_model("notifications", "Notice").objects.filter(case__in=cases)
    assert set(notices.values_list("rule", "event")) == {
        ("assigned", event.pk),
        ("remindermiddle-first", None),
    }
    yield

    kept = set(Notice.objects.filter(case__in=cases).values_list("rule", "process", "event_id"))
    assert kept == {("assigned", "case", event.pk), ("reminder", "", None)}
