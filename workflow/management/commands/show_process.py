"""``manage.py show_process NAME --as table|mermaid|svg``: draw a process from the code."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import translation

from workflow import drawing, picture
from workflow.management.processes import process_or_refusal

_FORMS = {"table": drawing.as_table, "mermaid": drawing.as_mermaid, "svg": picture.as_svg}


class Command(BaseCommand):
    """Print a process. NAME is its name, such as ``case``."""

    help = "Draw a process from the code: as a Markdown table, a Mermaid diagram or an SVG picture."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--as", dest="form", choices=sorted(_FORMS), default="table")
        parser.add_argument("--language", choices=[code for code, _ in settings.LANGUAGES])

    def handle(self, *args: Any, **options: Any) -> None:
        process = process_or_refusal(options["name"])
        with translation.override(options["language"] or translation.get_language()):
            self.stdout.write(_FORMS[options["form"]](process))
