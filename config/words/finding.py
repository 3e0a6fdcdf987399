"""Finds every text of our rooms that goes through gettext: in Python by Babel, in templates by Django.

``find()`` gives a Babel catalogue without translations. Nothing is imported and nothing run: files are read.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from django.utils.translation.template import templatize

ROOMS = ("workflow", "cases", "notifications", "exports", "config")
TEMPLATES = (".html", ".txt")
NOTES = ("Translators:",)
"""How a comment begins that speaks to translators; it stands on the line before the text."""
ONE, SEVERAL, IN_CONTEXT = None, (1, 2), ((1, "c"), 2)
CALLS: dict[str, Any] = {
    "_": ONE,
    "gettext": ONE,
    "gettext_lazy": ONE,
    "gettext_noop": ONE,
    "ngettext": SEVERAL,
    "ngettext_lazy": SEVERAL,
    "pgettext": IN_CONTEXT,
    "pgettext_lazy": IN_CONTEXT,
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_CALL = re.compile(r"\b(gettext|ngettext|pgettext|npgettext|_)\(")

Found = tuple[str | tuple[str, ...], str | None, list[str]]
"""A text, or singular and plural; its context; what is said to translators."""


def find(folder: Path) -> Catalog:
    """All texts of the rooms in ``folder``, each with the files that say it, in the order of the files."""
    catalogue = Catalog(charset="utf-8", fuzzy=False)
    for file in files(folder):
        for text, context, notes in texts_of(file):
            place = (file.relative_to(folder).as_posix(), 0)
            catalogue.add(text, locations=[place], auto_comments=notes, context=context)
    return catalogue


def files(folder: Path) -> list[Path]:
    """The Python files and the templates of the rooms; tests and migrations speak to nobody."""
    every = (file for room in ROOMS for file in sorted((folder / room).rglob("*")) if file.is_file())
    return [
        file for file in every if "migrations" not in file.parts and (_is_python(file) or is_template(file))
    ]


def is_template(file: Path) -> bool:
    return file.suffix in TEMPLATES and "templates" in file.parts


def texts_of(file: Path) -> Iterator[Found]:
    if is_template(file):
        yield from _texts_of_template(file.read_text("utf-8"))
        return
    found = extract_from_file("python", file, keywords=CALLS, comment_tags=NOTES, strip_comment_tags=True)
    for _line, text, notes, context in found:
        yield text, context, notes


def _texts_of_template(source: str) -> Iterator[Found]:
    """Django turns a template into calls of gettext between blanked-out text; each call is read by itself."""
    code = templatize(source)
    for begin in _CALL.finditer(code):
        call = _call_at(code, begin.start())
        words = [
            one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
        ]
        context = words.pop(0) if begin[1] in ("pgettext", "npgettext") else None
        yield (words[0] if len(words) == 1 else (words[0], words[1])), context, []


def _call_at(code: str, begin: int) -> ast.Call:
    """The call that begins there: up to the first bracket with which it can be read."""
    for end in re.finditer(r"\)", code[begin:]):
        try:
            read = ast.parse(code[begin : begin + end.end()], mode="eval").body
        except SyntaxError:
            continue
        if isinstance(read, ast.Call):
            return read
    raise ValueError(f"No end of {code[begin : begin + 60]!r}.")


def _is_python(file: Path) -> bool:
    return file.suffix == ".py"
