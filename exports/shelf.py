"""Sheets that were laid out before, kept so that only what has changed is laid out again.

A sheet is found by the hash of everything that it is made of. Nothing kept is trusted: file and facts are
compared with the hash that was written with them, and what differs is laid out anew. The shelf may be emptied
at any time. Drafts stand in it, so it is for the worker's account alone.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings

DAY = 24 * 60 * 60
PARTS = ("weasyprint", "pydyf", "fonttools")
"""Whose versions a sheet depends on."""
HERE = Path(__file__).parent
SOURCES = [*sorted((HERE / "print").glob("*.css")), *sorted((HERE / "bindery").glob("*.py"))]
"""What else decides how a sheet comes out."""


def key_of(html: str, *, tagged: bool) -> str:
    """SHA-256, in hex, of all that a sheet is made of."""
    return hashlib.sha256(f"{_makers()} {tagged} {html}".encode()).hexdigest()


def take(key: str, into: Path) -> dict[str, Any] | None:
    """The facts of a kept sheet, whose file now stands at ``into`` too; None where there is none to trust."""
    pdf, facts = _files(key)
    try:
        told = json.loads(facts.read_bytes())
        shutil.copyfile(pdf, into)
        trusted = told.pop("digest") == _digest(into, told)
    except (OSError, ValueError, TypeError, AttributeError, KeyError):
        return None
    if not trusted:
        for file in (pdf, facts):
            file.unlink(missing_ok=True)
        return None
    with suppress(OSError):
        os.utime(facts)
    return dict(told)


def keep(key: str, pdf: Path, facts: dict[str, Any]) -> None:
    """Put a sheet on the shelf: its file first, then the facts, without which it is none."""
    target, noted = _files(key)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    written = json.dumps({**facts, "digest": _digest(pdf, facts)})
    _replace(target, pdf.read_bytes())
    _replace(noted, written.encode())


def tidy(now: float | None = None) -> None:
    """Take off what nobody used for long, and then what was used least recently, until the rest fits."""
    limit = settings.PDF_SHELF_MB * 1024 * 1024
    oldest = (time.time() if now is None else now) - settings.PDF_SHELF_DAYS * DAY
    for used, size, files in sorted(_kept(), reverse=True):
        limit -= size
        if limit < 0 or used < oldest:
            for file in files:
                file.unlink(missing_ok=True)


def _kept() -> Iterator[tuple[float, int, list[Path]]]:
    """When each was used last, its bytes, its files; one that a crash left without facts counts as well."""
    files: dict[str, list[Path]] = {}
    for file in settings.PDF_SHELF.glob("*.*"):
        files.setdefault(file.name.split(".")[0], []).append(file)
    for own in files.values():
        with suppress(FileNotFoundError):
            stats = [file.stat() for file in own]
            yield max(one.st_mtime for one in stats), sum(one.st_size for one in stats), own


def _files(key: str) -> tuple[Path, Path]:
    return settings.PDF_SHELF / f"{key}.pdf", settings.PDF_SHELF / f"{key}.json"


def _digest(pdf: Path, facts: dict[str, Any]) -> str:
    digest = hashlib.sha256(json.dumps(facts, sort_keys=True).encode())
    digest.update(pdf.read_bytes())
    return digest.hexdigest()


def _replace(target: Path, content: bytes) -> None:
    """Whole or not at all, also when several workers write the same."""
    beside = target.with_suffix(f"{target.suffix}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(target)


@cache
def _makers() -> str:
    digest = hashlib.sha256(" ".join(version(part) for part in PARTS).encode())
    for source in SOURCES:
        digest.update(source.read_bytes())
    return digest.hexdigest()
