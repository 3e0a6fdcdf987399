"""A file is what its content says."""

from __future__ import annotations

import io
import zipfile

import pytest

from cases.uploads import CSV, DOCX, JPEG, ODT, PDF, PNG, TEXT, XLSX, Kind, kind_of, unpacked_size


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


@pytest.mark.parametrize(("names", "kind"), [(1_000, XLSX), (10_000, None)])
def test_a_zip_of_very_many_names_is_not_looked_into(names: int, kind: Kind | None) -> None:
    """Control: a thousand are."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", "x")
        for number in range(names):
            archive.writestr(f"xl/media/image{number:020}", "")
    assert kind_of(made, "a.xlsx") == kind
    assert unpacked_size(made) == (1 if kind else 0)


def test_a_zip_whose_end_says_that_its_directory_is_elsewhere_is_not_looked_into() -> None:
    """The large kind has its length in another place, where it is any number."""
    content = zipped(xl__workbook_xml="x")
    ends = content.rindex(b"PK\x05\x06")
    assert kind_of(io.BytesIO(content), "a.xlsx") == XLSX
    large = content[:ends] + b"PK\x06\x07" + bytes(16) + content[ends:]
    assert kind_of(io.BytesIO(large), "a.xlsx") is None


def test_how_large_a_zip_is_once_open() -> None:
    assert unpacked_size(io.BytesIO(zipped(xl__workbook_xml="x" * 700))) == 700
    assert unpacked_size(io.BytesIO(b"key,text\n")) == 0
