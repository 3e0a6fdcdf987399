"""The PDF: laid out by processes of its own (``press.py``)."""

from __future__ import annotations

from pathlib import Path

from exports.content import Content
from exports.making.made import Made
from exports.press import Follow, printed


def make(content: Content, *, draft: bool, folder: Path, follow: Follow) -> Made:
    """Of a draft, each page says so. Raises what :func:`exports.press.printed` raises."""
    with printed(content, draft=draft, follow=follow) as paper:
        return Made(paper.path.replace(folder / "report.pdf"), paper.pages)
