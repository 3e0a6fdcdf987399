"""The PDF: printed by a process of its own (``press.py``)."""

from __future__ import annotations

from pathlib import Path

from exports.content import Content
from exports.making.made import Made
from exports.paper import draft_html_of, html_of
from exports.press import Follow, printed


def make(content: Content, *, draft: bool, folder: Path, follow: Follow) -> Made:
    """Of a draft, each page says so. Raises what :func:`exports.press.printed` raises."""
    html = draft_html_of(content) if draft else html_of(content)
    with printed(html, follow) as paper:
        return Made(paper.path.replace(folder / "report.pdf"), paper.pages)
