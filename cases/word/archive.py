"""The archive that a Word file is: its parts, their kinds, and how they belong together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from cases.word.xml import HEAD, plain

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_RELATIONSHIPS = "application/vnd.openxmlformats-package.relationships+xml"
_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The time of each file in the archive: an archive knows no earlier one."""


def save(to: Path | IO[bytes], parts: Iterable[tuple[str, bytes]]) -> None:
    """Write the parts, each with its name in the archive. The same parts make the same bytes."""
    with ZipFile(to, "w", ZIP_DEFLATED) as archive:
        for name, written in parts:
            entry = ZipInfo(name, _BEGINNING)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, written)


def types(kinds: Mapping[str, str]) -> bytes:
    """``[Content_Types].xml``: the kind of each part, by its name with a leading slash."""
    inner = [
        plain("Default", Extension="rels", ContentType=_RELATIONSHIPS),
        plain("Default", Extension="xml", ContentType="application/xml"),
        *(plain("Override", PartName=name, ContentType=kind) for name, kind in kinds.items()),
    ]
    return f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{"".join(inner)}</Types>'.encode()


def relationships(parts: Iterable[tuple[str, str, str]]) -> bytes:
    """A ``.rels`` part: of each part its id, its kind and its name."""
    inner = "".join(plain("Relationship", Id=key, Type=kind, Target=target) for key, kind, target in parts)
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'.encode()
