"""Word: the file that the UN takes, with real styles and numbering (``exports/word/``)."""

from __future__ import annotations

from pathlib import Path

from exports import word
from exports.content import Content
from exports.making.made import Made, beside
from exports.press import Follow


def make(content: Content, *, draft: bool, folder: Path, follow: Follow) -> Made:
    return beside(lambda: _written(content, folder / "report.docx", draft=draft), follow)


def _written(content: Content, path: Path, *, draft: bool) -> Made:
    word.write(content, path, draft=draft)
    return Made(path)
