"""By what a place in the file is found again: a mark that says which answer, which version, which part.

A mark is signed with the key of this installation, so that a file of another one is known for it. It is a
tag of a content control in Word (64 characters at most), a bookmark (40) and a cell of a workbook.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

LOCKED, FULL, SHORT, PROPOSED = "u", "f", "s", "p"
"""Parts: what is asked, the two texts of the answer, and the status or position that it proposes."""
_SALT = "cases.offline.marks"
_FORM = re.compile(
    r"Suivi_([ufsp])_([1-9][0-9]{0,17})_(0|[1-9][0-9]{0,5})_([a-z0-9]{1,16})_([a-z2-7]{10})", re.ASCII
)
_UNSEEN = re.compile("[\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
"""What programs add to a text, or take from it, without anybody having changed it."""


@dataclass(frozen=True)
class Mark:
    """``number`` is the version that the text began with, 0 for none.

    ``said``: of what is locked the :func:`digest`; of the proposal what was proposed (``0``: nothing).
    """

    part: str
    answer: int
    number: int = 0
    said: str = "0"

    def written(self) -> str:
        plain = f"Suivi_{self.part}_{self.answer}_{self.number}_{self.said}"
        return f"{plain}_{_signature(plain, settings.SECRET_KEY)}"


def read(written: str) -> Mark | None:
    """The mark, where this installation wrote it."""
    found = _FORM.fullmatch(written)
    if found is None or not _is_ours(*written.rsplit("_", 1)):
        return None
    return Mark(found[1], int(found[2]), int(found[3]), found[4])


def digest(text: str) -> str:
    """Of the letters of a text, whatever blanks and marks of direction stand between them."""
    letters = _UNSEEN.sub("", unicodedata.normalize("NFC", text))
    return base64.b32encode(hashlib.sha256(letters.encode(errors="replace")).digest()).decode().lower()[:10]


def _is_ours(plain: str, signature: str) -> bool:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(_signature(plain, key), signature) for key in keys)


def _signature(plain: str, key: str) -> str:
    made = salted_hmac(_SALT, plain, secret=key, algorithm="sha256").digest()
    return base64.b32encode(made).decode().lower()[:10]
