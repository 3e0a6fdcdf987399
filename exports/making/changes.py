"""Word with changes marked: what differs between two editions in one language."""

from __future__ import annotations

from pathlib import Path

from exports import word
from exports.content import Content
from exports.making.made import Made, beside
from exports.press import Follow


def make(older: Content, newer: Content, *, folder: Path, follow: Follow) -> Made:
    return beside(lambda: _written(older, newer, folder / "changes.docx"), follow)


def _written(older: Content, newer: Content, path: Path) -> Made:
    word.write_changes(older, newer, path)
    return Made(path)
