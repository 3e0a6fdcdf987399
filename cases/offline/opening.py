"""Opens a file that was sent back, in a child process with limits, and says what was wrong with it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext_lazy

from workflow.errors import Refused

SECONDS = 20
"""Longer than the child may work: it may have to wait for its turn."""
_ENDED_BY_TIME = (-signal.SIGXCPU, -signal.SIGKILL)
LARGEST = 10 * 1024 * 1024
"""Bytes of a file: a hundred answers in Word are a tenth of it."""
_ROOT = Path(__file__).resolve().parents[2]
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from cases.offline.apart.main import main; main(sys.argv[2])"
)

# fmt: off
SENTENCES = {
    "too large": gettext_lazy(
        "The file is larger than 10 MB. Take the pictures out, or send fewer cases at once."
    ),
    "too large once open": gettext_lazy("The file is too large once unpacked. Send fewer cases at once."),
    "too long": gettext_lazy("The file took too long to read. Send fewer cases at once."),
    "too slow": gettext_lazy(
        "The texts of the file take too long to compare: long tables, or very many signs. Send fewer cases "
        "at once."
    ),
    "empty": gettext_lazy("This file is empty. Look whether it is the right one."),
    "protected": gettext_lazy(
        "The file has a password, or is an old .doc or .xls file. Open it, save it as .docx or .xlsx "
        "without a password, and send that: what you wrote is still in it."
    ),
    "macros": gettext_lazy("The file holds macros, and is not opened. Save it as .docx or .xlsx."),
    "damaged": gettext_lazy("The file is damaged and cannot be read. Save it again, and send it again."),
    "of another kind": gettext_lazy(
        "The file is neither for Word (.docx) nor for Excel (.xlsx). Open it, save it as .docx or .xlsx, and "
        "send that: what you wrote is still in it."
    ),
    "none of ours": gettext_lazy(
        "This is not a file from Work by Word: none of its boxes is in it. Download one anew, and "
        "copy your text into it."
    ),
    "no sheet": gettext_lazy("The workbook has no visible sheet. Send the one that you downloaded here."),
    "tricks": gettext_lazy("The file holds parts that no office program writes; it is not opened."),
}
# fmt: on


class BadFile(Refused):
    """The file cannot be read; nothing was done."""


def opened(file: IO[bytes] | Any) -> list[dict[str, Any]]:
    """What the child program says of the file (``apart/word.py``). Raises :class:`BadFile`."""
    with tempfile.NamedTemporaryFile(suffix=".file") as kept:
        size = 0
        for piece in _pieces(file):
            size += len(piece)
            if size > LARGEST:
                raise refused("too large")
            kept.write(piece)
        kept.flush()
        if not size:
            raise refused("empty")
        return _asked(kept.name)


def _pieces(file: Any) -> Iterable[bytes]:
    return file.chunks() if hasattr(file, "chunks") else iter(lambda: file.read(1024 * 1024), b"")


def _asked(path: str) -> list[dict[str, Any]]:
    program = [sys.executable, "-I", "-c", _PROGRAM, str(_ROOT), path]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, on a file that we named
            program, capture_output=True, timeout=SECONDS, env={"LANG": "C.UTF-8"}, check=False
        )
    except subprocess.TimeoutExpired:
        raise refused("too long") from None
    if done.returncode in _ENDED_BY_TIME:
        raise refused("too long")
    said = [json.loads(line) for line in done.stdout.splitlines() if line]
    last = said.pop() if done.returncode == 0 and said else {"problem": "too large once open"}
    if "problem" in last:
        raise refused(last["problem"])
    return said


def refused(word: str) -> BadFile:
    """With the sentence for a word of the child program's."""
    return BadFile(str(SENTENCES.get(word, SENTENCES["damaged"])))
