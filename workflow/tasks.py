"""What Celery runs for the engine. The database says what is due; a lost message costs half a minute."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from workflow import bulk_work, heads
from workflow.bulk_rows import Bulk


@shared_task(name="workflow.sign_heads")
def sign_heads() -> None:
    """Every night."""
    heads.sign_heads(timezone.now())


@shared_task(name="workflow.work_on")
def work_on(key: str) -> None:
    """Take the step on the rows of this bulk, unless another worker has it."""
    bulk_work.work_on(UUID(key), clock=timezone.now)


@shared_task(name="workflow.work_waiting")
def work_waiting() -> None:
    """Take up, one after the other, the bulks that wait and those that a dead worker left."""
    due = Bulk.objects.due(timezone.now()).order_by("pk").values_list("key", flat=True)
    for key in list(due):
        bulk_work.work_on(key, clock=timezone.now)
