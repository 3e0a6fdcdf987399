"""What an uploaded file really is, told by its content, and whether evidence may be of that kind."""

from __future__ import annotations

import hashlib
import lzma
import zipfile
import zlib
from dataclasses import dataclass
from typing import BinaryIO

import puremagic
from django.db.models.fields.files import FieldFile

HEAD = 8192
"""As many bytes as it takes to know a kind by."""


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken: the extension it is kept under, the type it is served as."""

    extension: str
    media_type: str


# fmt: off
PDF  = Kind(".pdf",  "application/pdf")
PNG  = Kind(".png",  "image/png")
JPEG = Kind(".jpg",  "image/jpeg")
DOCX = Kind(".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
XLSX = Kind(".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
ODT  = Kind(".odt",  "application/vnd.oasis.opendocument.text")
CSV  = Kind(".csv",  "text/csv")
TEXT = Kind(".txt",  "text/plain")
# fmt: on

BY_MAGIC = {".pdf": PDF, ".png": PNG, ".jpg": JPEG, ".jpeg": JPEG, ".jfif": JPEG}
BY_MEMBER = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
MACROS = "vbaProject.bin"
LARGEST_DIRECTORY = 512 * 1024
"""Bytes: some five thousand names; a document has a hundred."""
_END, _END_64 = 22, 20
"""Bytes of the record at the end of a zip, and of the one before it where it is of the large kind."""
_LONGEST_END = _END_64 + _END + 2**16
_OF_PACKING = (zlib.error, lzma.LZMAError, EOFError, OSError)
DAMAGED = (zipfile.BadZipFile, *_OF_PACKING, NotImplementedError, RuntimeError, ValueError)
"""How a zip fails that was cut off or made up: each packing in its own way."""


def kind_of(file: BinaryIO, name: str) -> Kind | None:
    """The kind of a file by its content; None where it is none of ours. ``name`` tells CSV from text."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith(b"PK\x03\x04"):
        return _in_zip(file)
    if _is_text(head):
        return CSV if name.lower().endswith(".csv") else TEXT
    return _by_magic(head)


def _by_magic(head: bytes) -> Kind | None:
    try:
        return BY_MAGIC.get(puremagic.from_string(head))
    except (puremagic.PureError, ValueError):
        return None


def _in_zip(file: BinaryIO) -> Kind | None:
    """By the names inside, without unpacking anything; files with macros are none of ours."""
    try:
        if not _has_small_directory(file):
            return None
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
            if any(name.endswith(MACROS) for name in names):
                return None
            if "mimetype" in names:
                with archive.open("mimetype") as member:
                    return ODT if member.read(100).decode("ascii", "replace") == ODT.media_type else None
            return next((kind for member, kind in BY_MEMBER.items() if member in names), None)
    except DAMAGED:
        return None
    finally:
        file.seek(0)


def unpacked_size(file: BinaryIO) -> int:
    """Bytes that a zip says it holds; 0 for any other file."""
    file.seek(0)
    try:
        if file.read(4) != b"PK\x03\x04" or not _has_small_directory(file):
            return 0
        with zipfile.ZipFile(file) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except DAMAGED:
        return 0
    finally:
        file.seek(0)


def _has_small_directory(file: BinaryIO) -> bool:
    """Whether it may be looked into at once: a directory of a million names takes seconds and gigabytes.

    It is as long as the record at the end of the file says. Office writes none of the large kind (ZIP64).
    """
    end = file.seek(0, 2)
    file.seek(max(0, end - _LONGEST_END))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + _END or tail[:at][-_END_64:].startswith(b"PK\x06\x07"):
        return False
    return int.from_bytes(tail[at + 12 : at + 16], "little") <= LARGEST_DIRECTORY


def _is_text(head: bytes) -> bool:
    """Text has no control characters, and is not empty."""
    allowed = {9, 10, 12, 13}
    known = head.startswith((b"%PDF", b"\xff\xd8", b"\x89PNG"))
    return bool(head) and not known and all(byte >= 32 or byte in allowed for byte in head)


def is_kept(file: FieldFile, sha256: str) -> bool:
    """Whether the kept file can be read, and is the one with that hash."""
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content.file, "sha256").hexdigest() == sha256
    except OSError:
        return False
