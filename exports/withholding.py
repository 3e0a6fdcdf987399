"""A text that was put together before one of its cases was restricted, as it is shown afterwards.

What was printed stays where it went (docs/decisions/0014); what is still read here leaves the case out.
"""

from __future__ import annotations

import re
from typing import Any, cast

from cases.models.access import hidden_from
from exports.content import Content, Section

_NOTE = re.compile(r'href="#note-(\d+)"')


def withheld_from(user: Any, content: Content) -> Content:
    """The same text without what tells a case that is hidden from this person. One query.

    Paragraphs and notes keep their numbers. The content given stays as it is.
    """
    hidden = set(hidden_from(user).order_by().values_list("recommendation__reference", flat=True))
    shown = [one for one in content["sections"] if not hidden.intersection(one["references"])]
    if len(shown) == len(content["sections"]):
        return content
    cited = {number for section in shown for number in _cited(section)}
    notes = [one for one in content.get("notes", []) if one["number"] in cited]
    return cast("Content", {**content, "sections": shown, "notes": notes})


def _cited(section: Section) -> set[int]:
    return {int(number) for one in section["paragraphs"] for number in _NOTE.findall(one["html"])}
