"""The settings of webhooks: added, tried, changed, switched and removed by administrators, each act noted."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.people.models import SettingsChange
from notifications import tasks
from notifications.models import Delivery, Webhook
from notifications.webhooks.signing import secret_of
from tests.cast import NOW, Cast
from tests.notifications.webhooks.receiver import Receiver, a_test_for, administrator, webhook_to

LIST = "/settings/webhooks/"
URL = "https://receiver.example/suivi/token"


@pytest.fixture
def browser(db: None) -> Client:
    client = Client()
    client.force_login(administrator())
    return client


@pytest.fixture
def webhook(browser: Client) -> Webhook:
    return webhook_to(URL)


def page_of(webhook: Webhook) -> str:
    return f"{LIST}{webhook.pk}/"


def said(answer: Any) -> str:
    return str(answer.content.decode())


def shown_secret(answer: Any) -> str:
    found = re.search(r'id="secret"[^>]* value="([\w-]+)"', said(answer))
    return found[1] if found else ""


def noted() -> list[tuple[str, str]]:
    rows = SettingsChange.objects.filter(about="webhook").order_by("pk")
    return [(row.act, row.details["host"]) for row in rows]


def test_the_settings_lead_there_for_an_administrator_only(browser: Client, cast: Cast) -> None:
    coordinator = Client()
    coordinator.force_login(cast.coordinator)

    assert f'href="{LIST}"' in said(browser.get("/settings/"))
    assert f'href="{LIST}"' not in said(coordinator.get("/settings/"))
    assert coordinator.get(LIST).status_code == 403


def test_one_is_added_and_its_secret_shown_once(browser: Client) -> None:
    answer = browser.post(LIST, {"url": URL, "which": "all"})
    webhook = Webhook.objects.get()

    assert shown_secret(answer) == secret_of(webhook) != ""
    assert answer["Cache-Control"] == "no-store, private"
    assert shown_secret(browser.get(page_of(webhook))) == ""
    assert secret_of(webhook) not in said(browser.get(page_of(webhook)))
    assert (webhook.url, webhook.wanted, webhook.active) == (URL, [], True)
    assert noted() == [("made", "receiver.example")]


def test_the_list_and_the_history_show_the_host_alone(browser: Client, webhook: Webhook) -> None:
    """The path may be the receiver's own secret."""
    assert "receiver.example" in said(browser.get(LIST))
    assert "token" not in said(browser.get(LIST)).replace("csrfmiddlewaretoken", "")
    assert "webhook added: receiver.example" in said(browser.get("/settings/"))


def test_only_some_events_may_be_wanted(browser: Client) -> None:
    browser.post(LIST, {"url": URL, "which": "some", "kinds": ["case.approve", "report.freeze"]})
    assert Webhook.objects.get().wanted == ["case.approve", "report.freeze"]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"url": "", "which": "all"}, "Give the address to which events are posted."),
        ({"url": "ftp://receiver.example/", "which": "all"}, "begins with https:// or http://"),
        ({"url": "http://169.254.169.254/", "which": "all"}, "names the host in WEBHOOK_HOSTS"),
        ({"url": URL, "which": "some"}, "Tick at least one event"),
        ({"url": URL, "which": "some", "kinds": ["case.dance"]}, "case.dance is not one of the available"),
    ],
)
def test_what_does_not_fit_is_said_and_kept_in_the_form(
    sent: dict[str, Any], sentence: str, browser: Client
) -> None:
    answer = browser.post(LIST, sent)

    assert answer.status_code == 422
    assert sentence in said(answer)
    assert f'value="{sent["url"]}"' in said(answer) or not sent["url"]
    assert not Webhook.objects.exists()


def test_there_is_an_end_to_how_many(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notifications.webhooks.settling.MOST", 1)
    webhook_to(URL)
    answer = browser.post(LIST, {"url": URL, "which": "all"})

    assert answer.status_code == 409
    assert "Remove one first." in said(answer)


def test_a_test_is_posted_by_the_worker_and_its_answer_shown(browser: Client, receiver: Receiver) -> None:
    webhook = webhook_to(receiver.url)
    answer = browser.post(page_of(webhook), {"then": "test"}, follow=True)
    assert "A test is on its way." in said(answer)
    assert receiver.received == []
    tasks.post()

    page = said(browser.get(page_of(webhook)))
    assert receiver.keys() == [Delivery.objects.get().key]
    assert "delivered" in page
    assert ">204<" in page


def test_address_and_events_are_changed(browser: Client, webhook: Webhook) -> None:
    sent = {"then": "change", "url": "https://other.example/", "which": "some", "kinds": ["case.approve"]}
    browser.post(page_of(webhook), sent)
    browser.post(page_of(webhook), sent)
    webhook.refresh_from_db()

    assert (webhook.url, webhook.wanted) == ("https://other.example/", ["case.approve"])
    assert noted()[1:] == [("changed", "other.example")]


def test_a_new_secret_replaces_the_old_one(browser: Client, webhook: Webhook) -> None:
    before = secret_of(webhook)
    answer = browser.post(page_of(webhook), {"then": "renew"})
    webhook.refresh_from_db()

    assert shown_secret(answer) == secret_of(webhook) != before


def test_what_is_dead_is_sent_again_with_the_same_id(browser: Client, receiver: Receiver) -> None:
    webhook = webhook_to(receiver.url)
    dead = a_test_for(webhook)
    Delivery.objects.update(state=Delivery.State.DEAD, attempts=8, trouble="slow")
    assert "Send again" in said(browser.get(page_of(webhook)))
    again = {"then": "again", "delivery": dead.key}
    assert "with the same id" in said(browser.post(page_of(webhook), again, follow=True))
    assert "nothing was changed" in said(browser.post(page_of(webhook), again, follow=True))
    tasks.post()

    assert receiver.keys() == [dead.key]


def test_that_of_another_webhook_is_not_found(browser: Client, webhook: Webhook) -> None:
    other = a_test_for(webhook_to(URL))
    answer = browser.post(page_of(webhook), {"then": "again", "delivery": other.key})
    assert answer.status_code == 404


def test_one_that_was_given_up_says_so_and_is_switched_on_again(browser: Client, webhook: Webhook) -> None:
    Webhook.objects.update(active=False, given_up_at=NOW, failing_since=NOW)
    assert "Suivi switched this webhook off on" in said(browser.get(page_of(webhook)))
    assert "Switch it on first." in said(browser.post(page_of(webhook), {"then": "test"}))
    browser.post(page_of(webhook), {"then": "on"})
    webhook.refresh_from_db()

    assert (webhook.active, webhook.given_up_at, webhook.failing_since) == (True, None, None)


def test_only_what_is_switched_off_is_removed(browser: Client, webhook: Webhook) -> None:
    a_test_for(webhook)
    refused = browser.post(page_of(webhook), {"then": "remove"})
    assert refused.status_code == 409
    assert "Switch the webhook off before you remove it." in said(refused)
    browser.post(page_of(webhook), {"then": "off"})
    browser.post(page_of(webhook), {"then": "remove"})

    assert not Webhook.objects.exists()
    assert [act for act, _host in noted()] == ["made", "switched off", "removed"]
    assert browser.get(page_of(webhook)).status_code == 404


def test_the_pages_cost_a_fixed_number_of_queries(browser: Client, webhook: Webhook) -> None:
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(address)
        return len(queries)

    a_test_for(webhook)
    few = [cost(LIST), cost(page_of(webhook))]
    for _ in range(3):
        a_test_for(webhook_to(URL))
        a_test_for(webhook)

    assert [cost(LIST), cost(page_of(webhook))] == few == [4, 6]
