"""The report as a Word file, made from its content alone, and what changed between two of them.

``body.py`` and ``annexes.py`` say what stands in it, ``styles.py``, ``lists.py``, ``frame.py`` how it looks,
``package.py`` makes the file, ``changes.py`` compares two. How Word writes letters, tables and lists is in
``cases/word``. docs/decisions/0037 says why it is written part by part.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.utils import translation

from cases.word.markup import Markup
from exports.content import Content
from exports.word.body import Builder
from exports.word.changes import compared
from exports.word.lists import Lists
from exports.word.package import Package


def write(content: Content, path: Path, *, draft: bool = False) -> None:
    """Write ``content`` to ``path`` as a Word file; a draft says so on each page. No query is made.

    The same content makes the same bytes.
    """
    with translation.override(content["language"]):
        lists = Lists(content["language"])
        body = Builder(content, lists).body()
        markup = Markup(content["language"], content.get("notes_at", "page"))
        Package(content, body, lists, markup, is_draft=draft).save(path)


def write_changes(older: Content, newer: Content, path: Path) -> None:
    """Write ``newer`` with what changed since ``older``, as changes that Word tracks.

    They bear the name of the state and the date of the newer text. Raises :class:`ValueError` where the two
    are not in one language. The same contents make the same bytes.
    """
    if older["language"] != newer["language"]:
        raise ValueError(f"Texts in {older['language']} and {newer['language']} cannot be compared.")
    mast = newer["masthead"]
    with translation.override(newer["language"]):
        lists = Lists(newer["language"])
        body = compared(Builder(older, lists).body(), Builder(newer, lists).body())
        markup = Markup(
            newer["language"],
            newer.get("notes_at", "page"),
            author=mast["state"] or "Suivi",
            changed_at=datetime.fromisoformat(mast["dated_on"]) if mast["dated_on"] else None,
        )
        Package(newer, body, lists, markup, is_draft=False).save(path)
