"""What must always be true of reports: see ``workflow/invariants.py``."""

from __future__ import annotations

from collections.abc import Iterator

from cases.uploads import is_kept
from exports.models import Rendering
from workflow.invariants import invariant


@invariant("A report's file is the one that was made.")
def report_files() -> Iterator[str]:
    for made in Rendering.objects.exclude(sha256="").iterator():
        if not is_kept(made.file, made.sha256):
            yield f"{made.file.name}."
