"""A mail is leased, asked about again, sent once, tried again, and given up in the open."""

from __future__ import annotations

import smtplib
from datetime import timedelta

import pytest

from cases import actions
from cases.models import Case
from cases.people.roles import take_role
from notifications import sending
from notifications.bundling import bundle
from notifications.models import Mail, Notice
from notifications.reviving import try_again
from notifications.sending import MOST_ATTEMPTS, lease_length, send
from notifications.telling import ENOUGH_FAILURES, tell
from tests.cast import DUE, NOW, Cast, assigned
from tests.notifications.post import DAY, due_on, mail_to, mails, reminded

FAIL = "django.core.mail.backends.locmem.EmailBackend.send_messages"


@pytest.fixture
def mail(cast: Cast) -> Mail:
    assigned(cast)
    return mail_to(cast.focal_point)


def failing_with(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*args: object) -> None:
        raise error

    monkeypatch.setattr(FAIL, fail)


def test_it_sends_and_marks(mail: Mail, mailoutbox: list[object]) -> None:
    assert send(mail, NOW) == Mail.State.SENT
    assert (mail.state, mail.sent_at, mail.attempts) == ("sent", NOW, 1)
    assert set(mail.notices.values_list("state", flat=True)) == {"sent"}
    assert [sent.to for sent in mailoutbox] == [["focal-point@suivi.example"]]


def test_the_headers_say_that_a_machine_wrote_it_and_why(mail: Mail, mailoutbox: list[object]) -> None:
    send(mail, NOW)
    message = mailoutbox[0].message()
    assert message["Message-ID"] == mail.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["List-Id"] == "Suivi <notices.localhost>"
    assert message["X-Suivi-Reason"] == "assigned"


def test_it_is_sent_once(mail: Mail, mailoutbox: list[object]) -> None:
    send(mail, NOW)
    assert send(mail, NOW) == Mail.State.SENT
    assert len(mailoutbox) == 1


def test_while_one_sends_another_does_not(mail: Mail, mailoutbox: list[object]) -> None:
    assert sending._lease(mail, NOW)
    assert send(Mail.objects.get(pk=mail.pk), NOW + lease_length()) == Mail.State.SENDING
    assert mailoutbox == []


def test_what_a_dead_sender_held_is_sent_with_the_same_message_id(
    mail: Mail, mailoutbox: list[object]
) -> None:
    named = mail.message_id
    sending._lease(mail, NOW)
    send(mail, NOW + lease_length() + timedelta(seconds=1))
    assert mailoutbox[0].message()["Message-ID"] == named
    assert mail.attempts == 2


def test_a_sender_whose_lease_ran_out_marks_nothing(mail: Mail) -> None:
    slow = Mail.objects.get(pk=mail.pk)
    sending._lease(slow, NOW)
    sending._lease(mail, NOW + lease_length() + timedelta(seconds=1))
    sending._settle(slow, Mail.State.DEAD)
    mail.refresh_from_db()
    assert mail.state == Mail.State.SENDING


def test_the_lease_outlives_the_timeout(settings: object) -> None:
    assert lease_length() > timedelta(seconds=10 * settings.EMAIL_TIMEOUT)


def test_the_address_is_that_of_the_time_of_sending(cast: Cast, mail: Mail, mailoutbox: list[object]) -> None:
    cast.focal_point.email = "new@suivi.example"
    cast.focal_point.save()
    send(Mail.objects.get(pk=mail.pk), NOW)
    assert [sent.to for sent in mailoutbox] == [["new@suivi.example"]]


# What may no longer be sent


def test_who_lost_the_role_is_not_mailed(cast: Cast, mail: Mail, mailoutbox: list[object]) -> None:
    take_role(cast.focal_point, "focal point", cast.health)
    assert send(mail, NOW) == Mail.State.CANCELLED
    assert list(mail.notices.values_list("state", "reason")) == [("cancelled", "no-right")]
    assert mailoutbox == []


