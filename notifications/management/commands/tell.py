"""``manage.py tell``: derive, bundle and send, once, what is due; what the worker does every half minute."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from notifications.telling import tell


class Command(BaseCommand):
    help = "Sends every mail that is due."

    def handle(self, *args: Any, **options: Any) -> None:
        came = tell(timezone.now)
        if not came:
            self.stdout.write("No mail is due.")
        for state, number in sorted(came.items()):
            self.stdout.write(f"{state.label}: {number}")
