"""What Celery runs for the cases. It may run twice, at once, or late: it only counts what there is."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from cases.alike.finding import find_if_due
from cases.overview.counting import count_what_is_due


@shared_task(name="cases.count")
def count() -> None:
    """Every minute, for the Overview and the departments."""
    count_what_is_due(timezone.now())


@shared_task(name="cases.find_alike")
def find_alike() -> None:
    """Every few minutes, where texts came or changed: what is said twice."""
    find_if_due(timezone.now())
