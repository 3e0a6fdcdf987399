"""The content of a report as one HTML page for print; the styles are in ``print/report.css``."""

from __future__ import annotations

from datetime import date

from django.template.loader import render_to_string
from django.utils import translation

from cases.people.languages import own_name
from exports.content import Content

TEMPLATE = "exports/print/report.html"


def html_of(content: Content) -> str:
    """The page from which the PDF is made, in the report's language and direction. No query is made."""
    return _page(content, draft=False)


def draft_html_of(content: Content) -> str:
    """The same, of a report that is not frozen: each page says that it is a draft."""
    return _page(content, draft=True)


def _page(content: Content, *, draft: bool) -> str:
    masthead = content["masthead"]
    with translation.override(content["language"]):
        return render_to_string(
            TEMPLATE,
            {
                "content": content,
                "masthead": masthead,
                "dated_on": date.fromisoformat(masthead["dated_on"]) if masthead["dated_on"] else None,
                "language_name": own_name(content["language"]),
                "draft": draft,
            },
        )
