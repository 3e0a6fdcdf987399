"""Which events become messages, when, for whom, and what stands in them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import actions
from cases.contributions import contributing
from cases.extensions.extending import ask_for_more_time
from cases.models import Case
from notifications.deriving import derive
from notifications.models import Delivery, Notice, Webhook
from notifications.webhooks import settling
from tests.cast import DUE, LATER, NOW, Cast, assigned, drafted, sent
from tests.exports import scene
from tests.exports.way import bring
from tests.notifications.webhooks.receiver import administrator, webhook_to
from workflow import undoing
from workflow.invariants import broken
from workflow.models import Outbox

URL = "https://receiver.example/suivi"


@pytest.fixture
def webhook(db: None) -> Webhook:
    return webhook_to(URL)


def kinds() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("kind", flat=True))


def body() -> dict[str, Any]:
    said: dict[str, Any] = json.loads(Delivery.objects.latest("pk").body)
    return said


def test_a_step_is_one_message(cast: Cast, webhook: Webhook) -> None:
    case = assigned(cast)
    derive(NOW)
    delivery = Delivery.objects.get()

    assert json.loads(delivery.body) == {
        "id": delivery.key,
        "type": "case.assign",
        "process": "case",
        "step": "assign",
        "from": "received",
        "to": "assigned",
        "at": "2026-03-02T09:00:00+00:00",
        "number": 1,
        "references": [case.reference],
        "round": "2026",
        "due_on": DUE.isoformat(),
        "url": f"http://localhost:8000/case/{case.reference}/",
    }


def test_it_waits_until_the_step_cannot_be_undone(cast: Cast, webhook: Webhook, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    assigned(cast)
    derive(NOW + timedelta(seconds=599))
    assert kinds() == []
    derive(NOW + timedelta(seconds=600))

    assert kinds() == ["case.assign"]


def test_what_was_undone_is_never_told_nor_is_the_undo(cast: Cast, webhook: Webhook, settings: Any) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    case = assigned(cast)
    undoing.undo(case, by=cast.coordinator, now=NOW + timedelta(minutes=5), seen=case.version)
    derive(NOW + timedelta(hours=1))

    assert kinds() == []
    assert not Outbox.objects.filter(state=Outbox.State.WAITING).exists()


def test_deriving_again_tells_nothing_twice(cast: Cast, webhook: Webhook) -> None:
    assigned(cast)
    derive(NOW)
    Outbox.objects.update(state=Outbox.State.WAITING)  # as if the mark had been lost
    derive(NOW)

    assert kinds() == ["case.assign"]


def test_each_webhook_gets_what_it_wants(cast: Cast) -> None:
    webhook_to(URL)
    some = webhook_to(URL, "case.sign_and_send", "case.approve")
    off = webhook_to(URL)
    settling.switch_off(off, by=administrator(), now=NOW)
    sent(cast)
    derive(NOW)

    assert len(kinds()) > 3
    assert list(some.deliveries.values_list("kind", flat=True)) == ["case.sign_and_send"]
    assert not off.deliveries.exists()


def test_the_invariants_know_a_message_that_came_too_early(cast: Cast, webhook: Webhook) -> None:
    assigned(cast)
    derive(NOW)
    assert broken() == []
    Outbox.objects.update(state=Outbox.State.CANCELLED)

    assert [one for one in broken() if f"Delivery {Delivery.objects.get().pk}." in one]


def test_without_a_webhook_nothing_is_written(cast: Cast) -> None:
    assigned(cast)
    assert derive(NOW) == 1
    assert kinds() == []


def test_a_restricted_case_is_left_out(cast: Cast, webhook: Webhook) -> None:
    case = assigned(cast)
    actions.take_step(case, "restrict", by=cast.coordinator, now=NOW, comment="A witness.")
    derive(NOW)

    assert kinds() == []


def test_nor_is_a_contribution_to_one_told(cast: Cast, webhook: Webhook) -> None:
    case = drafted(cast)
    contributing.ask(case, cast.justice, by=cast.head, now=NOW, due_on=LATER)
    actions.take_step(case, "restrict", by=cast.coordinator, now=NOW, comment="A witness.")
    derive(NOW)

    assert kinds() == []


def test_a_contribution_names_its_case_and_has_its_own_date(cast: Cast, webhook: Webhook) -> None:
    case = drafted(cast)
    contributing.ask(case, cast.justice, by=cast.head, now=NOW, due_on=LATER)
    derive(NOW)

    assert body()["type"] == "contribution.ask"
    assert body()["references"] == [case.reference]
    assert (body()["round"], body()["due_on"]) == ("2026", LATER.isoformat())


def test_a_request_for_more_time_names_its_case(cast: Cast, webhook: Webhook) -> None:
    case = drafted(cast)
    ask_for_more_time(case, wanted_on=LATER, by=cast.focal_point, now=NOW, comment="A survey.")
    derive(NOW)

    assert (body()["type"], body()["references"]) == ("extension.ask", [case.reference])


def test_a_report_is_told_of_itself(cast: Cast, webhook: Webhook) -> None:
    report = bring(cast, scene.report(cast, introduction="We begin."), "circulation")
    derive(NOW)

    assert body()["type"] == "report.circulate"
    assert body()["references"] == [report.reference]
    assert body()["url"].endswith(f"/desk/reports/{report.reference}/circulated/")


def test_no_text_name_or_comment_is_in_any_message(cast: Cast, webhook: Webhook) -> None:
    case = sent(cast)
    reason = {"comment": "Quagga: say more.", "due_on": LATER}
    actions.take_step(case, "return_to_department", by=cast.validator, now=NOW, **reason)
    actions.add_comment(case, text="Okapi? @Head", by=cast.focal_point, now=NOW)
    derive(NOW)
    said = " ".join(Delivery.objects.values_list("body", flat=True))

    assert "case.return_to_department" in said
    for secret in ("Quagga", "Okapi", "clinics", "Ministry", "Validator", "suivi.example", "by"):
        assert f'"{secret}' not in said
        assert f" {secret}" not in said


def test_mentions_and_letters_are_no_events(cast: Cast, webhook: Webhook) -> None:
    case = drafted(cast)
    derive(NOW)
    before = len(kinds())
    actions.add_comment(case, text="@Head, look.", by=cast.focal_point, now=NOW)
    derive(NOW)

    assert len(kinds()) == before
    assert Notice.objects.filter(rule="mentioned").exists()


def test_many_events_cost_no_query_more(cast: Cast, webhook: Webhook) -> None:
    def cost(cases: int) -> int:
        for _ in range(cases):
            assigned(cast)
        with CaptureQueriesContext(connection) as queries:
            assert derive(NOW) == cases
        return len(queries)

    assert cost(1) == cost(20) == 15


def test_the_messages_are_there_or_the_outbox_row_waits(
    cast: Cast, webhook: Webhook, monkeypatch: Any
) -> None:
    assigned(cast)

    def broken(*args: Any, **more: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("notifications.deriving.Delivery.objects.bulk_create", broken)
    with pytest.raises(ZeroDivisionError):
        derive(NOW)
    assert Outbox.objects.get().state == Outbox.State.WAITING
    monkeypatch.undo()
    derive(NOW)

    assert kinds() == ["case.assign"]
    assert Case.objects.count() == 1
