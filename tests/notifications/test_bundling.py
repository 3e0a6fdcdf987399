"""Many notices become one mail per person and rule, written in the person's language."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection

from cases import actions
from cases.people.roles import take_role
from notifications.bundling import bundle
from notifications.composing import compose
from notifications.deriving import derive
from notifications.models import Mail, Notice
from notifications.writing import Letter
from tests.cast import DUE, NOW, Cast, approved, assigned, drafted, gather, received
from tests.notifications.post import DAY, mail_to, mails


def test_two_hundred_assignments_are_one_mail_per_person(cast: Cast) -> None:
    cases = [received(cast) for _ in range(200)]
    actions.assign_each(cases, lead=cast.health, due_on=DUE, by=cast.coordinator, now=NOW)
    assert sorted(mail.to for mail in mails()) == ["alternate@suivi.example", "focal-point@suivi.example"]
    assert Notice.objects.filter(mail__isnull=False).count() == 400


def test_the_mail_shows_ten_and_counts_all(cast: Cast) -> None:
    for _ in range(12):
        assigned(cast)
    mail = mail_to(cast.focal_point)
    assert mail.subject == "To answer: 12 recommendations, the first by 15 April 2026"
    assert mail.text.count("/case/") == mail.html.count("/case/") == 10
    assert f"See all 12 (2 more): http://localhost:8000/mail/{mail.key}/?of=assigned" in mail.text


def test_different_things_are_different_mails(cast: Cast) -> None:
    approved(cast)
    mails()
    bundle(NOW + 7 * DAY + timedelta(hours=1))
    mine = Mail.objects.filter(recipient=cast.focal_point)
    assert sorted(mine.values_list("about", flat=True)) == ["approved", "assigned"]


def test_a_case_told_of_twice_is_counted_once(cast: Cast) -> None:
    case = assigned(cast)
    actions.take_step(
        case, "reassign", by=cast.coordinator, now=NOW, comment="Sooner.", lead=cast.health, due_on=DUE
    )
    assert mail_to(cast.focal_point).subject == "To answer: 1 recommendation, by 15 April 2026"


def test_a_second_run_makes_no_second_mail(cast: Cast) -> None:
    assigned(cast)
    assert len(mails()) == 2
    assert bundle(NOW) == []


def test_who_no_longer_sees_the_case_gets_no_mail(cast: Cast) -> None:
    case = drafted(cast)
    actions.take_step(case, "sign_and_send", by=cast.head, now=NOW)
    take_role(cast.validator, "validator")
    assert [mail.to for mail in mails() if mail.about == "to-validate"] == ["second-validator@suivi.example"]


def test_the_message_id_is_fixed_and_of_this_installation(cast: Cast, settings: object) -> None:
    settings.BASE_URL = "https://suivi.example:8443"
    assigned(cast)
    mail = mail_to(cast.focal_point)
    assert mail.message_id == f"<{mail.key}@suivi.example>"


@pytest.mark.parametrize("failure", [ZeroDivisionError, IntegrityError])
def test_a_failure_leaves_the_notices_waiting(
    failure: type[Exception], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*said: Any) -> None:
        raise failure

    assigned(cast)
    with monkeypatch.context() as broken:
        broken.setattr("notifications.bundling.compose", fail)
        assert mails() == []
    assert Notice.objects.unbundled(NOW).count() == 2
    assert len(bundle(NOW)) == 2


@pytest.mark.skipif(connection.vendor != "postgresql", reason="threads share one writer on SQLite")
@pytest.mark.processes
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_at_once_make_each_mail_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assigned(gather())
    derive(NOW)
    at_once = threading.Barrier(3)

    def compose_slowly(*said: Any) -> Letter | None:
        time.sleep(0.3)
        return compose(*said)

    def work() -> None:
        try:
            at_once.wait()
            bundle(NOW)
        finally:
            connection.close()

    monkeypatch.setattr("notifications.bundling.compose", compose_slowly)
    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(Mail.objects.values_list("to", flat=True)) == [
        "alternate@suivi.example",
        "focal-point@suivi.example",
    ]
