"""The text on the report's page in each of its languages, with what it lacks there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from cases.people.languages import own_name
from exports.content import Content
from exports.languages import lacking_in, title_page_lacks
from exports.models import Report


def text_in(request: HttpRequest, shown: Report, original: Content) -> dict[str, Any]:
    """The text in the language that the address asks for (``?in=fr``), else the original one."""
    languages = shown.edition.languages if shown.edition else shown.printed_in
    asked = request.GET.get("in", "")
    language = asked if asked in languages else shown.language
    text = original if language == shown.language else _text(shown, language)
    lacking = [*title_page_lacks(shown, text), *lacking_in(text)] if len(languages) > 1 else lacking_in(text)
    return {
        "text": text,
        "text_languages": [(code, own_name(code)) for code in languages] if len(languages) > 1 else [],
        "text_lacks": lacking if not shown.edition else [],
    }


def _text(shown: Report, language: str) -> Content:
    return shown.edition.text_in(language) if shown.edition else shown.text_in(language)
