"""The report as one web page in one file: for people who listen to it, for phones, for the state's own site.

It asks for nothing from anywhere: its styles stand in it, it has no script, and says so to the browser.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation

from exports.annexes import told_in_full
from exports.content import Content
from exports.making.made import Made, beside
from exports.press import Follow

TEMPLATE = "exports/page/report.html"
STYLES = Path(__file__).parent.parent / "print" / "page.css"


def make(content: Content, *, draft: bool, folder: Path, follow: Follow) -> Made:
    return beside(lambda: _written(content, folder / "report.html", draft=draft), follow)


def _written(content: Content, path: Path, *, draft: bool) -> Made:
    path.write_text(page_of(content, draft=draft), encoding="utf-8")
    return Made(path)


def page_of(content: Content, *, draft: bool) -> str:
    """The whole page, in the language and direction of the content. No query is made."""
    masthead = content["masthead"]
    with translation.override(content["language"]):
        return render_to_string(
            TEMPLATE,
            {
                "content": content,
                "masthead": masthead,
                "dated_on": date.fromisoformat(masthead["dated_on"]) if masthead["dated_on"] else None,
                "told_in_full": told_in_full(content["sections"]),
                "annexes": content.get("annexes") or ["figures", "matrix", "full"],
                "styles": STYLES.read_text(encoding="utf-8"),
                "draft": draft,
            },
        )
