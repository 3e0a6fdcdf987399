"""The texts of the sample: its answers, and what the editor writes under the headings of the report.

Each in English, the language of the round and of the report, and translated (``narratives.fr.json``,
``sections.ar.md``).
"""

from __future__ import annotations

import json
import re
from typing import Any

from config.demo.people import DATA

TRANSLATED_INTO = ("fr", "ar")


def answers() -> dict[str, list[dict[str, Any]]]:
    """By how far they come (approved, drafting, returned): texts, evidence, and what they answer."""
    found: dict[str, list[dict[str, Any]]] = json.loads((DATA / "narratives.json").read_text("utf-8"))
    return found


def answers_in(language: str) -> dict[str, dict[str, str]]:
    """The approved answers in another language, ``full`` and ``short``, by the first that each answers."""
    found: dict[str, dict[str, str]] = json.loads((DATA / f"narratives.{language}.json").read_text("utf-8"))
    return found


def sections_in(language: str) -> dict[str, str]:
    """The text under each heading of the report, by the code that its type gives the heading."""
    whole = (DATA / f"sections.{language}.md").read_text("utf-8")
    parts = (part.partition("\n") for part in re.split(r"(?m)^# ", whole)[1:])
    return {code.strip(): text.strip() for code, _, text in parts}
