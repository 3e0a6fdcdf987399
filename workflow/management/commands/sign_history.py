"""``manage.py sign_history``: sign where every history stands, into the file outside the database."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from workflow.heads import RecordBroken, record_path, sign_heads


class Command(BaseCommand):
    help = (
        "Append the head of every case that moved since the last time to the signed record, heads.jsonl in "
        "HISTORY_FOLDER. The worker does it every night. Exit status 1 where the record was tampered with."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            signed = sign_heads(timezone.now())
        except RecordBroken as broken:
            raise CommandError(str(broken.sentence)) from broken
        self.stdout.write(f"Signed {signed} heads in {record_path()}")
