"""A file is what its content says."""

from __future__ import annotations

import io
import zipfile

import pytest

from cases.uploads import CSV, DOCX, JPEG, ODT, PDF, PNG, TEXT, XLSX, Kind, kind_of


def zipped(**members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"%PDF-1.7\n", "a.txt", PDF),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a.jpg", PNG),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "a.png", JPEG),
        (zipped(word__document_xml="x"), "a.pdf", DOCX),
        (zipped(xl__workbook_xml="x"), "a.xlsx", XLSX),
        (zipped(mimetype=ODT.media_type), "a.odt", ODT),
        (b"a,b\n1,2\n", "a.csv", CSV),
        (b"Des cliniques rurales", "a.exe", TEXT),
        (b"", "a.txt", None),
        (b"MZ\x90\x00", "a.pdf", None),
        (zipped(mimetype="application/epub+zip"), "a.odt", None),
    ],
)
def test_the_kind_is_told_by_content(content: bytes, name: str, kind: Kind | None) -> None:
    assert kind_of(io.BytesIO(content), name) == kind
