"""What Celery runs for the cases. It may run twice, at once, or late: it only counts what there is."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from cases.alike.finding import find_if_due
from cases.importing import waiting
from cases.models import Import
from cases.overview.counting import count_what_is_due


@shared_task(name="cases.count")
def count() -> None:
    """Every minute, for the Overview and the departments."""
    count_what_is_due(timezone.now())


@shared_task(name="cases.import_one")
def import_one(key: str) -> None:
    """Read or write this import, unless another worker has it."""
    waiting.work_on(UUID(key), clock=timezone.now)


@shared_task(name="cases.import_waiting")
def import_waiting() -> None:
    """Take up what waits, and what a worker left that died; forget what nobody came back to."""
    waiting.forget_old(timezone.now())
    keys = Import.objects.waiting().order_by("pk").values_list("key", flat=True)
    for key in list(keys):
        waiting.work_on(key, clock=timezone.now)


@shared_task(name="cases.find_alike")
def find_alike() -> None:
    """Every few minutes, where texts came or changed: what is said twice."""
    find_if_due(timezone.now())
