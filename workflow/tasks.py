"""What Celery runs for the engine, every night."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from workflow import heads


@shared_task(name="workflow.sign_heads")
def sign_heads() -> None:
    heads.sign_heads(timezone.now())
