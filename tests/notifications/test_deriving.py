"""From an event each notice is derived exactly once; what is not due, undone or rolled back never."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from notifications import deriving
from notifications.bundling import bundle
from notifications.deriving import derive
from notifications.models import Mail, Notice
from tests.cast import NOW, Cast, assigned, gather
from tests.notifications.post import told
from workflow.models import Outbox
from workflow.undoing import undo


def test_a_second_run_derives_nothing(cast: Cast) -> None:
    assigned(cast)
    assert (derive(NOW), derive(NOW)) == (1, 0)
    assert told("assigned") == ["alternate", "focal-point"]


def test_a_row_that_comes_again_makes_no_second_notice(cast: Cast) -> None:
    """As after a restored backup, or a mark that was lost."""
    assigned(cast)
    derive(NOW)
    Outbox.objects.update(state=Outbox.State.WAITING)
    assert derive(NOW) == 1
    assert Notice.objects.count() == 2


def test_two_events_are_two_things_to_tell(cast: Cast) -> None:
    assigned(cast)
    assigned(cast)
    derive(NOW)
    assert Notice.objects.count() == 4


def test_it_waits_until_the_undo_window_is_over(cast: Cast, settings: object) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    assigned(cast)
    assert derive(NOW + timedelta(minutes=9)) == 0
    assert derive(NOW + timedelta(minutes=10)) == 1


def test_an_undone_step_is_never_told(cast: Cast, settings: object) -> None:
    settings.WORKFLOW_UNDO_SECONDS = 600
    undo(assigned(cast), by=cast.coordinator, now=NOW, seen=1)
    derive(NOW + timedelta(hours=1))
    assert not Notice.objects.exists()


def test_work_that_was_rolled_back_is_not_told(cast: Cast) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assigned(cast)
        raise ZeroDivisionError
    assert not Outbox.objects.exists()
    assert derive(NOW) == 0
    assert not Mail.objects.exists()


def test_rows_of_a_process_without_rules_wait(cast: Cast) -> None:
    Outbox.objects.create(process="another", event_id=1, not_before=NOW)
    assert derive(NOW) == 0
    assert Outbox.objects.get().state == Outbox.State.WAITING


def test_it_works_in_batches(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deriving, "BATCH", 2)
    for _ in range(5):
        assigned(cast)
    assert derive(NOW) == 5
    assert Notice.objects.count() == 10


def test_the_number_of_queries_does_not_grow(cast: Cast, django_assert_num_queries: object) -> None:
    for _ in range(20):
        assigned(cast)
    # savepoint, rows, events, leads, who is told, notices, webhooks, mark, release; then a look at nothing
    with django_assert_num_queries(12):
        derive(NOW)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="threads share one writer on SQLite")
@pytest.mark.processes
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_workers_at_once_tell_everything_once() -> None:
    cast = gather()
    for _ in range(20):
        assigned(cast)
    at_once = threading.Barrier(4)

    def work() -> None:
        try:
            at_once.wait()
            derive(NOW)
            bundle(NOW)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    bundle(NOW)
    assert Notice.objects.count() == 40
    assert not Notice.objects.filter(mail=None).exists()
