"""The content of a report as one HTML page for print; the styles are in ``print/report.css``."""

from __future__ import annotations

from datetime import date

from django.template.loader import render_to_string
from django.utils import translation

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
                "language_name": _name_of(content["language"]),
                "draft": draft,
            },
        )


def _name_of(language: str) -> str:
    try:
        return str(translation.get_language_info(language)["name_local"])
    except KeyError:
        return language
