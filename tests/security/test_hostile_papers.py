"""Hostile fragments through every paper: harmless text comes out, nothing is asked for, nothing is run."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import StringIO
from pathlib import Path
from threading import Thread
from typing import Any

import pikepdf
import pytest
from lxml import etree
from lxml import html as lxml_html
from openpyxl import load_workbook

from cases.pages.table_files import as_csv
from cases.sheets import FORMULA
from exports.content import Content
from exports.formats import Format
from exports.making import MAKERS
from exports.press import Unprintable
from tests.exports.paper import text_of
from tests.security.hostile import fragments, report_of

pytestmark = [pytest.mark.processes, pytest.mark.once]

SECRET = "the-secret-of-the-file"
FIELDS = {"TOC", "PAGE", "NUMPAGES", "PAGEREF", "REF", "NOTEREF", "SECTIONPAGES", "SEQ", "STYLEREF"}
"""Fields of Word that compute from the document itself."""
REFUSED = ("style", "src", "srcset", "xlink:href", "action", "colspan", "rowspan")
"""Attributes that our web page has not, but for the heads of its own table."""
ACTIVE = ("/JS", "/JavaScript", "/Launch", "/URI", "/EmbeddedFile", "/EmbeddedFiles", "/GoToR", "/GoToE",
          "/SubmitForm", "/ImportData", "/RichMedia", "/AA", "/OpenAction", "/XFA")  # fmt: skip


@pytest.fixture(scope="module")
def visits() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and what was asked of it."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()


@pytest.fixture
def texts(visits: tuple[str, list[str]], tmp_path: Path) -> list[str]:
    file = tmp_path / "secret.txt"
    file.write_text(SECRET)
    found = fragments(visits[0], file.as_uri())
    assert len(set(found)) == len(found) >= 300
    return found


@pytest.fixture(autouse=True)
def _nothing_was_asked_for(visits: tuple[str, list[str]]) -> Iterator[None]:
    yield
    assert visits[1] == []


def go_on(stage: str, pages: int, done: int = 0, of: int = 0) -> bool:
    return True


def made(
    format: Format, texts: Sequence[str], folder: Path, language: str = "en", rows: int | None = None
) -> Path:
    """The paper of them all, ``rows`` in the matrix too. A failure names the fragments that are to blame."""

    def make(some: Sequence[str]) -> Path:
        content: Content = report_of(some, language, rows)
        return MAKERS[format](content, draft=True, folder=folder, follow=go_on).path

    try:
        return make(texts)
    except Unprintable as hit:
        pytest.fail(f"{format}: {hit}; because of {culprits(texts, make)}")


def culprits(texts: Sequence[str], make: Callable[[Sequence[str]], object]) -> list[str]:
    """Those of ``texts`` that cannot be made into a paper even alone; else those that fail together."""
    if len(texts) == 1:
        return list(texts)
    found = []
    for half in (texts[: len(texts) // 2], texts[len(texts) // 2 :]):
        try:
            make(half)
        except Unprintable:
            found += culprits(half, make)
    return found or [f"{len(texts)} together, from {texts[0][:60]!r}"]


def missing(texts: Sequence[str], printed: str) -> list[str]:
    marks = {mark for text in texts for mark in re.findall(r"mark\d{4}x", text)}
    return sorted(mark for mark in marks if mark not in printed)


def test_the_culprits_are_found() -> None:
    def make(some: Sequence[str]) -> None:
        if "bad" in some:
            raise Unprintable("text")

    assert culprits(["a", "b", "bad", "c", "d"], make) == ["bad"]


def test_the_web_page_shows_them_as_text(texts: list[str], tmp_path: Path) -> None:
    source = made(Format.HTML, texts, tmp_path).read_text()

    page = lxml_html.fromstring(source)
    active = "//script|//iframe|//object|//embed|//link|//base|//form|//input|//img|//image|//use|//style"
    assert [one.tag for one in page.xpath(active)] == ["style"]
    assert all(one.get("focusable") == "false" for one in page.xpath("//svg"))
    assert len(page.xpath("//meta[@http-equiv]")) == 1
    for name, value in [pair for one in page.iter(etree.Element) for pair in one.attrib.items()]:
        assert not name.startswith("on"), (name, value)
        assert name not in REFUSED or value == "7", (name, value)
        if name == "href":
            assert value.startswith("#"), value
    assert missing(texts, page.text_content()) == []
    assert SECRET not in source


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_web_page_holds_in_the_other_languages(language: str, texts: list[str], tmp_path: Path) -> None:
    page = lxml_html.fromstring(made(Format.HTML, texts, tmp_path, language).read_text())

    assert page.get("lang") == language
    assert not page.xpath("//script|//iframe|//img|//@onerror|//@onload")


def test_the_workbook_holds_them_as_text(texts: list[str], tmp_path: Path) -> None:
    path = made(Format.XLSX, texts, tmp_path)

    cells = [cell for row in load_workbook(path).active.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert not any(cell.hyperlink for cell in cells)
    assert missing(texts, " ".join(str(cell.value) for cell in cells)) == []
    with zipfile.ZipFile(path) as parts:
        assert not [name for name in parts.namelist() if "externalLink" in name or name.endswith(".bin")]
        for name in parts.namelist():
            inside = parts.read(name).decode()
            assert "<f>" not in inside, name
            assert 'TargetMode="External"' not in inside, name
            assert SECRET not in inside, name


def test_the_json_holds_them_as_text(texts: list[str], tmp_path: Path) -> None:
    source = made(Format.JSON, texts, tmp_path).read_text()

    assert missing(texts, source) == []
    assert SECRET not in source


def test_the_word_file_holds_them_as_text(texts: list[str], tmp_path: Path) -> None:
    path = made(Format.WORD, texts, tmp_path)

    with zipfile.ZipFile(path) as parts:
        assert not [name for name in parts.namelist() if name.endswith(".bin") or "embeddings" in name]
        for name in parts.namelist():
            inside = parts.read(name)
            assert b'TargetMode="External"' not in inside, name
            assert SECRET.encode() not in inside, name
            assert b"<!DOCTYPE" not in inside[:200], name
            if name.endswith((".xml", ".rels")):
                assert fields_in(etree.fromstring(inside)) <= FIELDS, name
        text = "".join(etree.fromstring(parts.read("word/document.xml")).itertext())
    assert missing(texts, text) == []


def fields_in(part: Any) -> set[str]:
    """The first word of each field."""
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    told = [one.text or "" for one in part.iter(f"{space}instrText")]
    told += [one.get(f"{space}instr", "") for one in part.iter(f"{space}fldSimple")]
    return {one.split()[0] for one in told if one.split()}


def test_the_pdf_prints_them_as_text(texts: list[str], tmp_path: Path) -> None:
    path = made(Format.PDF, texts, tmp_path, rows=80)

    with pikepdf.open(path) as pdf:
        assert [key for one in pdf.objects for key in active_in(one)] == []
        assert not pdf.attachments
    printed = text_of(path)
    assert SECRET not in printed
    assert missing(texts, printed) == []


def active_in(thing: Any) -> list[str]:
    """Keys and names of one object of a PDF that would do something."""
    if isinstance(thing, pikepdf.Stream):
        thing = thing.stream_dict
    if not isinstance(thing, pikepdf.Dictionary):
        return []
    names = {str(value) for value in thing.values() if isinstance(value, pikepdf.Name)}
    return [key for key in ACTIVE if key in thing or key in names]


def test_a_table_of_the_desk_holds_them_as_text(texts: list[str]) -> None:
    answer: Any = as_csv(([text] for text in texts), "cases.csv")

    source = b"".join(answer.streaming_content).decode("utf-8-sig", "surrogatepass")
    read = [row[0] for row in csv.reader(StringIO(source, newline=""))]
    assert len(read) == len(texts)
    assert not [cell for cell in read if cell.startswith(FORMULA)]
    assert missing(texts, source) == []
