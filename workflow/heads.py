"""The signed record of where each chain of history stood, kept in a file outside the database.

Who can write to the database can rebuild a chain with all its hashes, but cannot sign. Each line is one head;
its signature covers the signature of the line before, so no line can be changed, taken out or put in. Cutting
off the end cannot be seen from the file itself: keep copies of it elsewhere.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from workflow.errors import Refused
from workflow.process import registered_processes

Known = dict[tuple[str, int], tuple[int, str]]


class RecordBroken(Refused):
    """A line of the signed record does not bear its signature; ``sentence`` names the file and the line."""


def sign_heads(now: datetime) -> int:
    """Append the head of every case that moved since it was last signed, and return how many there were.

    Two callers wait for each other. Raises :class:`RecordBroken` where the record is not as it was written.
    """
    path = record_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _drop_half_a_line(file)
        known, last = _read(file, path)
        fresh = [head for head in _heads() if known.get((head["process"], head["case"])) != _mark(head)]
        for head in fresh:
            line = head | {"at": now.isoformat(), "before": last}
            last = _signature(line)
            file.write(json.dumps(line | {"signature": last}, sort_keys=True) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return len(fresh)


def signed_heads() -> Known:
    """The newest signed head of every case, by process and id; empty where nothing was signed yet.

    Raises :class:`RecordBroken` where the record is not as it was written.
    """
    if not _folder() or not record_path().exists():
        return {}
    path = record_path()
    with path.open(encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        return _read(file, path)[0]


def record_path() -> Path:
    """Raises ImproperlyConfigured where settings name no folder: then nothing can be signed."""
    if not _folder():
        raise ImproperlyConfigured(
            "Set WORKFLOW_HISTORY_FOLDER: a folder outside the database for signed heads."
        )
    return Path(_folder()) / "heads.jsonl"


def _folder() -> str:
    return str(getattr(settings, "WORKFLOW_HISTORY_FOLDER", ""))


def _heads() -> Iterator[dict[str, Any]]:
    for process in registered_processes():
        moved = process.model._base_manager.filter(version__gt=0).order_by("pk")
        for pk, version, head in moved.values_list("pk", "version", "head").iterator():
            yield {"process": process.name, "case": pk, "number": version, "hash": head}


def _read(file: TextIO, path: Path) -> tuple[Known, str]:
    file.seek(0)
    known: Known = {}
    last = ""
    for number, text in enumerate(file, start=1):
        if not text.endswith("\n"):
            break  # a machine that failed while signing left half a line; the next signing drops it
        line = _line(text)
        if line is None or line["before"] != last or not _is_signed(line):
            raise RecordBroken(
                _("%(file)s, line %(number)d: this is not the line that Suivi wrote and signed.")
                % {"file": path, "number": number}
            )
        last = line["signature"]
        known[line["process"], line["case"]] = _mark(line)
    return known, last


def _drop_half_a_line(file: TextIO) -> None:
    file.seek(0)
    whole = sum(len(text.encode()) for text in file if text.endswith("\n"))
    file.truncate(whole)


def _line(text: str) -> dict[str, Any] | None:
    try:
        line = json.loads(text)
    except ValueError:
        return None
    wanted = {"process", "case", "number", "hash", "at", "before", "signature"}
    return line if isinstance(line, dict) and set(line) == wanted else None


def _mark(head: dict[str, Any]) -> tuple[int, str]:
    return head["number"], head["hash"]


def _signature(line: dict[str, Any], secret: str | bytes | None = None) -> str:
    signed = json.dumps({name: line[name] for name in line if name != "signature"}, sort_keys=True)
    return salted_hmac("workflow.heads", signed, secret=secret, algorithm="sha256").hexdigest()


def _is_signed(line: dict[str, Any]) -> bool:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(line["signature"], _signature(line, secret)) for secret in secrets)
