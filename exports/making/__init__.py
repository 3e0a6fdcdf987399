"""Papers made of a content, one file per format; ``printing.py`` asks for them, and puts them away.

Each has ``make(content, *, draft, folder, follow)``, which writes one file into ``folder``. Nothing but the
content is read: no database, no network, no file that a text names.
"""

from __future__ import annotations

from collections.abc import Callable

from exports.formats import Format
from exports.making import docx, html, json, pdf, xlsx
from exports.making.made import Made

MAKERS: dict[Format, Callable[..., Made]] = {
    Format.PDF: pdf.make,
    Format.WORD: docx.make,
    Format.HTML: html.make,
    Format.XLSX: xlsx.make,
    Format.JSON: json.make,
}

__all__ = ["MAKERS", "Made"]
