"""What the worker wakes up to do: make one paper, and look for those that wait.

A PDF is minutes of work, all else seconds: that has a queue of its own (``settings.CELERY_TASK_ROUTES``), and
goes first where one worker does both.

The database says what is due; a lost message costs a minute, until ``render_waiting`` finds the row.
"""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from exports import printing
from exports.models import Rendering
from exports.models.rendering import RenderingQuerySet


@shared_task(name="exports.render")
def render(key: str) -> None:
    """Make the paper of this rendering, unless another worker has it; then what else waits."""
    printing.render(UUID(key), clock=timezone.now)
    render_waiting()


@shared_task(name="exports.write")
def write(key: str) -> None:
    """The same of a paper that takes seconds, in a queue where nothing takes longer."""
    printing.render(UUID(key), clock=timezone.now)
    write_waiting()


@shared_task(name="exports.render_waiting")
def render_waiting() -> None:
    """Take up, one after the other, what waits and what a dead worker left."""
    _take_up(Rendering.objects.all())


@shared_task(name="exports.write_waiting")
def write_waiting() -> None:
    """The same of what takes seconds."""
    _take_up(Rendering.objects.short())


def _take_up(renderings: RenderingQuerySet) -> None:
    """What waits is looked for anew after each: what was asked for meanwhile may go first."""
    tried: set[UUID] = set()
    while key := _next(renderings.exclude(key__in=tried)):
        tried.add(key)
        printing.render(key, clock=timezone.now)


def _next(renderings: RenderingQuerySet) -> UUID | None:
    return renderings.due(timezone.now()).in_turn().values_list("key", flat=True).first()
