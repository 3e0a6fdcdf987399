"""Finds words that people would read in English in every language, since they never go through gettext.

In templates: text and spoken attributes outside the tags of translation. In Python: literals given as labels,
helps, titles and the like, and sentences said to people. What is meant to stay as it is, is in ``MEANT``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from django.template.base import Lexer, TokenType

from config.words.finding import CALLS, files, is_template

SPOKEN = {"alt", "title", "aria-label", "aria-description", "placeholder", "label", "summary"}
LABELS = {"label", "help_text", "verbose_name", "verbose_name_plural", "empty_label", "hint"}
SAYING = {"Refused", "NotAllowed", "WrongState", "Blocked", "Conflict", "ValidationError", "PermissionDenied"}
SAYING |= {"success", "error", "warning", "info", "add_error"}
"""Calls whose literals people read: refusals and messages."""
MEANT = {"Suivi", "PDF", "Word", "XLSX", "CSV", "JSON", "MB", "KB", "SHA-256", "UPR", "HTML"}
SILENT = ("management", "checks.py", "invariants.py", "history.py", "demo")
"""What speaks to who runs Suivi, in English: commands, checks, that of the history; and the sample data."""
_WORD = re.compile(r"\b(?!x+\b)[^\W\d_]{2,}")
"""Without the x that stands for what a variable gives."""
_OPENS, _CLOSES = re.compile(r"blocktrans(late)?\b|comment\b"), re.compile(r"end(blocktrans(late)?|comment)$")


class Plain(NamedTuple):
    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: “{self.text}” is not translated."


def plain_words(folder: Path) -> Iterator[Plain]:
    """Every text of the rooms in ``folder`` that people read and that no catalogue can say."""
    for file in files(folder):
        place = file.relative_to(folder).as_posix()
        if any(part in SILENT for part in file.relative_to(folder).parts):
            continue
        source = file.read_text("utf-8")
        found = in_template(source) if is_template(file) else in_python(source)
        yield from (Plain(place, line, text) for line, text in found if says_something(text))


def says_something(text: str) -> bool:
    return any(word not in MEANT for word in _WORD.findall(text))


def in_template(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of what stands in the HTML itself; what tags and variables give is left out."""
    reader = _Reader()
    reader.feed("".join(_without_tags(source)))
    yield from reader.found


def _without_tags(source: str) -> Iterator[str]:
    inside = False
    for token in Lexer(source).tokenize():
        lines = "\n" * token.contents.count("\n")
        if token.token_type == TokenType.BLOCK:
            inside = bool(_OPENS.match(token.contents)) or (inside and not _CLOSES.match(token.contents))
        if token.token_type == TokenType.TEXT and not inside:
            yield token.contents
        else:
            yield "x" if token.token_type == TokenType.VAR else lines


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self.quiet = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.quiet = tag if tag in ("script", "style", "code") else ""
        self.found += [(self.getpos()[0], value) for name, value in attrs if value and name in SPOKEN]

    def handle_endtag(self, tag: str) -> None:
        self.quiet = ""

    def handle_data(self, data: str) -> None:
        if not self.quiet and data.strip():
            self.found.append((self.getpos()[0], " ".join(data.split())))


def in_python(source: str) -> Iterator[tuple[int, str]]:
    """Line and text of literals that are labels, or said to people, without a call of gettext around them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Return) and node.value is not None and _is_sentence(node.value):
            yield node.lineno, str(ast.literal_eval(node.value))
        if not isinstance(node, ast.Call) or _name(node) in CALLS or _is_of_log(node):
            continue
        given = [one.value for one in node.keywords if one.arg in LABELS]
        given += node.args if _name(node) in SAYING else []
        yield from ((one.lineno, str(ast.literal_eval(one))) for one in given if _is_text(one))


def _is_text(node: ast.expr) -> bool:
    """A word with a capital, or several: not a name of a field or of a state."""
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and (" " in node.value or node.value[:1].isupper())
    )


def _is_sentence(node: ast.expr) -> bool:
    """What a guard answers: the sentence why not."""
    return _is_text(node) and ast.literal_eval(node).rstrip().endswith((".", "!", "?"))


def _is_of_log(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") in ("log", "logger")


def _name(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))
