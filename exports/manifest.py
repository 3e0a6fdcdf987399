"""The manifest of an edition: each of its texts and papers with its hash, for whoever checks them later."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, Any

from django.utils import timezone

from exports.models import Edition, Rendering

SCHEMA = "suivi-manifest/1"
NAME = "manifest.json"


def papers_of_edition(edition: Edition) -> list[Rendering]:
    """One of each format and language: the one that is made, else the newest. One query."""
    asked = edition.renderings.filter(since=None).without_text().order_by("pk")
    found: dict[tuple[str, str], Rendering] = {}
    for one in asked.select_related("report", "edition"):
        kept = found.get((one.language, one.format))
        if kept is None or not kept.is_done:
            found[one.language, one.format] = one
    return list(found.values())


def manifest_of(edition: Edition, papers: Sequence[Rendering]) -> dict[str, Any]:
    """As plain data; of ``papers``, which are :func:`papers_of_edition`, the finished ones."""
    return {
        "schema": SCHEMA,
        "report": edition.report.reference,
        "edition": edition.number,
        "frozen_at": _moment(edition.frozen_at),
        "frozen_without": edition.lacking,
        "words": edition.words,
        "texts": [
            {"language": language, "sha256": sha256} for language, sha256 in edition.hashes.items()
        ],
        "papers": [_paper(one) for one in papers if one.is_done],
        "adoption": _adoption(edition),
        "submission": _submission(edition),
    }  # fmt: skip


def pack(edition: Edition, papers: Iterable[Rendering], manifest: str, into: IO[bytes]) -> None:
    """The finished papers with the manifest as one ZIP. Raises FileNotFoundError where a file is gone.

    Nothing is packed smaller: all but the web page are packed already, and the time counts.
    """
    folder = f"{edition.report.reference}-{edition.number}"
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as packed:
        packed.writestr(f"{folder}/{NAME}", manifest)
        for one in papers:
            if one.is_done:
                with one.file.open("rb") as kept, packed.open(f"{folder}/{one.name}", "w") as written:
                    for chunk in kept.chunks():
                        written.write(chunk)


def is_of_its_edition(rendering: Rendering) -> bool:
    """Whether a paper of an edition was made of the text that is frozen in its language."""
    edition = rendering.edition
    if edition is None or not rendering.text_sha256:
        return True
    return rendering.text_sha256 == edition.hashes.get(rendering.language)


def _paper(one: Rendering) -> dict[str, Any]:
    return {
        "name": one.name,
        "format": one.format,
        "language": one.language,
        "bytes": one.size,
        "sha256": one.sha256,
        "pages": one.pages or None,
        "made_at": _moment(one.finished_at),
        "text_sha256": one.text_sha256,
    }


def _adoption(edition: Edition) -> dict[str, Any] | None:
    adoption = getattr(edition, "adoption", None)
    if adoption is None:
        return None
    return {
        "decided_on": adoption.decided_on.isoformat(),
        "document": adoption.document,
        "sha256": adoption.sha256 or None,
    }


def _submission(edition: Edition) -> dict[str, Any] | None:
    submission = getattr(edition, "submission", None)
    if submission is None:
        return None
    return {
        "submitted_on": submission.submitted_on.isoformat(),
        "receipt": submission.receipt,
        "sha256": submission.sha256 or None,
        "cases": submission.references,
        "left_out": submission.left_out,
    }


def _moment(at: datetime | None) -> str | None:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None
