"""Why a file is refused before it is kept: what its first bytes tell, as a sentence for the person."""

from __future__ import annotations

import codecs
import zipfile
from typing import BinaryIO

from django.utils.translation import gettext as _

from cases.importing.apart.archive import OLE
from cases.importing.child import SENTENCES
from cases.uploads import CSV, DOCX, HEAD, TEXT, XLSX, kind_of

TAKEN = (CSV, TEXT, XLSX, DOCX)
"""A JSON export is a text."""


def refused_at_sight(file: BinaryIO, name: str) -> str:
    """A sentence for the person; empty where the file may be read. Its position does not matter."""
    if kind_of(file, name) in TAKEN:
        return ""
    file.seek(0)
    head = file.read(HEAD)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ""  # a table in UTF-16, which no kind of file is known by
    if head.startswith(b"%PDF"):
        return _(
            "“%(name)s” is a PDF, from which no rows can be read. The UN publishes the same list in another "
            "form: as Word on the page of the review, as Excel in the Universal Human Rights Index."
        ) % {"name": name}
    return str(SENTENCES[_word(file, head)]) % {"name": name}


def _word(file: BinaryIO, head: bytes) -> str:
    if head.startswith(OLE):
        return "protected"
    if head.startswith(b"PK") and not zipfile.is_zipfile(file):
        return "damaged"
    return "of another kind"
