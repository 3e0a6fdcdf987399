"""``manage.py check_words``: says which texts people would read untranslated; exit code 1 where some are."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.words.catalogues import catalogue_files, faults
from config.words.finding import find
from config.words.plain import plain_words


class Command(BaseCommand):
    help = (
        "Prints a line for each text that lacks a translation in an interface language, is fuzzy, lacks a "
        "plural form, or has other placeholders; and for what never goes "
        "through gettext. English is the language of the code: it needs no catalogue."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "language", nargs="*", help="only these, such as ar; by default INTERFACE_LANGUAGES"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = options["language"] or [code for code in settings.INTERFACE_LANGUAGES if code != "en"]
        files, found = catalogue_files(settings.BASE_DIR), find(settings.BASE_DIR)
        if unknown := sorted(set(wanted) - files.keys()):
            raise CommandError(
                f"No catalogue for {', '.join(unknown)}: make a folder locale/CODE/LC_MESSAGES."
            )
        wrong = [str(plain) for plain in plain_words(settings.BASE_DIR)]
        wrong += [f"{code}: {fault}" for code in wanted for fault in faults(files[code], code, found)]
        for line in wrong:
            self.stdout.write(line)
        if wrong:
            raise CommandError(f"{len(wrong)} texts are to be translated or mended.")
        self.stdout.write(f"Whole: {', '.join(wanted)}.")
