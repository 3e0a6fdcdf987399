"""Real mails to a real server on this machine, and every fault of servers: nothing is lost or sent twice."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from django.utils import translation

from notifications import line as line_module
from notifications.line import Line
from notifications.models import Mail
from notifications.sending import _message, send
from notifications.telling import ENOUGH_FAILURES, tell
from tests.cast import NOW, Cast, assigned
from tests.notifications.post import letters, mail_to
from tests.notifications.server import ACCOUNT, Post, mail_server, only_the_account

ARABIC = "للإجابة: توصيتان، قبل 15 أبريل 2026"


@pytest.fixture
def server(settings: Any) -> Iterator[Post]:
    with mail_server() as (post, port):
        _use(settings, port)
        yield post


def _use(settings: Any, port: int) -> None:
    settings.EMAIL_BACKEND = "notifications.line.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


@pytest.fixture
def mail(cast: Cast) -> Mail:
    assigned(cast)
    return mail_to(cast.focal_point)


def test_a_real_mail_arrives(mail: Mail, server: Post) -> None:
    assert send(mail, NOW) == Mail.State.SENT
    (arrived,) = server.received
    assert arrived["To"] == "focal-point@suivi.example"
    assert arrived["Subject"] == "To answer: 1 recommendation, by 15 April 2026"
    assert arrived["Message-ID"] == mail.message_id
    assert parsedate_to_datetime(arrived["Date"]) == NOW
    assert "Open clinics in rural areas." in arrived.get_body(("plain",)).get_content()
    assert "Open clinics in rural areas." in arrived.get_body(("html",)).get_content()


def test_what_cannot_be_delivered_goes_back_to_its_own_address(
    mail: Mail, server: Post, settings: Any
) -> None:
    settings.BOUNCE_ADDRESS = "bounces@suivi.example"
    send(mail, NOW)
    assert server.senders == ["bounces@suivi.example"]
    assert server.received[0]["From"] == settings.DEFAULT_FROM_EMAIL


def test_without_one_it_goes_back_to_the_sender(mail: Mail, server: Post) -> None:
    send(mail, NOW)
    assert server.senders == ["suivi@localhost"]


def test_an_arabic_subject_arrives_whole(mail: Mail, server: Post) -> None:
    Mail.objects.filter(pk=mail.pk).update(subject=ARABIC, text=ARABIC * 40, language="ar")
    with translation.override("ar"):
        send(mail, NOW)
    assert server.received[0]["Subject"].strip() == ARABIC  # the space of its folded line
    assert server.received[0].get_body(("plain",)).get_content().strip() == ARABIC * 40


# One connection for many mails


def mails_to_send(number: int) -> list[Any]:
    return [_message(mail, NOW) for mail in letters(number)]


def test_many_mails_go_over_one_connection(mail: Mail, server: Post) -> None:
    letters(7)
    assert tell(lambda: NOW) == {Mail.State.SENT: 9}
    assert (len(set(server.ids())), server.connections) == (9, 1)


def test_after_many_mails_it_is_opened_anew(
    mail: Mail, server: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_module, "MOST_MAILS", 4)
    letters(7)
    tell(lambda: NOW)
    assert (len(server.received), server.connections) == (9, 3)


def test_a_connection_that_was_idle_is_not_used(mail: Mail, server: Post) -> None:
    seconds = iter((0.0, 10.0, 20.0, 30.0, 60.0, 60.0))
    with Line(lambda: next(seconds)) as line:
        for one in mails_to_send(3):
            line.send(one)
    assert (len(server.received), server.connections) == (3, 2)


def test_a_server_that_closes_after_each_mail_gets_all_at_once(mail: Mail, server: Post) -> None:
    server.closes_after_each = True
    letters(7)
    assert tell(lambda: NOW) == {Mail.State.SENT: 9}
    assert sorted(server.ids()) == sorted(set(server.ids()))
    assert set(Mail.objects.values_list("attempts", flat=True)) == {1}


def test_a_server_that_has_enough_of_a_connection_gets_the_mail_over_the_next(
    mail: Mail, server: Post
) -> None:
    server.enough_after = 4
    letters(7)
    assert tell(lambda: NOW) == {Mail.State.SENT: 9}
    assert (len(set(server.ids())), server.connections) == (9, 3)


def test_after_a_failure_no_mail_goes_over_the_same_connection(mail: Mail, server: Post) -> None:
    with Line() as line:
        good, bad, last = mails_to_send(3)
        line.send(good)
        server.says["DATA"] = "554 5.6.0 Not in this form"
        with pytest.raises(OSError, match="Not in this form"):
            line.send(bad)
        del server.says["DATA"]
        line.send(last)
    assert (len(server.received), server.connections) == (2, 2)


def test_no_more_than_some_mails_are_in_memory(
    mail: Mail, server: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("notifications.telling.AT_A_TIME", 2)
    letters(5)
    assert tell(lambda: NOW) == {Mail.State.SENT: 7}
    assert len(set(server.ids())) == len(server.received) == 7


# What is tried again


def again(mail: Mail) -> Mail.State:
    return send(mail, mail.next_try_at)


def test_without_a_server_it_waits(mail: Mail, settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        _use(settings, taken.getsockname()[1])
    assert send(mail, NOW) == Mail.State.WAITING
    assert "ConnectionRefusedError" in mail.last_error


def test_a_server_that_is_down_costs_five_mails_one_attempt_each(mail: Mail, settings: Any) -> None:
    letters(7)
    _use(settings, 1)
    assert tell(lambda: NOW) == {Mail.State.WAITING: ENOUGH_FAILURES}
    assert Mail.objects.filter(attempts=0).count() == 9 - ENOUGH_FAILURES
    with mail_server() as (post, port):
        _use(settings, port)
        assert tell(lambda: NOW + timedelta(minutes=2)) == {Mail.State.SENT: 9}
    assert len(set(post.ids())) == len(post.received) == 9


def test_a_server_that_never_answers_is_given_up(mail: Mail, settings: Any) -> None:
    settings.EMAIL_TIMEOUT = 0.2
    with socket.create_server(("127.0.0.1", 0)) as mute:
        _use(settings, mute.getsockname()[1])
        assert send(mail, NOW) == Mail.State.WAITING
    assert "timed out" in mail.last_error


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA"])
def test_a_no_for_now_is_tried_again(verb: str, mail: Mail, server: Post) -> None:
    server.says[verb] = "451 4.3.0 Come again"
    assert send(mail, NOW) == Mail.State.WAITING
    assert mail.last_error == "451 4.3.0 Come again"
    server.says.clear()
    assert again(mail) == Mail.State.SENT
    assert server.ids() == [mail.message_id]


def test_a_greylisted_recipient_is_tried_again(mail: Mail, server: Post) -> None:
    server.greylists = True
    assert send(mail, NOW) == Mail.State.WAITING
    assert again(mail) == Mail.State.SENT
    assert server.ids() == [mail.message_id]


def test_a_refused_sender_is_a_fault_of_the_set_up(mail: Mail, server: Post) -> None:
    server.says["MAIL"] = "550 5.1.8 Sender not allowed"
    assert send(mail, NOW) == Mail.State.WAITING
    assert mail.last_error == "550 5.1.8 Sender not allowed"


@pytest.mark.parametrize("verb", ["RCPT", "DATA"])
def test_what_a_policy_forbids_is_no_fault_of_the_address(verb: str, mail: Mail, server: Post) -> None:
    server.says[verb] = "554 5.7.1 Relay access denied"
    assert send(mail, NOW) == Mail.State.WAITING


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_a_refused_sign_in_is_a_fault_of_the_set_up(mail: Mail, settings: Any) -> None:
    options = {"authenticator": only_the_account, "auth_required": True, "auth_require_tls": False}
    with mail_server(**options) as (post, port):
        _use(settings, port)
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = ACCOUNT[0].decode(), "wrong"
        assert send(mail, NOW) == Mail.State.WAITING
        assert mail.last_error.startswith("535 ")
        settings.EMAIL_HOST_PASSWORD = ACCOUNT[1].decode()
        assert again(mail) == Mail.State.SENT
    assert post.ids() == [mail.message_id]


# What is dead


@pytest.mark.parametrize("verb", ["RCPT", "DATA"])
def test_a_no_for_good_is_a_dead_letter(verb: str, mail: Mail, server: Post) -> None:
    server.says[verb] = "550 5.1.1 No such user"
    assert send(mail, NOW) == Mail.State.DEAD
    assert mail.last_error == "550 5.1.1 No such user"
    assert set(mail.notices.values_list("state", flat=True)) == {"dead"}


def test_a_server_that_refuses_everybody_does_not_kill_all_mails_at_once(mail: Mail, server: Post) -> None:
    letters(7)
    server.says["RCPT"] = "550 Relay not permitted"
    assert tell(lambda: NOW) == {Mail.State.DEAD: ENOUGH_FAILURES}
    assert Mail.objects.filter(state=Mail.State.WAITING).count() == 9 - ENOUGH_FAILURES


# What may be a copy


def test_a_yes_that_never_came_leads_to_a_copy_with_the_same_message_id(mail: Mail, server: Post) -> None:
    server.cuts_after_the_dot = True
    assert send(mail, NOW) == Mail.State.WAITING
    server.cuts_after_the_dot = False
    assert again(mail) == Mail.State.SENT
    assert server.ids() == [mail.message_id] * 2


def test_a_yes_that_never_came_on_a_used_connection_is_not_asked_for_at_once(
    mail: Mail, server: Post
) -> None:
    """The server may have it: a copy at once would be one without need."""
    with Line() as line:
        first, second = mails_to_send(2)
        line.send(first)
        server.cuts_after_the_dot = True
        with pytest.raises(OSError, match="closed"):
            line.send(second)
    assert len(server.received) == 2


def test_a_slow_yes_is_waited_for_no_longer_than_the_limit(mail: Mail, server: Post, settings: Any) -> None:
    settings.EMAIL_TIMEOUT, server.seconds_late = 0.2, 1.0
    assert send(mail, NOW) == Mail.State.WAITING
    server.seconds_late = 0
    assert again(mail) == Mail.State.SENT
    assert set(server.ids()) == {mail.message_id}
