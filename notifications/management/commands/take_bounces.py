"""``manage.py take_bounces``: takes what came back, from files, BOUNCE_FOLDER or standard input."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from notifications.bounces import take, take_folder
from notifications.delivery_reports import MOST_BYTES
from notifications.models import Bounce

COME_AGAIN = 75
"""EX_TEMPFAIL of sysexits.h: the mail server keeps the message, and delivers it later."""
STANDARD_INPUT = "-"


class Command(BaseCommand):
    help = "Takes reports of mails that could not be delivered, from files, a folder or standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="*", metavar="FILE", help="one message each; - is standard input")
        parser.add_argument("--kept", action="store_true", help="print what was not understood")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["kept"]:
            self._print_kept()
            return
        try:
            came = self._take(options["files"])
        except OSError as error:
            raise CommandError(str(error)) from error
        except DatabaseError as error:
            raise CommandError(f"Nothing was taken: {error}", returncode=COME_AGAIN) from error
        if not came:
            self.stdout.write("Nothing came back.")
        for kind, number in sorted(came.items()):
            self.stdout.write(f"{kind.label}: {number}")

    def _take(self, files: list[str]) -> Counter[Bounce.Kind]:
        now = timezone.now()
        if not files and settings.BOUNCE_FOLDER:
            return take_folder(Path(settings.BOUNCE_FOLDER), now)
        return Counter(Bounce.Kind(take(_read(one), now).kind) for one in files or [STANDARD_INPUT])

    def _print_kept(self) -> None:
        for one in Bounce.objects.filter(kind=Bounce.Kind.OTHER).order_by("at", "pk").iterator():
            self.stdout.write(f"--- {one.at.isoformat()} {one.digest}\n{one.kept}")


def _read(name: str) -> bytes:
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read(MOST_BYTES)
    with Path(name).open("rb") as file:
        return file.read(MOST_BYTES)
