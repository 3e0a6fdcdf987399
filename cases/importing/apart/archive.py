"""Looks into a zip before anything in it is read: its names, its real size, and what its parts begin with."""

from __future__ import annotations

import zipfile
from pathlib import PurePosixPath

from cases.importing.apart.bad import Bad

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How an encrypted workbook or document begins, and one of Office 97."""
UNPACKED = 200 * 1024 * 1024
ENTRIES = 1_000
_PIECE = 1024 * 1024


def looked_into(path: str) -> set[str]:
    """The names of its parts, where it is one that may be opened. Raises :class:`Bad`."""
    with zipfile.ZipFile(path) as archive:
        entries = archive.infolist()
        if len(entries) > ENTRIES:
            raise Bad("too large once open")
        names = [entry.filename for entry in entries]
        _look_at(names)
        if any(entry.flag_bits & 1 for entry in entries):
            raise Bad("protected")
        _unpack(archive, entries)
    return set(names)


def _look_at(names: list[str]) -> None:
    if len(set(names)) != len(names):
        raise Bad("tricks")
    for name in names:
        if name.startswith("/") or "\\" in name or ":" in name or ".." in PurePosixPath(name).parts:
            raise Bad("tricks")


def _unpack(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    """Real bytes, not those that the directory declares; a wrong declaration fails the checksum.

    Office writes no document type, which is where entities are declared: a part that has one is a trick.
    """
    if sum(entry.file_size for entry in entries) > UNPACKED:
        raise Bad("too large once open")
    for entry in entries:
        with archive.open(entry) as part:
            begins = part.read(_PIECE)
            if b"<!DOCTYPE" in begins.replace(b"\0", b""):
                raise Bad("tricks")
            while part.read(_PIECE):
                pass
