"""JSON of everything that the papers are made of, for other systems: see ``docs/editions.md``."""

from __future__ import annotations

import json
from pathlib import Path

from exports.content import Content, hash_of
from exports.making.made import Made, beside
from exports.press import Follow

SCHEMA = "suivi-report/1"
"""Changes where a reader of the file has to change."""


def make(content: Content, *, draft: bool, folder: Path, follow: Follow) -> Made:
    return beside(lambda: _written(content, folder / "report.json", draft=draft), follow)


def _written(content: Content, path: Path, *, draft: bool) -> Made:
    whole = {
        "schema": SCHEMA,
        "draft": draft,
        "sha256": hash_of(content),
        "versions": content["narratives"],
        "content": {name: part for name, part in content.items() if name != "narratives"},
    }
    with path.open("w", encoding="utf-8") as stream:
        json.dump(whole, stream, ensure_ascii=False, indent=1)
    return Made(path)
