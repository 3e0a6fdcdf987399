"""The tasks that Celery's beat calls exist under their names, and may run twice."""

from __future__ import annotations

from datetime import timedelta

import time_machine
from django.conf import settings

from config.celery import app
from notifications import tasks
from tests.cast import NOW, Cast, assigned
from tests.notifications.post import DAY, due_on


def test_beat_calls_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    ours = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values() if "notif" in entry["task"]}
    assert ours == {"notifications.tell", "notifications.remind", "notifications.post"}
    assert ours <= set(app.tasks)


def test_telling_twice_mails_once(cast: Cast, mailoutbox: list[object]) -> None:
    assigned(cast)
    tasks.tell()
    tasks.tell()
    assert len(mailoutbox) == 2


def test_reminding_twice_mails_once(cast: Cast, mailoutbox: list[object]) -> None:
    due_on(cast, (NOW + 10 * DAY).date())
    with time_machine.travel(NOW + 8 * DAY + timedelta(minutes=30), tick=False):
        for task in (tasks.remind, tasks.remind, tasks.tell, tasks.tell):
            task()
    assert [sent.subject for sent in mailoutbox] == [
        "Reminder: 1 recommendation to answer, due on 12 March 2026"
    ]
