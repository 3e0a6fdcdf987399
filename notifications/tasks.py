"""What Celery runs. Both tasks may run twice, at once, or late: what is to be done stands in the database."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from notifications import ladder, telling


@shared_task(name="notifications.tell")
def tell() -> None:
    telling.tell(timezone.now)


@shared_task(name="notifications.remind")
def remind() -> None:
    ladder.remind(timezone.now())
