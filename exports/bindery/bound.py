"""Binds sheets to one paper: pages, tags, bookmarks, links and what is stamped on each page."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from exports.bindery.headings import bookmark
from exports.bindery.links import link
from exports.bindery.stamps import Stamps
from exports.bindery.structure import Structure

KEPT = ("/Lang", "/ViewerPreferences", "/MarkInfo", "/Metadata")
"""Of the first sheet's catalogue."""


@dataclass(frozen=True)
class BoundSheet:
    """``first`` is the number of its first page in the paper, from 0; ``facts`` are those of ``laid_out``."""

    pdf: pikepdf.Pdf
    first: int
    facts: dict[str, Any]


def bind(say: Callable[..., None], *, work: str, pdf: str) -> dict[str, Any]:
    """Write the file ``pdf``. The number of its pages.

    ``work`` names a file of JSON: ``sheets``, pairs of a file and its facts; ``stamps``, such a pair.
    """
    say(stage="writing", pages=0)
    wanted = json.loads(Path(work).read_text(encoding="utf-8"))
    sheets, stamps = wanted["sheets"], wanted["stamps"]
    with ExitStack() as opened, pikepdf.new() as paper:
        bound = []
        for file, facts in sheets:
            sheet = BoundSheet(opened.enter_context(pikepdf.open(file)), len(paper.pages), facts)
            paper.pages.extend(sheet.pdf.pages)
            bound.append(sheet)
        _keep(paper, bound[0].pdf)
        structure = Structure(paper)
        for sheet in bound:
            structure.take_in(sheet)
        structure.finish()
        link(paper, bound)
        bookmark(paper, bound)
        Stamps(paper, opened.enter_context(pikepdf.open(stamps[0])), stamps[1]).stamp()
        say(stage="writing", pages=len(paper.pages))
        packed = pikepdf.ObjectStreamMode.generate
        paper.save(pdf, min_version="1.7", object_stream_mode=packed, deterministic_id=True)
        return {"pages": len(paper.pages)}


def _keep(paper: pikepdf.Pdf, first: pikepdf.Pdf) -> None:
    for name in KEPT:
        if name in first.Root:
            paper.Root[name] = paper.copy_foreign(first.make_indirect(first.Root[name]))
    for name, value in first.docinfo.items():
        paper.docinfo[name] = str(value)
