"""What Celery runs for the cases. It may run twice, at once, or late: it only counts what there is."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from cases.overview.counting import count_what_is_due


@shared_task(name="cases.count")
def count() -> None:
    """Every minute, for the Overview and the departments."""
    count_what_is_due(timezone.now())
