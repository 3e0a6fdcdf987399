"""What the worker wakes up to do: render one PDF, and look for those that wait.

The database says what is due; a lost message costs a minute, until ``render_waiting`` finds the row.
"""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from exports import printing
from exports.models import Rendering


@shared_task(name="exports.render")
def render(key: str) -> None:
    """Make the PDF of this rendering, unless another worker has it."""
    printing.render(UUID(key), clock=timezone.now)


@shared_task(name="exports.render_waiting")
def render_waiting() -> None:
    """Take up, one after the other, what waits and what a dead worker left."""
    due = Rendering.objects.due(timezone.now()).order_by("pk").values_list("key", flat=True)
    for key in list(due):
        printing.render(key, clock=timezone.now)