def test_with_the_check_off_it_would_be_mailed(
    cast: Cast, mail: Mail, mailoutbox: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: it is this check that stops the mail."""
    take_role(cast.focal_point, "focal point", cast.health)
    monkeypatch.setattr("notifications.holding._seen_by", lambda recipient: Case.objects.all())
    send(mail, NOW)
    assert len(mailoutbox) == 1


def test_who_left_is_not_mailed(cast: Cast, mail: Mail, mailoutbox: list[object]) -> None:
    type(cast.focal_point).objects.filter(pk=cast.focal_point.pk).update(is_active=False)
    assert send(mail, NOW) == Mail.State.CANCELLED
    assert list(mail.notices.values_list("reason", flat=True)) == ["left"]
    assert mailoutbox == []


def test_a_case_that_moved_away_is_dropped_and_the_mail_written_anew(
    cast: Cast, mailoutbox: list[object]
) -> None:
    gone, stays = assigned(cast), assigned(cast)
    mail = mail_to(cast.focal_point)
    actions.take_step(
        gone, "reassign", by=cast.coordinator, now=NOW, comment="Courts.", lead=cast.justice, due_on=DUE
    )
    assert send(mail, NOW) == Mail.State.SENT
    assert mailoutbox[0].subject == "To answer: 1 recommendation, by 15 April 2026"
    assert stays.reference in mailoutbox[0].body
    assert gone.reference not in mailoutbox[0].body
    assert sorted(mail.notices.values_list("state", flat=True)) == ["cancelled", "sent"]


def test_a_reminder_is_not_sent_once_the_date_was_moved(cast: Cast, mailoutbox: list[object]) -> None:
    case, now = due_on(cast, (NOW + 30 * DAY).date()), NOW + 24 * DAY + timedelta(minutes=30)
    reminded(24)
    (mail,) = bundle(now)
    Case.objects.filter(pk=case.pk).update(due_on=(NOW + 60 * DAY).date())
    assert send(mail, now) == Mail.State.CANCELLED
    assert mailoutbox == []


# What goes wrong


def test_a_failure_is_tried_again_later_and_later(mail: Mail, monkeypatch: pytest.MonkeyPatch) -> None:
    failing_with(monkeypatch, ConnectionRefusedError("no server"))
    now, waits = NOW, []
    for _ in range(MOST_ATTEMPTS - 1):
        assert send(mail, now) == Mail.State.WAITING
        waits.append((mail.next_try_at - now) / timedelta(minutes=1))
        now = mail.next_try_at
    for wait, planned in zip(waits, (1, 5, 30, 120), strict=False):
        assert 0.8 * planned <= wait <= 1.2 * planned
    for wait, planned in zip(waits[4:], (480, 720, 1440), strict=True):
        assert wait >= 0.8 * planned
    assert mail.last_error == "ConnectionRefusedError: no server"


def test_what_failed_in_the_evening_is_tried_again_when_work_begins(
    mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing_with(monkeypatch, ConnectionRefusedError())
    send(mail, NOW.replace(hour=16, minute=30))
    assert mail.next_try_at == NOW.replace(hour=8, minute=30) + DAY


def test_before_its_time_it_is_not_tried_again(mail: Mail, monkeypatch: pytest.MonkeyPatch) -> None:
    failing_with(monkeypatch, ConnectionRefusedError())
    send(mail, NOW)
    send(mail, NOW + timedelta(seconds=30))
    assert mail.attempts == 1


def test_after_eight_attempts_it_is_dead(mail: Mail, monkeypatch: pytest.MonkeyPatch) -> None:
    failing_with(monkeypatch, TimeoutError())
    for _ in range(8):
        state = send(mail, mail.next_try_at)
    assert state == mail.state == Mail.State.DEAD
    assert mail.attempts == 8
    assert set(mail.notices.values_list("state", flat=True)) == {"dead"}


def test_a_mail_that_kills_its_senders_is_dead_too(mail: Mail, mailoutbox: list[object]) -> None:
    Mail.objects.update(state=Mail.State.SENDING, lease_until=NOW - DAY, attempts=8)
    assert send(mail, NOW) == Mail.State.DEAD
    assert mailoutbox == []


@pytest.mark.parametrize(("code", "state"), [(550, "dead"), (450, "waiting")])
def test_a_refused_recipient_is_dead_at_once_if_for_good(
    code: int, state: str, mail: Mail, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing_with(monkeypatch, smtplib.SMTPRecipientsRefused({mail.to: (code, b"no such user")}))
    assert send(mail, NOW) == state
    assert mail.last_error == f"{code} no such user"


def test_a_dead_mail_can_be_tried_again(
    mail: Mail, monkeypatch: pytest.MonkeyPatch, mailoutbox: list[object]
) -> None:
    with monkeypatch.context() as refusing:
        failing_with(refusing, smtplib.SMTPRecipientsRefused({mail.to: (550, b"")}))
        send(mail, NOW)
    assert try_again(mail, NOW)
    assert send(mail, NOW) == Mail.State.SENT
    assert set(mail.notices.values_list("state", flat=True)) == {"sent"}
    assert not try_again(mail, NOW)
    assert len(mailoutbox) == 1


def test_one_bad_mail_does_not_stop_the_others(
    cast: Cast, mailoutbox: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    assigned(cast)
    bad, good = mails()
    write = sending._message
    monkeypatch.setattr(sending, "_message", lambda one, now: 1 / 0 if one.pk == bad.pk else write(one, now))
    assert tell(lambda: NOW) == {Mail.State.WAITING: 1, Mail.State.SENT: 1}
    bad.refresh_from_db()
    assert bad.last_error.startswith("ZeroDivisionError")
    assert [sent.to for sent in mailoutbox] == [[good.to]]


def test_where_the_server_is_away_the_rest_waits_without_loss(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(ENOUGH_FAILURES):
        assigned(cast)
        mails()
    failing_with(monkeypatch, ConnectionRefusedError())
    assert tell(lambda: NOW) == {Mail.State.WAITING: ENOUGH_FAILURES}
    assert Mail.objects.filter(attempts=0).count() == ENOUGH_FAILURES
    assert Notice.objects.filter(state="waiting").count() == 2 * ENOUGH_FAILURES
