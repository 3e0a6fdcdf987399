"""Files that people bring: hostile names and contents, and addresses that try to reach what is kept."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.security.stage import Stage

HTML = b"<!doctype html><script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
NAMES = [
    "../../settings.py",
    "a\r\nSet-Cookie: x=1.txt",
    'a"; filename="b.html',
    "<b>.html",
    "x" * 300 + ".txt",
    "\u202ecod.exe",
]


def brought(stage: Stage, content: bytes, name: str = "a.txt", title: str = "A paper") -> Any:
    typed = {"title": title, "file": SimpleUploadedFile(name, content, "text/html")}
    return stage.browsers["focal_point"].post(stage.address("case/{drafting}/evidence/"), typed)


def fetched(stage: Stage, title: str = "A paper") -> Any:
    kept = stage.drafting.present_answer.evidence.get(title=title)
    row = f"/case/{stage.drafting.reference}/evidence/{kept.sha256[:20]}/"
    return stage.browsers["focal_point"].get(row)


@pytest.mark.parametrize("content", [HTML, SVG, b"=cmd|' /C calc'!A0\n", b"%!PS\n(Hello) print"])
@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.csv", "a"])
def test_no_browser_opens_a_file_as_a_page_of_ours(content: bytes, name: str, stage: Stage) -> None:
    assert brought(stage, content, name).status_code == 302

    answer = fetched(stage)
    assert answer.headers["Content-Type"] in ("text/plain", "text/csv")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_name_reaches_neither_the_disk_nor_a_header(name: str, stage: Stage) -> None:
    assert brought(stage, b"Some text.", name, title=name[:200]).status_code == 302

    kept = stage.drafting.present_answer.evidence.order_by("-pk").first()
    assert kept is not None
    folder, _slash, own = str(kept.file.name).rpartition("/")
    assert folder == f"evidence/{stage.drafting.answer_id}"
    assert own.replace(".txt", "").isalnum()
    answer = fetched(stage, kept.title)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Content-Disposition"].count("filename=") == 1
    assert "\u202e" not in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "address",
    [
        "/{file}",
        "/files/{file}",
        "/media/{file}",
        "/var/files/{file}",
        "/static/{file}",
        "/static/../files/{file}",
        "/static/%2e%2e/files/{file}",
        "/static/..%2ffiles%2f{file}",
        "/static/../../secret-key",
        "/static//etc/passwd",
    ],
)
def test_no_address_reaches_the_folder_of_files(address: str, stage: Stage) -> None:
    kept = stage.drafting.present_answer.evidence.get()
    assert default_storage.exists(kept.file.name)

    for person in ("focal_point", "superuser", "anonymous"):
        answer = stage.browsers[person].get(address.format(file=kept.file.name))
        assert answer.status_code in (302, 404)


def broken(kind: int) -> bytes:
    """A zip whose member promises more than it keeps."""
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w", kind) as archive:
        archive.writestr("mimetype", b"application/vnd.oasis.opendocument.text" * 50)
    content = bytearray(kept.getvalue())
    content[38:60] = b"\xff" * 22
    return bytes(content)


def huge_directory() -> bytes:
    kept = BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        for number in range(3_000):
            archive.writestr(f"{number}", b"")
    return kept.getvalue()


DAMAGED = {
    "deflated": broken(zipfile.ZIP_DEFLATED),
    "bzip2": broken(zipfile.ZIP_BZIP2),
    "lzma": broken(zipfile.ZIP_LZMA),
    "many": huge_directory(),
    "cut": huge_directory()[:-30],
    "end only": b"PK\x03\x04" + b"PK\x05\x06" + struct.pack("<4H2LH", 9, 9, 9, 9, 2**31, 2**31, 0),
    "junk": b"PK\x03\x04" + zlib.compress(b"a" * 10_000),
    "a pdf with a page before it": b"\x00%PDF-1.7",
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_file_is_refused_with_a_sentence(kind: str, stage: Stage) -> None:
    answer = brought(stage, DAMAGED[kind], "a.odt")

    assert answer.status_code == 422
    assert "of a kind that is not taken" in answer.content.decode()
