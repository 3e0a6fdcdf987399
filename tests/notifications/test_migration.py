"""Notices that were derived before other processes told of anything keep their events, there and back.

The way back drops notices of other processes, for which there was no column.
"""

from __future__ import annotations

import pytest

from cases.extensions.extending import ask_for_more_time
from notifications.deriving import derive
from notifications.models import Notice
from tests.cast import LATER, NOW, assigned, gather
from tests.migrated import back_at
from tests.notifications.post import DAY, due_on, reminded

BEFORE = ("notifications", "0001_initial")


@pytest.mark.processes
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_events_are_kept_there_and_back() -> None:
    cast = gather()
    case = assigned(cast)
    event = case.events.get()
    asked = {"by": cast.focal_point, "now": NOW, "comment": "The survey is late."}
    ask_for_more_time(case, wanted_on=LATER, **asked)
    derive(NOW)
    assert Notice.objects.filter(process="extension").exists()
    due_on(cast, (NOW + 30 * DAY).date())
    reminded(23)

    with back_at(*BEFORE) as old:
        notices = old.get_model("notifications", "Notice").objects
        assert set(notices.values_list("rule", "event")) == {
            ("assigned", event.pk),
            ("remindermiddle-first", None),
        }

    kept = set(Notice.objects.values_list("rule", "process", "event_id"))
    assert kept == {("assigned", "case", event.pk), ("reminder", "", None)}
