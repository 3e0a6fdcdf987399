"""Writing in the file as a person does, with python-docx: in the boxes, over them, and beside them."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
from django.utils import translation
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from cases.offline.asked import open_answers
from cases.offline.opening import opened
from cases.offline.sent_back import SentBack, from_places
from cases.offline.word_file import write
from cases.people.models import User

TAGS = {"asked": "u", "full": "f", "short": "s", "proposed": "p"}


def taken_along(user: User, language: str = "en") -> bytes:
    """The file with all that this person writes now."""
    to = io.BytesIO()
    with translation.override(language):
        write(open_answers(user), to, language=language)
    return to.getvalue()


def sent_back(file: bytes) -> SentBack:
    return from_places(opened(io.BytesIO(file)))


def edited(file: bytes, edit: Callable[[Any], None]) -> bytes:
    """The file as saved after ``edit`` was done to it in python-docx."""
    document = docx.Document(io.BytesIO(file))
    edit(document)
    to = io.BytesIO()
    document.save(to)
    return to.getvalue()


def filled(file: bytes, answer: int, **boxes: str) -> bytes:
    """With these texts in the boxes of an answer, a paragraph for each line, instead of what stood there."""

    def edit(document: Any) -> None:
        for name, text in boxes.items():
            write_in(document, box(document, answer, name), text)

    return edited(file, edit)


def box(document: Any, answer: int, name: str) -> Any:
    """The content control of an answer: ``asked``, ``full``, ``short`` or ``proposed``."""
    lead = f"Suivi_{TAGS[name]}_{answer}_"
    for control in document.element.body.iter(qn("w:sdt")):
        tag = control.sdtPr.find(qn("w:tag")) if hasattr(control, "sdtPr") else None
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}") if tag is None else tag
        if tag is not None and tag.get(qn("w:val")).startswith(lead):
            return control
    raise LookupError(lead)


def write_in(document: Any, control: Any, text: str) -> None:
    """As Word does when one writes: the hint goes, each line is a paragraph."""
    hint = control.find(f"{qn('w:sdtPr')}/{qn('w:showingPlcHdr')}")
    if hint is not None:
        hint.getparent().remove(hint)
    content = control.find(qn("w:sdtContent"))
    is_line = content.find(qn("w:r")) is not None
    for child in list(content):
        content.remove(child)
    for line in text.split("\n"):
        made = document.add_paragraph("" if is_line else line)
        if is_line:
            made.add_run(line)
        for piece in list(made._p) if is_line else [made._p]:
            content.append(piece)
        if is_line:
            made._p.getparent().remove(made._p)


def styled(document: Any, answer: int, style: str, text: str) -> Paragraph:
    """A further paragraph in the box for the full text."""
    content = box(document, answer, "full").find(qn("w:sdtContent"))
    made = document.add_paragraph(text, style=style)
    content.append(made._p)
    return made
