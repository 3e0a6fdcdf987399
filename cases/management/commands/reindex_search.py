"""manage.py reindex_search: mends what is searched where it differs from the texts; builds the index anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.searching import index


class Command(BaseCommand):
    help = "Writes the search index of the UN texts anew. Safe to repeat, and while people work."

    def handle(self, *args: Any, **options: Any) -> None:
        mended = index.reindex(self._progress if options["verbosity"] > 1 else lambda seen: None)
        sentence = ngettext(
            "%(count)d recommendation was not searched as its texts say; it is mended.",
            "%(count)d recommendations were not searched as their texts say; they are mended.",
            mended,
        )
        nothing = _("Everything was searched as the texts say. The index is built anew.")
        self.stdout.write(sentence % {"count": mended} if mended else nothing)

    def _progress(self, seen: int) -> None:
        self.stdout.write(f"  {seen}")
