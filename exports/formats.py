"""The formats in which a report is handed out, with the ending and the media type of each file."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Format(models.TextChoices):
    """``CHANGES`` is of two editions: the Word file that shows what differs; all others are of one text."""

    PDF = "pdf", _("PDF")
    WORD = "docx", _("Word")
    HTML = "html", _("HTML")
    XLSX = "xlsx", _("Excel")
    JSON = "json", _("JSON")
    CHANGES = "changes.docx", _("Word with changes marked")

    @property
    def ending(self) -> str:
        """Of the file's name: ``.pdf``, ``.changes.docx``."""
        return f".{self.value}"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self]


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# fmt: off
MEDIA_TYPES = {
    Format.PDF:     "application/pdf",
    Format.WORD:    _WORD,
    Format.HTML:    "text/html; charset=utf-8",
    Format.XLSX:    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON:    "application/json",
    Format.CHANGES: _WORD,
}
# fmt: on
OF_A_TEXT = (Format.PDF, Format.WORD, Format.HTML, Format.XLSX, Format.JSON)
"""In which a report, and each edition of it in each of its languages, is handed out; in this order."""
LONG = (Format.PDF,)
"""What takes minutes for a long report: of one report one at a time, and after what is done in seconds."""
