"""Reads an XLSX file in a child process with limits of time and memory, and says what was wrong with it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.importing import workbook_child
from cases.importing.rows import BadFile

SECONDS = 60
SENTENCES = {
    "protected": gettext_lazy(
        "The workbook has a password, or is an old .xls file; save it as .xlsx without one."
    ),
    "no workbook": gettext_lazy("The file is not an .xlsx workbook, or it is damaged."),
    "too large": gettext_lazy("The workbook is too large once unpacked; keep only the sheet to import."),
    "tricks": gettext_lazy("The workbook holds parts that no spreadsheet program writes; it is not opened."),
    "no sheet": gettext_lazy("The workbook has no visible sheet."),
}


def read(content: bytes) -> list[list[str]]:
    """The cells of the first visible sheet, as texts: formulas by the value that was saved, dates in ISO.

    Raises :class:`BadFile`.
    """
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as kept:
        kept.write(content)
        kept.flush()
        answer = _asked(kept.name)
    if "rows" in answer:
        rows: list[list[str]] = answer["rows"]
        return rows
    raise BadFile(str(SENTENCES.get(answer.get("problem", ""), SENTENCES["no workbook"])))


def _asked(path: str) -> dict[str, Any]:
    program = [sys.executable, "-I", str(Path(workbook_child.__file__)), path]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, on a file that we named
            program, capture_output=True, timeout=SECONDS, env={"LANG": "C.UTF-8"}, check=False
        )
    except subprocess.TimeoutExpired:
        raise BadFile(_("The workbook took too long to read; keep only the sheet to import.")) from None
    if done.returncode != 0:  # out of memory or of time: the kernel, or the parser, ended it
        return {"problem": "too large"}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
