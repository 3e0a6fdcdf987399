"""``manage.py migrate``: Django's, which our own checks of the database do not stop: it is their remedy."""

from __future__ import annotations

from typing import Any

from django.core.checks import Tags
from django.core.checks.registry import registry
from django.core.management.commands import migrate


class Command(migrate.Command):
    def get_check_kwargs(self, options: dict[str, Any]) -> Any:
        kept = sorted(registry.tags_available() - {Tags.database})
        return {**super().get_check_kwargs(options), "tags": kept}
