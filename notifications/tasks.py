"""What Celery runs. Each task may run twice, at once, or late: what is to be done stands in the database."""

from __future__ import annotations

from pathlib import Path

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from notifications import bounces, ladder, telling
from notifications.webhooks.sending import post_due


@shared_task(name="notifications.tell")
def tell() -> None:
    telling.tell(timezone.now)


@shared_task(name="notifications.remind")
def remind() -> None:
    ladder.remind(timezone.now())


@shared_task(name="notifications.take_bounces")
def take_bounces() -> None:
    bounces.take_folder(Path(settings.BOUNCE_FOLDER), timezone.now())


@shared_task(name="notifications.post")
def post() -> None:
    """Of events that ``notifications.tell`` has derived by now."""
    post_due(timezone.now)
