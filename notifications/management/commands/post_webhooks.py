"""``manage.py post_webhooks``: derive, and post once what is due to webhooks, as the worker does."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from notifications.deriving import derive
from notifications.webhooks.sending import post_due


class Command(BaseCommand):
    help = "Posts every event that is due to the webhooks that want it."

    def handle(self, *args: Any, **options: Any) -> None:
        derive(timezone.now())
        came = post_due(timezone.now)
        if not came:
            self.stdout.write("Nothing is due.")
        for state, number in sorted(came.items()):
            self.stdout.write(f"{state.label}: {number}")
