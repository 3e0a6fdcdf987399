"""manage.py find_alike: proposes cases whose recommendations say the same thing, as the worker does."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.alike.finding import find


class Command(BaseCommand):
    help = "Proposes cases whose recommendations say the same thing (docs/alike.md). Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = find(timezone.now())
        except IntegrityError as error:
            raise CommandError(
                _("The worker does the same at this moment; nothing was done here.")
            ) from error
        said = ngettext("%(count)d group is proposed.", "%(count)d groups are proposed.", count)
        self.stdout.write(said % {"count": count})
