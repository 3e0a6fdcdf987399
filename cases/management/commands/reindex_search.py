"""manage.py reindex_search: mends what is searched where it differs from the texts; builds the index anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.searching import index


class Command(BaseCommand):
    help = "Writes the search index of UN texts and answers anew. Safe to repeat, and while people work."

    def handle(self, *args: Any, **options: Any) -> None:
        on_progress = self._progress if options["verbosity"] > 1 else lambda seen: None
        mended = index.reindex(index.RECOMMENDATIONS, on_progress)
        answers = index.reindex(index.ANSWERS, on_progress)
        sentence = ngettext(
            "%(count)d recommendation was not searched as its texts say; it is mended.",
            "%(count)d recommendations were not searched as their texts say; they are mended.",
            mended,
        )
        of_answers = ngettext(
            "%(count)d version of an answer was not searched as its texts say; it is mended.",
            "%(count)d versions of answers were not searched as their texts say; they are mended.",
            answers,
        )
        if mended:
            self.stdout.write(sentence % {"count": mended})
        if answers:
            self.stdout.write(of_answers % {"count": answers})
        if not mended and not answers:
            self.stdout.write(_("Everything was searched as the texts say. The index is built anew."))

    def _progress(self, seen: int) -> None:
        self.stdout.write(f"  {seen}")
