"""Messages to receivers that behave well and badly, each a real server; and what becomes of the delivery."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from cases import actions
from notifications.deriving import derive
from notifications.models import Delivery, Webhook
from notifications.webhooks import posting, sending, settling
from notifications.webhooks.sending import (
    GIVEN_UP_AFTER,
    LEASE,
    MOST_ATTEMPTS,
    WAITS,
    post,
    post_due,
    try_again,
)
from notifications.webhooks.signing import secret_of
from tests.cast import LATER, NOW, Cast, assigned
from tests.notifications.webhooks.receiver import (
    Receiver,
    a_test_for,
    administrator,
    answers,
    cuts,
    drips,
    receiving,
    says_too_much,
    sleeps,
    takes,
    webhook_to,
)

pytestmark = pytest.mark.django_db
State, Trouble = Delivery.State, Delivery.Trouble
SOON = timedelta(minutes=2)
"""After the first wait, however it is jittered."""


def posted(manner: Any, at: datetime = NOW) -> tuple[Delivery, Receiver]:
    """A test that was posted once to a receiver of that manner."""
    with receiving(manner) as receiver:
        delivery = a_test_for(webhook_to(receiver.url))
        post(delivery, at)
    return delivery, receiver


def test_it_is_posted_signed_and_taken(receiver: Receiver) -> None:
    webhook = webhook_to(receiver.url)
    delivery = a_test_for(webhook)
    assert post(delivery, NOW) == State.DELIVERED
    (one,) = receiver.received

    assert one.path == "/suivi?a=b"
    assert json.loads(one.body) == {"id": delivery.key, "type": "test", "at": NOW.isoformat()}
    assert one.headers["Suivi-Event"] == "test"
    assert one.headers["Suivi-Delivery"] == delivery.key
    assert one.headers["Content-Type"] == "application/json; charset=utf-8"
    assert one.headers["Host"] == receiver.url.split("/")[2]
    at = int(NOW.timestamp())
    made = hmac.new(secret_of(webhook).encode(), f"{at}.".encode() + one.body, hashlib.sha256).hexdigest()
    assert one.headers["Suivi-Signature"] == f"t={at},v1={made}"
    assert (delivery.status, delivery.trouble, delivery.ended_at) == (204, "", NOW)


def test_after_500_it_is_sent_again_later_with_the_same_id_and_body() -> None:
    with receiving(answers(500, b"Sorry."), takes) as receiver:
        delivery = a_test_for(webhook_to(receiver.url))
        assert post(delivery, NOW) == State.WAITING
        assert (delivery.status, delivery.answer, delivery.trouble) == (500, "Sorry.", Trouble.NOT_TAKEN)
        assert timedelta(seconds=48) <= delivery.next_try_at - NOW <= timedelta(seconds=72)
        assert post(delivery, NOW + timedelta(seconds=47)) == State.WAITING
        assert post(delivery, NOW + SOON) == State.DELIVERED

    first, second = receiver.received
    assert (first.key, first.body) == (second.key, second.body)
    assert first.headers["Suivi-Signature"] != second.headers["Suivi-Signature"]
    assert delivery.attempts == 2


def test_a_receiver_that_says_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "READ_SECONDS", 0.2)
    delivery, _receiver = posted(sleeps)

    assert (delivery.state, delivery.trouble) == (State.WAITING, Trouble.SLOW)


def test_so_is_one_that_never_comes_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(posting, "ALL_SECONDS", 0.3)
    delivery, _receiver = posted(drips)

    assert (delivery.state, delivery.trouble) == (State.WAITING, Trouble.SLOW)


def test_a_connection_that_is_cut_is_tried_again() -> None:
    delivery, receiver = posted(cuts)

    assert (delivery.state, delivery.trouble) == (State.WAITING, Trouble.CUT)
    assert len(receiver.received) == 1


def test_nobody_is_followed_elsewhere(receiver: Receiver) -> None:
    delivery, leading = posted(answers(302, b"", Location=receiver.url))

    assert (delivery.state, delivery.status, delivery.trouble) == (State.WAITING, 302, Trouble.ELSEWHERE)
    assert len(leading.received) == 1
    assert receiver.received == []


def test_of_a_huge_answer_a_little_is_read() -> None:
    delivery, _receiver = posted(says_too_much)

    assert (delivery.state, delivery.status) == (State.DELIVERED, 200)
    assert delivery.answer.startswith("blah  blah")
    assert len(delivery.answer) == 500


def test_where_nobody_listens_it_waits(receiver: Receiver) -> None:
    with receiving() as gone:
        webhook = webhook_to(gone.url)
    delivery = a_test_for(webhook)
    assert post(delivery, NOW) == State.WAITING

    assert delivery.trouble == Trouble.REFUSED


def test_after_the_last_attempt_it_is_dead_and_can_be_revived() -> None:
    now, tries = NOW, []
    with receiving(answers(503)) as receiver:
        delivery = a_test_for(webhook_to(receiver.url))
        Webhook.objects.update(failing_since=None)
        for wait in (*WAITS, WAITS[-1]):
            tries.append(post(delivery, now))
            now += wait * 1.21
    assert tries == [State.WAITING] * (MOST_ATTEMPTS - 1) + [State.DEAD]
    assert len(receiver.received) == MOST_ATTEMPTS
    assert len(set(receiver.keys())) == 1

    assert try_again(delivery, now)
    assert not try_again(delivery, now)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (State.WAITING, 0)


def test_two_senders_post_it_once(receiver: Receiver) -> None:
    delivery = a_test_for(webhook_to(receiver.url))
    same = Delivery.objects.get(pk=delivery.pk)

    assert (post(delivery, NOW), post(same, NOW)) == (State.DELIVERED, State.DELIVERED)
    assert len(receiver.received) == 1


def test_one_that_is_being_posted_is_left_alone(receiver: Receiver) -> None:
    delivery = a_test_for(webhook_to(receiver.url))
    assert sending._lease(delivery, NOW)

    assert post(Delivery.objects.get(), NOW + LEASE / 2) == State.SENDING
    assert post_due(lambda: NOW + LEASE / 2) == {}
    assert receiver.received == []


def test_a_sender_that_comes_back_late_marks_nothing(receiver: Receiver) -> None:
    first = a_test_for(webhook_to(receiver.url))
    sending._lease(first, NOW)
    second = Delivery.objects.get()
    assert post(second, NOW + 2 * LEASE) == State.DELIVERED
    sending._settle(first, State.WAITING, NOW + 2 * LEASE, trouble=Trouble.SLOW)

    assert Delivery.objects.get().state == State.DELIVERED


def test_a_case_that_was_restricted_meanwhile_is_left_out(cast: Cast, receiver: Receiver) -> None:
    webhook_to(receiver.url)
    case = assigned(cast)
    derive(NOW)
    actions.take_step(case, "restrict", by=cast.coordinator, now=NOW, comment="A witness.")
    assert post_due(lambda: NOW) == {State.CANCELLED: 1}

    assert receiver.received == []
    assert Delivery.objects.get().trouble == Trouble.RESTRICTED


def test_one_receiver_that_is_away_keeps_no_other_waiting(cast: Cast, receiver: Receiver) -> None:
    with receiving(answers(500)) as away:
        bad, good = webhook_to(away.url), webhook_to(receiver.url)
        for _ in range(6):
            assigned(cast)
        derive(NOW)
        post_due(lambda: NOW)

    assert good.deliveries.filter(state=State.DELIVERED).count() == 6
    assert len(away.received) == sending.ENOUGH_FAILURES
    assert sorted(bad.deliveries.values_list("attempts", flat=True)) == [0, 0, 0, 1, 1, 1]


def test_messages_come_in_the_order_of_the_steps(cast: Cast, receiver: Receiver) -> None:
    webhook_to(receiver.url)
    cases = [assigned(cast) for _ in range(3)]
    for hours, case in enumerate(reversed(cases), 1):
        moved = {"due_on": LATER, "comment": "A new date."}
        actions.take_step(case, "redate", by=cast.coordinator, now=NOW + timedelta(hours=hours), **moved)
    day = NOW + timedelta(days=1)
    derive(day)
    post_due(lambda: day)

    said = [json.loads(one.body) for one in receiver.received]
    moves = [one["references"] for one in said if one["step"] == "redate"]
    assert moves == [[case.reference] for case in reversed(cases)]
    assert [one["at"] for one in said] == sorted(one["at"] for one in said)


def test_a_webhook_that_fails_for_long_is_switched_off_and_on_again(receiver: Receiver) -> None:
    with receiving(answers(500)) as away:
        webhook = webhook_to(away.url)
        first = a_test_for(webhook)
        post(first, NOW)
        Delivery.objects.update(next_try_at=NOW)
        post(first, NOW + GIVEN_UP_AFTER - timedelta(minutes=1))
        assert Webhook.objects.get().active
        Delivery.objects.update(next_try_at=NOW)
        late = NOW + GIVEN_UP_AFTER
        post(first, late)
    webhook.refresh_from_db()
    assert (webhook.active, webhook.given_up_at, webhook.failing_since) == (False, late, NOW)
    assert post_due(lambda: late + timedelta(days=9)) == {}

    settling.change(webhook, receiver.url, [], by=administrator(), now=late)
    settling.switch_on(webhook, by=administrator(), now=late)
    assert post_due(lambda: late) == {State.DELIVERED: 1}
    assert receiver.keys() == [first.key]


def test_one_success_ends_the_count(receiver: Receiver) -> None:
    delivery = a_test_for(webhook_to(receiver.url))
    Webhook.objects.update(failing_since=NOW - GIVEN_UP_AFTER)
    post(delivery, NOW)
    webhook = Webhook.objects.get()

    assert (webhook.active, webhook.failing_since) == (True, None)


def test_with_another_key_of_the_site_nothing_is_sent_under_a_wrong_signature(
    receiver: Receiver, settings: Any
) -> None:
    delivery = a_test_for(webhook_to(receiver.url))
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 8
    assert post(delivery, NOW) == State.WAITING
    assert (delivery.trouble, receiver.received) == (Trouble.NO_SECRET, [])

    settings.SECRET_KEY_FALLBACKS = [old]
    assert post(delivery, NOW + SOON) == State.DELIVERED


def test_the_command_derives_and_posts_by_hand(
    cast: Cast, receiver: Receiver, capsys: pytest.CaptureFixture[str]
) -> None:
    webhook_to(receiver.url)
    assigned(cast)
    call_command("post_webhooks")
    call_command("post_webhooks")

    assert capsys.readouterr().out == "delivered: 1\nNothing is due.\n"
    assert [one.headers["Suivi-Event"] for one in receiver.received] == ["case.assign"]


def test_what_ended_long_ago_is_forgotten(receiver: Receiver) -> None:
    webhook = webhook_to(receiver.url)
    old, waiting = a_test_for(webhook), a_test_for(webhook)
    post(old, NOW)
    Delivery.objects.update(made_at=NOW - timedelta(days=91))
    Delivery.objects.filter(pk=waiting.pk).update(next_try_at=NOW + timedelta(days=1))
    post_due(lambda: NOW)

    assert list(Delivery.objects.all()) == [waiting]


def test_no_secret_is_in_the_database(receiver: Receiver) -> None:
    webhook, secret = settling.add(receiver.url, [], by=administrator(), now=NOW)
    kept = " ".join(str(value) for value in Webhook.objects.values_list().get())

    assert secret_of(webhook) == secret
    assert len(secret) == 43
    assert secret not in kept
