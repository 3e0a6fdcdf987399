"""``manage.py make_words``: brings locale/*/LC_MESSAGES/django.po up to what the code says."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from config.words.catalogues import catalogue_files, renew
from config.words.finding import find


class Command(BaseCommand):
    help = (
        "Writes every text that people read into the catalogues under locale/, beside the translations that "
        "stand there. A language begins with an empty folder: locale/CODE/LC_MESSAGES. No gettext is needed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("language", nargs="*", help="only these, such as ar; by default every language")

    def handle(self, *args: Any, **options: Any) -> None:
        found = find(settings.BASE_DIR)
        for language, file in catalogue_files(settings.BASE_DIR).items():
            if not options["language"] or language in options["language"]:
                texts, waiting = renew(file, language, found)
                self.stdout.write(f"{language}: {texts} texts, {waiting} of them not yet translated.")
